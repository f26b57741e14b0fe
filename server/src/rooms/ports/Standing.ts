import type { SanctionDetails } from '@lianmai/shared';
import type { Identity } from '../permissions.ts';

/**
 * What a Room asks about one person: may they come in, may they speak, and are they its moderator? Asked for every join, resume and
 * message, so it answers from memory.
 */
export interface Standing {
  /** @throws AppError `kicked`, `banned` */
  assertMayEnter(roomId: string, identity: Identity): void;
  /** They have come into a Room, or asked for something of it. */
  noteSeen(identity: Identity): void;
  /** The mute that holds for them now; `null`: they may speak. */
  muteOf(roomId: string, identity: Identity): SanctionDetails | null;
  /** Whether the Room's anchor has named them. */
  isModerator(roomId: string, userId: string): boolean;
}

/** Everybody may everything, and nobody is moderator: for a Room without moderation. */
export const goodStanding: Standing = {
  assertMayEnter: () => undefined,
  noteSeen: () => undefined,
  muteOf: () => null,
  isModerator: () => false,
};
