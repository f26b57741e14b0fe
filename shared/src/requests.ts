import { z } from 'zod';
import { type AudienceReplyMap, audienceRequestSchemas } from './audience.ts';
import type { BackstageView } from './backstage.ts';
import { type ChatReplyMap, chatRequestSchemas } from './chat.ts';
import { type GiftReplyMap, giftRequestSchemas } from './gifts.ts';
import { OpaqueId, RoomId, RoomTitle } from './ids.ts';
import { type LikeReplyMap, likeRequestSchemas } from './likes.ts';
import {
  type ConsumerParameters,
  DtlsParameters,
  type IceParameters,
  Layers,
  MediaKind,
  MediaSource,
  RtpCapabilities,
  RtpParameters,
  type TransportParameters,
} from './media.ts';
import { type ModerationReplyMap, moderationRequestSchemas, type StandingView } from './moderation.ts';
import { type PkReplyMap, pkRequestSchemas } from './pk.ts';
import type { RoomSnapshot } from './room.ts';
import type { RoomEvent } from './roomEvents.ts';
import { type RtmpReplyMap, rtmpRequestSchemas } from './rtmp.ts';
import { type StageReplyMap, stageRequestSchemas } from './stage.ts';

/** Raised when an old client could no longer understand a server, or the other way round. */
export const protocolVersion = 1;

const empty = z.strictObject({});
const transportId = OpaqueId;
const producerId = OpaqueId;
const consumerId = OpaqueId;

/** In which capacity somebody joins: the newest Session of one user in one capacity replaces the one before it. */
export const JoinAs = z.enum(['publisher', 'viewer']);
export type JoinAs = z.infer<typeof JoinAs>;

/** How a viewer is playing; `none` while nothing plays. */
export const PlaybackProtocol = z.enum(['webrtc', 'flv', 'llhls', 'hls', 'none']);
export type PlaybackProtocol = z.infer<typeof PlaybackProtocol>;

/** Request type -> schema of its fields. The frame on the wire is `{ type, id, ...fields }`. */
export const requestSchemas = {
  join: z.strictObject({
    roomId: RoomId,
    as: JoinAs.default('viewer'),
    protocolVersion: z.number().int().min(1).max(1000).default(protocolVersion),
    /** Take up a Session again, and everything of the Room log after `lastSeq`. */
    resume: z
      .strictObject({
        sessionId: OpaqueId,
        resumeKey: z.string().min(1).max(64),
        lastSeq: z.number().int().min(0),
      })
      .optional(),
  }),
  /** Is somebody there? Also before `join`. */
  ping: empty,
  leave: empty,
  startShow: z.strictObject({ title: RoomTitle.optional() }),
  endShow: empty,
  createTransport: z.strictObject({
    direction: z.enum(['send', 'recv']),
    /** Offer ICE-TCP candidates only: for networks that swallow UDP without an error. */
    forceTcp: z.boolean().default(false),
  }),
  connectTransport: z.strictObject({ transportId, dtlsParameters: DtlsParameters }),
  restartIce: z.strictObject({ transportId }),
  closeTransport: z.strictObject({ transportId }),
  publish: z.strictObject({
    transportId,
    kind: MediaKind,
    source: MediaSource,
    rtpParameters: RtpParameters,
    paused: z.boolean().default(false),
  }),
  unpublish: z.strictObject({ producerId }),
  pauseTrack: z.strictObject({ producerId }),
  resumeTrack: z.strictObject({ producerId }),
  subscribe: z.strictObject({ transportId, producerId, rtpCapabilities: RtpCapabilities }),
  unsubscribe: z.strictObject({ consumerId }),
  /** The client's Consumer is ready: media flows, and starts with a keyframe. Also ends a `pauseConsumer`. */
  resumeConsumer: z.strictObject({ consumerId }),
  pauseConsumer: z.strictObject({ consumerId }),
  /** The best layer the client wants; bandwidth may give less. */
  setPreferredLayers: z.strictObject({ consumerId, layers: Layers }),
  requestKeyFrame: z.strictObject({ consumerId }),
  /** A viewer's own measurement of the last seconds, for the room's statistics. */
  reportPlayback: z.strictObject({
    protocol: PlaybackProtocol,
    /** Join to first frame, ms; once per playback start. */
    firstFrameMs: z.number().min(0).max(600_000).optional(),
    latencyMs: z.number().min(0).max(600_000).optional(),
    freezeCount: z.number().int().min(0).max(100_000).optional(),
    freezeMs: z.number().min(0).max(3_600_000).optional(),
  }),
  ...stageRequestSchemas,
  ...pkRequestSchemas,
  ...likeRequestSchemas,
  ...audienceRequestSchemas,
  ...moderationRequestSchemas,
  ...chatRequestSchemas,
  ...giftRequestSchemas,
  ...rtmpRequestSchemas,
} as const;

export type RequestType = keyof typeof requestSchemas;
export const requestTypes = Object.keys(requestSchemas) as RequestType[];

/** Request fields after parsing, with defaults filled in: what a handler receives. */
export type RequestFields<T extends RequestType> = z.output<(typeof requestSchemas)[T]>;
/** Request fields as a client may write them. */
export type RequestInput<T extends RequestType> = z.input<(typeof requestSchemas)[T]>;

/** Data of a successful reply. */
export interface ReplyMap
  extends StageReplyMap,
    PkReplyMap,
    LikeReplyMap,
    AudienceReplyMap,
    ModerationReplyMap,
    ChatReplyMap,
    GiftReplyMap,
    RtmpReplyMap {
  join: StandingView & {
    sessionId: string;
    /** Secret of this Session; needed to resume it. */
    resumeKey: string;
    /** How long the Session outlives a lost connection, ms. */
    graceMs: number;
    /** The Session was taken up again: transports, producers and consumers are as they were unless notices said otherwise. */
    isResumed: boolean;
    snapshot: RoomSnapshot;
    /** What of the stage is not for the public, as this Session may see it; `backstageChanged` brings every change. */
    backstage: BackstageView;
    /** On resume: the Room log after `lastSeq`, complete; `null` when the log no longer reaches back so far (use the snapshot). */
    missed: RoomEvent[] | null;
    rtpCapabilities: RtpCapabilities;
  };
  /** `at`: the server's clock, ms since the epoch. */
  ping: { at: number };
  leave: null;
  startShow: { showId: string };
  endShow: null;
  createTransport: TransportParameters;
  connectTransport: null;
  restartIce: { iceParameters: IceParameters };
  closeTransport: null;
  publish: { producerId: string };
  unpublish: null;
  pauseTrack: null;
  resumeTrack: null;
  subscribe: ConsumerParameters;
  unsubscribe: null;
  resumeConsumer: null;
  pauseConsumer: null;
  setPreferredLayers: null;
  requestKeyFrame: null;
  reportPlayback: null;
}
