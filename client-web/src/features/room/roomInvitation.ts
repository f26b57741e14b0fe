import { type LiveClient, LiveError } from '../../sdk/index.ts';

/** `?invitation=`: lets whoever opens the link into a private room. */
const parameter = 'invitation';

/** Takes up the invitation in the address, if there is one. Returns why it was refused, else null. */
export async function acceptInvitation(client: LiveClient, roomId: string): Promise<LiveError | null> {
  const code = new URLSearchParams(location.search).get(parameter);
  if (!code) return null;
  try {
    await client.rest.acceptRoomInvitation(roomId, code);
    return null;
  } catch (cause) {
    return LiveError.from(cause);
  }
}

/** Out of the address bar once we are in: we are known from now on, and a copied address invites nobody by accident. */
export function dropInvitation(): void {
  const address = new URL(location.href);
  if (!address.searchParams.has(parameter)) return;
  address.searchParams.delete(parameter);
  history.replaceState(history.state, '', address);
}
