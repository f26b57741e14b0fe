import type { LadderProtocol, PlaybackPhase, ProtocolChoice } from './types.ts';

/** Rungs, best first. */
export const ladderOrder: readonly LadderProtocol[] = ['webrtc', 'flv', 'llhls', 'hls'];

/** A picture has to move so long after the start. ICE over UDP and TCP are tried side by side, hence one deadline for both. */
export const startDeadlineMs: Record<LadderProtocol, number> = {
  webrtc: 5000,
  flv: 6000,
  llhls: 8000,
  hls: 12_000,
};
/** A picture may stand so long before something is done about it. */
export const stallLimitMs: Record<LadderProtocol, number> = {
  webrtc: 6000,
  flv: 5000,
  llhls: 6000,
  hls: 10_000,
};
export const probeDelaysMs = [30_000, 60_000, 120_000, 300_000];
export const probeDeadlineMs = 8000;
export const retryDelaysMs = [1000, 2000, 4000, 8000, 15_000];
// The end of a stream and the news that the show ended come on different ways: wait for the slower one.
export const endedGraceMs = 1500;
// WebRTC that lasted so long counts as working again, so the next probe after a loss comes early.
export const provenMs = 60_000;

export interface LadderState {
  choice: ProtocolChoice;
  /** Counts before `choice`: people on stage need WebRTC's latency. */
  held: LadderProtocol | null;
  available: readonly LadderProtocol[];
  phase: PlaybackPhase;
  /** The rung in use or tried. */
  protocol: LadderProtocol | null;
  /** When `phase` began, ms. */
  sinceMs: number;
  isOnAir: boolean;
  isAnchorAway: boolean;
  /** This rung has shown a moving picture. */
  hadPicture: boolean;
  /** Restarts of this rung since its last moving picture. */
  restarts: number;
  /** Rounds without any rung working. */
  rounds: number;
  /** When to play again (`failed`, or a stream that ended early). */
  retryAtMs: number | null;
  /** When to try WebRTC in the background, and whether that is under way. */
  probe: { phase: 'none' } | { phase: 'due'; atMs: number } | { phase: 'running'; sinceMs: number };
  probeCount: number;
}

export type LadderEvent =
  | { type: 'onAir'; isOnAir: boolean }
  | { type: 'anchorAway'; isAway: boolean }
  | { type: 'available'; protocols: readonly LadderProtocol[] }
  | { type: 'choose'; choice: ProtocolChoice }
  | { type: 'hold'; protocol: LadderProtocol | null }
  | { type: 'playing' }
  | { type: 'stalled' }
  /** The protocol works, but nobody sends anything. */
  | { type: 'idle' }
  | { type: 'failed' }
  | { type: 'sourceEnded' }
  | { type: 'probeWorked' }
  | { type: 'probeFailed' }
  | { type: 'networkReturned' }
  | { type: 'tick' };

export type LadderCommand =
  | { type: 'play'; protocol: LadderProtocol }
  /** Play what the probe has opened. */
  | { type: 'promote' }
  | { type: 'stop' }
  | { type: 'startProbe' }
  | { type: 'stopProbe' };

export interface LadderStep {
  state: LadderState;
  commands: LadderCommand[];
}

export function initialLadder(choice: ProtocolChoice, nowMs: number): LadderState {
  return {
    choice,
    held: null,
    available: [],
    phase: 'waiting',
    protocol: null,
    sinceMs: nowMs,
    isOnAir: false,
    isAnchorAway: false,
    hadPicture: false,
    restarts: 0,
    rounds: 0,
    retryAtMs: null,
    probe: { phase: 'none' },
    probeCount: 0,
  };
}
