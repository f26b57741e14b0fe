import type { Identity } from '../../rooms/permissions.ts';

/** Who does an act of moderation, and from where: from a verified token, never from a payload. */
export interface Actor {
  identity: Identity;
  /** `signalling`, or for REST the address; for the audit log. */
  origin: string;
}
