import type { LayoutInForce, PlaybackProtocol } from '@lianmai/shared';
import type { LiveError, PlaybackStats, QualityChoice } from '../sdk/index.ts';

/** The rungs of the ladder, best first. */
export type LadderProtocol = Exclude<PlaybackProtocol, 'none'>;
export type ProtocolChoice = 'auto' | LadderProtocol;

/**
 * `waiting`: nothing is on air (not live yet, or the anchor is away); `starting`: no picture yet; `stalled`: there was one and it
 * stands; `ended`: the show is over; `failed`: nothing works at the moment, it goes on trying.
 */
export type PlaybackPhase = 'idle' | 'waiting' | 'starting' | 'playing' | 'stalled' | 'ended' | 'failed';

export interface PlaybackState {
  phase: PlaybackPhase;
  /** What plays or is being tried; null in `idle`, `waiting` and `ended`. */
  protocol: LadderProtocol | null;
  choice: ProtocolChoice;
  /** WebRTC whatever the choice says, because we are on stage: the choice counts again afterwards. */
  isHeld: boolean;
  quality: QualityChoice;
  /** What this browser and this room offer. */
  available: readonly LadderProtocol[];
  /** The browser refused sound: playing muted until the user taps (`ladder.unmute()`). */
  isSoundBlocked: boolean;
  /** Over FLV and HLS: who stands where in the picture that is on screen; null: not known (WebRTC has a picture per person). */
  layout: LayoutInForce | null;
  /** From `start()` to the first picture, ms. */
  firstFrameMs: number | null;
  /** About once a second while playing. */
  stats: PlaybackStats | null;
}

export interface PlaybackEvents {
  /** Another protocol took over. */
  switched: { from: LadderProtocol | null; to: LadderProtocol };
  soundBlocked: Record<string, never>;
  ended: Record<string, never>;
  error: LiveError;
}

export interface DriverEvents {
  /** The picture moves (or, without a picture, the sound goes on): at the start and after every stall. */
  onPlaying: () => void;
  onStalled: () => void;
  /** The source says that it is over; whether the show is, the ladder finds out. */
  onEnded: () => void;
  onError: (error: LiveError) => void;
  /** Nothing is on air, so nothing can be expected to play (only a driver that knows). */
  onIdle: () => void;
  /** Playing muted because the browser refused sound. */
  onSoundBlocked: () => void;
  /** Another layout from the picture on that is on screen now; null: none is known. */
  onLayout: (layout: LayoutInForce | null) => void;
}

/** One way to play a room in a `<video>`. Started at most once; after `stop()` no event comes and the element is free. */
export interface PlayerDriver {
  readonly protocol: LadderProtocol;
  start(video: HTMLVideoElement, events: DriverEvents): void;
  stop(): void;
  stats(): Promise<PlaybackStats | null>;
  /** From a click or tap: whatever plays beside the element may be heard too. */
  unblockSound?(): Promise<void>;
}
