import { z } from 'zod';
import { OpaqueId, UserId, visibleText } from './ids.ts';
import { limits } from './limits.ts';
import type { UserRef } from './room.ts';

/** A seat's number; 0 is the anchor's. */
export const SeatNumber = z
  .number()
  .int()
  .min(0)
  .max(limits.seats - 1);
/** A seat that a CoHost can take. */
export const GuestSeatNumber = SeatNumber.min(1);

/** What can be muted on a seat from outside. */
export const MutableSource = z.enum(['microphone', 'camera']);
export type MutableSource = z.infer<typeof MutableSource>;

/** Who may come on stage: those who were let in after they applied, anybody, or only those who were invited. */
export const Admission = z.enum(['apply', 'open', 'invite']);
export type Admission = z.infer<typeof Admission>;

/** What the anchor decides about a room's stage. */
export const StageSettings = z.strictObject({
  /** Seats in all, the anchor's included. Seats that are taken at the moment stay until they are left. */
  seatCount: z.number().int().min(1).max(limits.seats),
  admission: Admission,
  /** A CoHost is seen and heard by the anchor alone until `takeOnAir`; else they are on air with their first track. */
  usesGreenRoom: z.boolean(),
});
export type StageSettings = z.infer<typeof StageSettings>;

export const StageSettingsBody = StageSettings.partial().refine(
  (changes) => Object.keys(changes).length > 0,
  'nothing to change',
);

/** What somebody writes when they ask for a seat. */
export const ApplicationMessage = visibleText(limits.applicationMessageLength);

export interface SeatOccupant {
  user: UserRef;
  /** The Session whose tracks belong to the seat. `null` on seat 0: an anchor's tracks name their own. */
  sessionId: string | null;
  phase: 'greenRoom' | 'onAir';
  /** Their connection is lost; the seat is held until the Session's grace period is over. */
  isReconnecting: boolean;
  /** Muted by the anchor or a moderator: they cannot undo it themselves. */
  forcedMute: Record<MutableSource, boolean>;
}

export type SeatView = { seat: number; allowsVideo: boolean } & (
  | { state: 'free' }
  | { state: 'locked' }
  | { state: 'reserved'; user: UserRef }
  | { state: 'taken'; occupant: SeatOccupant }
);

/** The stage as everybody in the room sees it. `seats` is complete and in order. */
export interface StageView {
  settings: StageSettings;
  seats: SeatView[];
}

/** Somebody asks for a seat. */
export interface SeatApplication {
  applicationId: string;
  user: UserRef;
  /** The seat they would like; `null`: any. */
  seat: number | null;
  message: string | null;
  withVideo: boolean;
  /** ms since the epoch, on the server's clock. */
  atMs: number;
}

/** A seat is kept for somebody until they answer or `expiresAtMs` (ms since the epoch, on the server's clock) has come. */
export interface SeatInvitation {
  invitationId: string;
  seat: number;
  user: UserRef;
  invitedBy: UserRef;
  expiresAtMs: number;
}

/** Why seats changed; the new state stands in the seats themselves. */
export type SeatChange =
  | 'taken'
  | 'left'
  | 'taken_off'
  | 'connection_lost'
  | 'reconnected'
  | 'grace_over'
  | 'reserved'
  | 'reservation_ended'
  | 'locked'
  | 'unlocked'
  | 'moved'
  | 'video_allowed'
  | 'video_refused'
  | 'on_air'
  | 'cut'
  | 'muted'
  | 'unmuted'
  | 'stage_resized'
  | 'show_ended';

/** How an application ended, as its author is told. */
export type ApplicationAnswer = 'accepted' | 'refused' | 'expired';

const seat = GuestSeatNumber;
const applicationId = OpaqueId;
const invitationId = OpaqueId;
const empty = z.strictObject({});

/** Requests about the stage. `docs/protocol.md` says who may make them and what they do. */
export const stageRequestSchemas = {
  applyForSeat: z.strictObject({
    seat: seat.optional(),
    message: ApplicationMessage.optional(),
    withVideo: z.boolean().default(true),
  }),
  withdrawApplication: empty,
  acceptApplication: z.strictObject({ applicationId, seat: seat.optional() }),
  refuseApplication: z.strictObject({ applicationId }),
  inviteToSeat: z.strictObject({ userId: UserId, seat: seat.optional() }),
  cancelInvitation: z.strictObject({ invitationId }),
  acceptInvitation: z.strictObject({ invitationId }),
  declineInvitation: z.strictObject({ invitationId }),
  leaveSeat: empty,
  /** Out of the green room. */
  takeOnAir: z.strictObject({ seat }),
  /** The panic button: nobody but the anchor sees or hears the seat from now on; it is in the green room, without tracks. */
  cutFromAir: z.strictObject({ seat }),
  takeOffSeat: z.strictObject({ seat }),
  /** Where `to` is taken too, the two swap. */
  moveSeat: z.strictObject({ from: seat, to: seat }),
  lockSeat: z.strictObject({ seat }),
  unlockSeat: z.strictObject({ seat }),
  setSeatVideo: z.strictObject({ seat, allowsVideo: z.boolean() }),
  muteSeat: z.strictObject({ seat, source: MutableSource }),
  unmuteSeat: z.strictObject({ seat, source: MutableSource }),
  /** A CoHost under a forced mute asks the hosts to lift it. */
  askToUnmute: z.strictObject({ source: MutableSource }),
  changeStage: StageSettingsBody,
  /** Whom a host can invite: viewers who are online and not on stage. */
  listViewers: empty,
} as const;

/** Data of successful replies to requests about the stage. */
export interface StageReplyMap {
  applyForSeat: { outcome: 'queued'; applicationId: string } | { outcome: 'seated'; seat: number };
  withdrawApplication: null;
  acceptApplication: { seat: number };
  refuseApplication: null;
  inviteToSeat: { invitationId: string; seat: number; expiresAtMs: number };
  cancelInvitation: null;
  acceptInvitation: { seat: number };
  declineInvitation: null;
  leaveSeat: null;
  takeOnAir: null;
  cutFromAir: null;
  takeOffSeat: null;
  moveSeat: null;
  lockSeat: null;
  unlockSeat: null;
  setSeatVideo: null;
  muteSeat: null;
  unmuteSeat: null;
  askToUnmute: null;
  changeStage: null;
  /** The newest first, at most `limits.listedViewers`. */
  listViewers: { viewers: UserRef[] };
}

/** Who speaks, and how well each seat's media arrives at the server. */
export interface StageVitals {
  /** Loudest first; absent: silent. `volumeDbov` is -127 (silence) to 0. A PK rival's seat is told with their room's id. */
  speakers: { roomId: string; seat: number; volumeDbov: number }[];
  /** 0 (nothing arrives) to 10; only seats with tracks. */
  network: { seat: number; score: number }[];
}
