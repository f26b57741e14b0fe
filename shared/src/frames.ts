import { z } from 'zod';
import type { BackstageView } from './backstage.ts';
import type { WireError } from './errorCodes.ts';
import type { Layers, MediaKind } from './media.ts';
import type { SanctionDetails, StandingView } from './moderation.ts';
import type { PkAnswer } from './pk.ts';
import type { ReplyMap, RequestInput, RequestType } from './requests.ts';
import type { LoginResult } from './rest.ts';
import type { RoomEvent } from './roomEvents.ts';
import type { ApplicationAnswer, MutableSource, StageVitals } from './stage.ts';

/**
 * A request on the wire: flat, `{ "type": "subscribe", "id": "7", "transportId": ... }`. `id` is the client's and comes back
 * in the reply; the same id sent twice on one Session gets the first reply again. A request without `id` is served, and its
 * reply carries `id: null`.
 */
export const RequestEnvelope = z.looseObject({
  type: z.string().min(1).max(64),
  id: z.string().min(1).max(64).optional(),
});

export type RequestFrame<T extends RequestType = RequestType> = { type: T; id?: string } & RequestInput<T>;

/** Exactly one per request. */
export type ReplyFrame<T extends RequestType = RequestType> =
  | { type: 'reply'; id: string | null; ok: true; data: ReplyMap[T] }
  | { type: 'reply'; id: string | null; ok: false; error: WireError };

/** An entry of the Room log, to everybody in the room, in order. */
export interface EventFrame {
  type: 'event';
  event: RoomEvent;
}

/**
 * Entries of the Room log that came shortly after each other, in order and without gaps: in a big room they are gathered for
 * a moment and sent together.
 */
export interface EventsFrame {
  type: 'events';
  events: RoomEvent[];
}

/** Name -> data of messages to one Session that are not part of the Room log. */
export interface NoticeMap {
  /** Over a plain WebSocket without a token, where guests are let in: who one is from now on. Before the reply to `join`. */
  guestAdmitted: LoginResult;
  /** Another tab or device of the same user joined in the same capacity; this Session is over. */
  sessionReplaced: Record<string, never>;
  /** This Session is over. */
  sessionEnded: {
    reason: 'room_closed' | 'room_private' | 'removed' | 'kicked' | 'banned' | 'server_stopping';
    /** For `kicked` and `banned`. */
    sanction?: SanctionDetails;
  };
  /** What this Session may do was changed by somebody else: named moderator, muted, or no longer so. */
  standingChanged: StandingView;
  /** To hosts: something waits in the queue of reports, or no longer. */
  reportsChanged: Record<string, never>;
  /** A Producer of this Session was closed by the server. */
  producerClosed: {
    producerId: string;
    /** `cut`: the panic button, publish again to be seen by the anchor; `off_stage`: the seat is gone. */
    reason: 'transport_closed' | 'media_reset' | 'removed' | 'show_ended' | 'cut' | 'off_stage';
  };
  consumerClosed: { consumerId: string; producerId: string };
  consumerPaused: { consumerId: string };
  consumerResumed: { consumerId: string };
  /** What the server is sending of a simulcast track; `null`: nothing for lack of bandwidth. */
  consumerLayersChanged: { consumerId: string; layers: Layers | null };
  /** What the server measures of a publisher's track, 0 (nothing arrives) to 10. */
  producerScore: { producerId: string; kind: MediaKind; score: number };
  /** The transport is closed on the server: build a new one. */
  transportClosed: {
    transportId: string;
    /** `off_stage`: the seat is gone from which this Session sent. */
    reason: 'connect_timeout' | 'ice_failed' | 'dtls_failed' | 'media_reset' | 'off_stage';
  };
  /** What is not for the public, whole, as this Session may see it now. */
  backstageChanged: { backstage: BackstageView };
  /** What became of this Session's application for a seat. */
  applicationAnswered: { applicationId: string; answer: ApplicationAnswer };
  /** To hosts: a CoHost asks to be unmuted. */
  unmuteAsked: { seat: number; source: MutableSource };
  /** What became of a PK invitation that this room's anchor sent. */
  pkAnswered: { pkId: string; answer: PkAnswer };
  /** Twice a second at most, while something changes. */
  stageVitals: StageVitals;
  /** The server will stop: go on, but expect to reconnect within `stopsInMs`. */
  draining: { stopsInMs: number };
}

export type NoticeName = keyof NoticeMap;
export type NoticeFrame = {
  [N in NoticeName]: { type: 'notice'; notice: N; data: NoticeMap[N] };
}[NoticeName];

/** What a server sends without being asked. */
export type PushFrame = EventFrame | EventsFrame | NoticeFrame;

export type ServerFrame = ReplyFrame | PushFrame;

/** Socket.IO event names: requests go up with an acknowledgement that receives the ReplyFrame, pushes come down. */
export const socketIoEvents = { request: 'request', push: 'push' } as const;
