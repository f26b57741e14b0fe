import type {
  Layers,
  MediaKind,
  MediaSource,
  NoticeMap,
  RoomEvent,
  RoomEventMap,
  RoomEventType,
} from '@lianmai/shared';
import type { LiveError } from './LiveError.ts';
import type { ClientState } from './types.ts';

/** Every entry of the Room log under its own name, with the log's number and clock. */
export type RoomLogEvents = {
  [T in RoomEventType]: { seq: number; at: number; data: RoomEventMap[T] };
};

/** What a `LiveClient` tells. Listen with `client.on(name, listener)`; the call returns its own undo. */
export interface LiveClientEvents extends RoomLogEvents {
  stateChanged: ClientState;
  /** Every entry of the Room log, in order, each exactly once. */
  roomEvent: RoomEvent;
  /** A snapshot replaced what was known: after a join, and after a resume that could not list what was missed. */
  roomReset: { isResumed: boolean };
  /** One of our tracks stopped by itself: unplugged, taken by the system, or sharing ended in the browser's own bar. */
  localTrackEnded: { source: MediaSource };
  /** One of our tracks is off the air and does not come back by itself; `off_stage`: with the seat, also when we left it. */
  localTrackRemoved: { source: MediaSource; reason: NoticeMap['producerClosed']['reason'] };
  /** The panic button took us off the air. The track is being published again, for the anchor alone. */
  localTrackCut: { source: MediaSource };
  /** What became of our application for a seat. */
  applicationAnswered: NoticeMap['applicationAnswered'];
  /** For hosts: a CoHost asks to be unmuted. */
  unmuteAsked: NoticeMap['unmuteAsked'];
  /** For the anchor: what became of an invitation to a PK. */
  pkAnswered: NoticeMap['pkAnswered'];
  /** What we may do here was changed by somebody else; it stands in `client.room` already. */
  standingChanged: NoticeMap['standingChanged'];
  /** For hosts: something waits in the queue of reports, or no longer. */
  reportsChanged: NoticeMap['reportsChanged'];
  /** 0 (nothing arrives) to 10. */
  producerScore: { source: MediaSource; kind: MediaKind; score: number };
  /** Layer that the server sends of somebody's simulcast track; null: none for lack of bandwidth. */
  layersChanged: { producerId: string; layers: Layers | null };
  mediaStateChanged: { direction: 'send' | 'recv'; state: MediaConnectionState };
  /** The server is about to restart. */
  draining: { stopsInMs: number };
  /** Something failed in the background and is being retried, or was given up when not `retryable`. */
  error: LiveError;
}

/** `none`: no transport wanted; `recovering`: ICE restart or rebuild under way. */
export type MediaConnectionState = 'none' | 'connecting' | 'connected' | 'recovering' | 'failed';
