import type { AudienceEventMap } from './audience.ts';
import type { ChatEventMap } from './chat.ts';
import type { LiveGivers, SentGift } from './gifts.ts';
import type { SanctionKind } from './moderation.ts';
import type { PkEndReason, PkView } from './pk.ts';
import type { Publication, RoomAccess, RoomView, UserRef } from './room.ts';
import type { SeatChange, SeatView, StageSettings } from './stage.ts';

/** Why a show ended. */
export type ShowEndReason = 'ended_by_anchor' | 'ended_by_operator' | 'anchor_lost' | 'server_stopping';

/** Type -> data of every entry of the Room log. Facts, in past tense. */
export interface RoomEventMap extends ChatEventMap, AudienceEventMap {
  showStarted: { room: RoomView };
  showEnded: { reason: ShowEndReason };
  roomUpdated: { title: string; coverUrl: string | null; access: RoomAccess; anchor: UserRef };
  trackPublished: { publication: Publication };
  trackUnpublished: { producerId: string };
  trackPaused: { producerId: string };
  trackResumed: { producerId: string };
  /** The anchor's connection broke; the show goes on for `keptForMs`. */
  anchorLeft: { keptForMs: number };
  anchorReturned: Record<string, never>;
  /** At most one a second, in place of a message a tap; `total` is the room's since its beginning. */
  likesAdded: { count: number; total: number };
  /** The seats that are other than before, whole, and those of one change together: nobody is ever on two seats or on none between. */
  seatsChanged: { change: SeatChange; seats: SeatView[] };
  /** A seat count that shrank or grew comes with `seatsChanged` too. */
  stageSettingsChanged: { settings: StageSettings };
  /** Told to everybody, without the reason: that is between those concerned. */
  personSanctioned: { kind: SanctionKind; user: UserRef; untilMs: number | null; endsWithShow: boolean };
  sanctionLifted: { kind: SanctionKind; user: UserRef };
  moderatorNamed: { user: UserRef };
  moderatorDismissed: { user: UserRef };
  pkStarted: { pk: PkView };
  /** At most one a second. */
  pkScored: { pkId: string; scores: { roomId: string; score: number }[] };
  /** The battle is over: `pk` is in its result phase. */
  pkDecided: { pk: PkView };
  pkEnded: { pkId: string; reason: PkEndReason };
  /** Once for each order, after its charge was committed. */
  giftSent: { gift: SentGift };
  /** At most one a second. */
  giversRanked: { givers: LiveGivers };
}

export type RoomEventType = keyof RoomEventMap;

/**
 * One entry of the Room log: numbered without gaps from 1, and stamped with the room's media clock
 * (`at`: ms since the epoch on the server's clock, never decreasing within a room).
 */
export type RoomEvent = {
  [T in RoomEventType]: { seq: number; at: number; type: T; data: RoomEventMap[T] };
}[RoomEventType];
