import type { CompositionSettings, LayoutInForce, MediaKind } from '@lianmai/shared';
import type { TapTrack } from '../../rooms/ports/MediaEngine.ts';
import type { MediaTag, StreamConfig } from '../MediaTag.ts';

/*
 * What the server and its compositor process say to each other, over Node's IPC channel with `serialization: 'advanced'` (tags carry
 * Buffers). All times are on the egress timeline: ms since `originMs`.
 */

/** The compositor's first message; nothing works before it. */
export interface CompositorSetup {
  ffmpegPath: string;
  /** The egress timeline's 0, ms since the epoch on the server's clock. */
  originMs: number;
  frameRate: number;
}

/** A person in the picture: the anchor, a CoHost on air, or the rival of a PK. */
export interface ScenePerson {
  /** Stays the same as long as somebody is on air, also on another seat. */
  personId: string;
  roomId: string;
  seat: number;
  /** The other anchor in a PK: takes the `rival` place of layouts. */
  isRival: boolean;
  userId: string;
  name: string;
  /** False: camera off or none; the placeholder with the name is shown. */
  hasPicture: boolean;
  /** False: muted; nothing of them is heard whatever arrives. */
  isHeard: boolean;
}

/** Everybody on air, by seat, the rival last, and how to show them. */
export interface Scene {
  settings: CompositionSettings;
  people: ScenePerson[];
}

/** A tap's track without its methods. */
export type CompositorTrack = Pick<
  TapTrack,
  'producerId' | 'kind' | 'codec' | 'ssrc' | 'payloadType' | 'clockRate' | 'codecParameters'
>;

export type CompositorRequest =
  | ({ type: 'setUp' } & CompositorSetup)
  /** The whole scene. People who are new are answered with `personOpened`; those who are missing go. */
  | { type: 'setScene'; scene: Scene }
  | { type: 'attachTrack'; personId: string; track: CompositorTrack }
  | { type: 'detachTrack'; personId: string; kind: MediaKind }
  /** From `atMs` on there are tags: the first video tag is a keyframe at `atMs` or up to one frame later. Sound may begin a little before. */
  | { type: 'begin'; atMs: number }
  /** The last tags go out, then the process ends by itself. */
  | { type: 'finish' };

export interface CompositorStats {
  /** Pictures composed so far, and those among them that went out later than one frame after their time, or not at all. */
  frames: number;
  framesLate: number;
  framesDropped: number;
  /** The latest in the last second, ms after its time. */
  worstLatenessMs: number;
  decoders: number;
  /** Decoders and encoders that ended by themselves or hung, and were replaced. */
  restarts: number;
}

export type CompositorReport =
  /** The person's RTP and RTCP go to this UDP port of 127.0.0.1. */
  | { type: 'personOpened'; personId: string; port: number }
  /** A decoder needs a keyframe to begin with. */
  | { type: 'keyFrameWanted'; personId: string }
  /** Everybody in the scene who sends a picture has one, or has had the time to: `begin` would show them. Once. */
  | { type: 'ready' }
  /** Before the first tag, and again whenever the encoder was replaced. */
  | { type: 'config'; config: StreamConfig; timestampMs: number }
  | { type: 'tag'; tag: MediaTag }
  /** The picture of `atMs` is the first one with this layout. */
  | { type: 'layoutInForce'; layout: LayoutInForce; atMs: number }
  /** Once a second. */
  | { type: 'stats'; stats: CompositorStats };
