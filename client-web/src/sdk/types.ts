import type {
  JoinAs,
  Language,
  MediaKind,
  MediaSource,
  PkView,
  PlaybackProtocol,
  Publication,
  Role,
  RoomView,
  SanctionDetails,
  ShowEndReason,
  StageView,
  UserRef,
} from '@lianmai/shared';
import type { TokenOption } from './auth/TokenSource.ts';
import type { LiveError } from './LiveError.ts';

export interface LiveClientOptions {
  /** Origin of the server, `https://live.example.com`; by default the page's own. */
  baseUrl?: string;
  /** Access token, how to get a fresh one (asked for at every connection attempt), or an `AuthSession`. */
  token: TokenOption;
  /** Language of the server's error sentences. */
  language?: Language;
}

export interface JoinOptions {
  /** `publisher`: studio of an anchor or co-host; default `viewer`. */
  as?: JoinAs;
  /** Receive everybody's media over WebRTC from the start (default). With `false`, call `client.subscriber.start()` later. */
  autoSubscribe?: boolean;
}

export interface Permissions {
  publish: boolean;
  subscribe: boolean;
  chat: boolean;
  moderate: boolean;
}

/** Why being in the room is over. `failed`, `kicked` and `banned` carry the error in the state. */
export type EndReason =
  | 'left'
  | 'room_closed'
  | 'room_private'
  | 'removed'
  | 'kicked'
  | 'banned'
  | 'session_replaced'
  | 'failed';

export type ClientState =
  | { phase: 'idle' }
  | { phase: 'connecting'; roomId: string }
  | { phase: 'joined'; roomId: string; sessionId: string }
  /** The signalling connection is lost. Media goes on as long as its own connection lives. */
  | { phase: 'reconnecting'; roomId: string; attempt: number; sinceMs: number }
  | { phase: 'ended'; roomId: string; reason: EndReason; error: LiveError | null };

/** The room as this client knows it; `room` is null before the first join. */
export interface RoomState {
  /** Number of the Room log up to which this is complete. */
  seq: number;
  room: RoomView | null;
  publications: readonly Publication[];
  /** Seats in order; empty before the first join. */
  stage: StageView;
  /** The PK that is on; its rival's tracks are among `publications`, under their own `roomId`. */
  pk: PkView | null;
  isAnchorAway: boolean;
  /** Why the last show ended, while none is running. */
  showEndReason: ShowEndReason | null;
  role: Role | null;
  may: Permissions;
  /** We may not write or come on stage; null: we may. It ends by itself at `untilMs`. */
  muted: SanctionDetails | null;
  /** Server clock minus ours, ms. */
  clockOffsetMs: number;
}

export interface PublishVideoOptions {
  /** Three layers that the server chooses from per viewer; default true for a camera, false for a screen. */
  simulcast?: boolean;
  /** Bits per second of the best layer; default by source and size. */
  maxBitrateBps?: number;
  /** Refuse H.264 or VP8; default: H.264 when both sides can, else VP8. */
  codec?: 'h264' | 'vp8';
}

export interface PublishCameraOptions extends PublishVideoOptions {
  /** An open track, for example the one that the preview shows; otherwise `deviceId` (or the default camera) is opened. */
  track?: MediaStreamTrack;
  deviceId?: string;
}

export interface PublishMicrophoneOptions {
  track?: MediaStreamTrack;
  deviceId?: string;
}

/** A track of ours, on air or (`producerId` null) being put back on air. */
export interface LocalPublication {
  source: MediaSource;
  kind: MediaKind;
  track: MediaStreamTrack;
  producerId: string | null;
  /** Switched off by us or by a host. */
  isMuted: boolean;
  /** A host muted it: `unmute` is refused with `muted_by_host`. */
  isForceMuted: boolean;
}

/** A track of somebody else that arrives over WebRTC. */
export interface RemoteTrack {
  producerId: string;
  consumerId: string;
  source: MediaSource;
  kind: MediaKind;
  track: MediaStreamTrack;
  isPaused: boolean;
}

/** Everything of one person, ready for a `<video>`. `stream` stays the same object while tracks come and go. */
export interface RemoteUser {
  sessionId: string;
  /** The room they are on stage in: another than ours for the rival in a PK. */
  roomId: string;
  user: UserRef;
  seat: number;
  /** In the green room: the audience does not see or hear this. */
  isPreview: boolean;
  /** Camera and microphone. */
  stream: MediaStream;
  /** Screen and its sound; null while nothing is shared. */
  screenStream: MediaStream | null;
  tracks: readonly RemoteTrack[];
}

export type QualityChoice = 'auto' | 'high' | 'medium' | 'low';
export type NetworkQuality = 'unknown' | 'good' | 'fair' | 'poor';

export interface VideoLayerStats {
  rid: string | null;
  width: number;
  height: number;
  fps: number;
  bitrateBps: number;
}

/** What we send, over about the last second. Unknown figures are null. */
export interface PublisherStats {
  bitrateBps: number;
  availableBitrateBps: number | null;
  rttMs: number | null;
  /** 0 to 1. */
  packetLoss: number | null;
  /** What holds the encoder back. */
  limitedBy: 'none' | 'cpu' | 'bandwidth' | 'other';
  codec: string | null;
  /** Best layer first; empty without video. */
  layers: VideoLayerStats[];
  quality: NetworkQuality;
}

/** What we play, over about the last second, whatever the protocol. Unknown figures are null. */
export interface PlaybackStats {
  protocol: PlaybackProtocol;
  width: number;
  height: number;
  fps: number | null;
  bitrateBps: number | null;
  /** Estimate of the way from the publisher's encoder (WebRTC: from the server) to the screen. */
  latencyMs: number | null;
  rttMs: number | null;
  packetLoss: number | null;
  /** Since playback started. */
  freezeCount: number;
  freezeMs: number;
  droppedFrames: number;
  quality: NetworkQuality;
}
