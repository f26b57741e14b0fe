import { z } from 'zod';
import { OpaqueId, RoomId } from './ids.ts';
import type { UserRef } from './room.ts';

/** One room of a PK. */
export interface PkSide {
  roomId: string;
  title: string;
  anchor: UserRef;
  score: number;
}

/**
 * Two live rooms side by side: both audiences see both anchors. `sides[0]` is the room that invited. During `battle` scores count;
 * during `result` they stand still and the winner is shown. Times are ms since the epoch on the server's clock.
 */
export interface PkView {
  pkId: string;
  sides: [PkSide, PkSide];
  phase: 'battle' | 'result';
  startedAtMs: number;
  phaseEndsAtMs: number;
  /** In `result`: the room that won; `null`: a draw. */
  winnerRoomId: string | null;
}

/** One anchor asks another. Both see it until it is answered or `expiresAtMs` has come. */
export interface PkInvitation {
  pkId: string;
  from: { roomId: string; title: string; anchor: UserRef };
  to: { roomId: string; title: string; anchor: UserRef };
  durationMs: number;
  expiresAtMs: number;
}

/** What a source of points sends over REST, for the room's side of its battle. */
export const PkScoreBody = z.strictObject({ points: z.number().int().min(1).max(1_000_000_000) });

/** Both sides' scores after that. */
export const PkScores = z.object({
  pkId: z.string(),
  scores: z.array(z.object({ roomId: z.string(), score: z.number().int() })),
});
export type PkScores = z.infer<typeof PkScores>;

/** `early`: one anchor ended it; `show_ended`: one of the two shows is over; `room_private`: one of the two rooms turned private. */
export type PkEndReason = 'completed' | 'early' | 'show_ended' | 'room_private';

/** How an invitation to a PK ended, as the one who sent it is told. */
export type PkAnswer = 'accepted' | 'declined' | 'expired' | 'cancelled';

export const pkDurationMs = { min: 10_000, max: 3_600_000, default: 300_000 } as const;

const pkId = OpaqueId;
const empty = z.strictObject({});

/** Requests about PK: for the anchor's publishing Session of a live room. */
export const pkRequestSchemas = {
  invitePk: z.strictObject({
    roomId: RoomId,
    durationMs: z.number().int().min(pkDurationMs.min).max(pkDurationMs.max).default(pkDurationMs.default),
  }),
  cancelPk: z.strictObject({ pkId }),
  acceptPk: z.strictObject({ pkId }),
  declinePk: z.strictObject({ pkId }),
  /** During the battle: on to the result at once. During the result: the two rooms part. */
  endPk: empty,
} as const;

export interface PkReplyMap {
  invitePk: { pkId: string; expiresAtMs: number };
  cancelPk: null;
  acceptPk: null;
  declinePk: null;
  endPk: null;
}
