import type { Session } from '../Session.ts';

/**
 * Somebody has come into a Room or is gone from it, by Session: who reloads a page arrives anew before the old Session leaves, and
 * who loses the connection is gone when the grace period is over.
 */
export interface Presence {
  kind: 'arrived' | 'left';
  session: Session;
  /** ms since the epoch. Of who left: when they were last connected, which is earlier where a grace period ran out. */
  atMs: number;
}
