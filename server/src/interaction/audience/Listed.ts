import type { AudienceMember } from '@lianmai/shared';
import type { Session } from '../../rooms/Session.ts';

/** Somebody in the audience of one Room. */
export interface Listed {
  session: Session;
  /** Counts up with everybody who comes. */
  readonly number: number;
  /** Coins given in the running show. */
  contribution: number;
  /** Connected: who loses the connection keeps their place for a while, but is not shown. */
  isHere: boolean;
}

export function memberOf({ session, contribution }: Listed): AudienceMember {
  return { user: session.user, role: session.permissions.role, contribution };
}
