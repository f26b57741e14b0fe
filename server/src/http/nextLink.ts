import type { Request } from 'express';

/** The `Link` header to the next page (RFC 8288): the same address with another cursor. */
export function nextLink(request: Request, cursor: string): string {
  const url = new URL(request.originalUrl, 'http://host');
  url.searchParams.set('cursor', cursor);
  return `<${url.pathname}${url.search}>; rel="next"`;
}
