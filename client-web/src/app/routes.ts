/** Every page of the app. */
export type Route =
  | { page: 'lobby' }
  | { page: 'studio'; roomId: string | null }
  | { page: 'room'; roomId: string }
  | { page: 'wallet' }
  /** A room's past shows, for its anchor. */
  | { page: 'shows'; roomId: string }
  | { page: 'show'; showId: string }
  | { page: 'operator' }
  | { page: 'me' }
  | { page: 'follows' }
  | { page: 'apiDocs' }
  | { page: 'notFound' };

const roomIdPattern = /^[A-Za-z0-9_-]{1,64}$/;

export function parseRoute(pathname: string): Route {
  const [head, second, ...rest] = pathname.split('/').filter(Boolean);
  if (head === 'studio' && rest.length === 1 && rest[0] === 'shows' && roomIdPattern.test(second ?? ''))
    return { page: 'shows', roomId: second ?? '' };
  if (rest.length > 0) return { page: 'notFound' };
  if (head === undefined) return { page: 'lobby' };
  if (head === 'api-docs' && second === undefined) return { page: 'apiDocs' };
  if (head === 'wallet' && second === undefined) return { page: 'wallet' };
  if (head === 'operator' && second === undefined) return { page: 'operator' };
  if (head === 'me' && second === undefined) return { page: 'me' };
  if (head === 'me' && second === 'follows') return { page: 'follows' };
  if (head === 'studio' && second === undefined) return { page: 'studio', roomId: null };
  if (second === undefined || !roomIdPattern.test(second)) return { page: 'notFound' };
  if (head === 'studio') return { page: 'studio', roomId: second };
  if (head === 'shows') return { page: 'show', showId: second };
  if (head === 'room') return { page: 'room', roomId: second };
  return { page: 'notFound' };
}

export function pathOf(route: Route): string {
  switch (route.page) {
    case 'lobby':
    case 'notFound':
      return '/';
    case 'studio':
      return route.roomId ? `/studio/${route.roomId}` : '/studio';
    case 'room':
      return `/room/${route.roomId}`;
    case 'wallet':
      return '/wallet';
    case 'shows':
      return `/studio/${route.roomId}/shows`;
    case 'show':
      return `/shows/${route.showId}`;
    case 'operator':
      return '/operator';
    case 'me':
      return '/me';
    case 'follows':
      return '/me/follows';
    case 'apiDocs':
      return '/api-docs';
  }
}
