import { OpaqueId } from '@lianmai/shared';
import type { Request } from 'express';

/** `?viewer=<session id>`: the player belongs to somebody who is in the room already, and is not one more viewer. */
export function viewerTicket(request: Request): string | null {
  const ticket = OpaqueId.safeParse(request.query.viewer);
  return ticket.success ? ticket.data : null;
}
