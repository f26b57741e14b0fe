import type { Request } from 'express';

/** The address under which the caller reached this server, without a trailing slash; `publicUrl` when it is set. */
export function baseUrlOf(request: Request, publicUrl: string | null): string {
  return publicUrl ?? `${request.protocol}://${request.headers.host ?? 'localhost'}`;
}
