import type { IngestView, IngestWarning } from '@lianmai/shared';
import { readAudioConfig, readVideoConfig } from '../../codecs/decoderConfigs.ts';
import type { RtmpMedia } from './RtmpSession.ts';
import type { MediaPart } from './rtmpMedia.ts';

/** Who comes after a keyframe waits for the next: longer than this is worth a word. */
const slowKeyframesMs = 3000;
/** Figures are of so many intervals between two readings. */
const windowLength = 3;

/** What becomes of the stream. */
export type IngestFate = Pick<IngestView, 'isReencoded' | 'isHeld'>;

/** Between two readings. */
interface Interval {
  tookMs: number;
  bytes: number;
  frames: number;
}

/** H.264 table A-1: `profile_idc`. */
const profiles: Record<number, string> = { 66: 'Baseline', 77: 'Main', 88: 'Extended', 100: 'High' };

/** Measures what a publisher sends. Knows no clock: it is told the time at which it is read. */
export class StreamMeter {
  readonly #sinceMs: number;
  readonly #window: Interval[] = [];
  #readAtMs: number;
  #bytes = 0;
  #frames = 0;
  #video: Omit<NonNullable<IngestView['video']>, 'fps'> | null = null;
  #audio: IngestView['audio'] = null;
  #keyframeAtMs: number | null = null;
  #videoAtMs = 0;
  #keyframeEveryMs: number | null = null;
  #hasReordering = false;

  constructor(nowMs: number) {
    this.#sinceMs = nowMs;
    this.#readAtMs = nowMs;
  }

  note({ body, timestampMs }: RtmpMedia, part: MediaPart): void {
    this.#bytes += body.length;
    if (part.kind === 'videoConfig') this.#video = describeVideo(part.config);
    else if (part.kind === 'audioConfig') this.#audio = describeAudio(part.config);
    else if (part.kind === 'video') {
      this.#frames += 1;
      this.#hasReordering ||= part.hasReordering;
      this.#videoAtMs = timestampMs;
      if (part.isKeyframe) this.#noteKeyframe(timestampMs);
    }
  }

  /** The figures as they are now; begins the next interval. */
  read(nowMs: number, { isReencoded, isHeld }: IngestFate): IngestView {
    this.#window.push({ tookMs: nowMs - this.#readAtMs, bytes: this.#bytes, frames: this.#frames });
    if (this.#window.length > windowLength) this.#window.shift();
    this.#readAtMs = nowMs;
    this.#bytes = 0;
    this.#frames = 0;
    const fps = this.#perSecond('frames');
    const bytesPerSecond = this.#perSecond('bytes');
    return {
      sinceMs: Math.round(this.#sinceMs),
      video: this.#video && { ...this.#video, fps: fps === null ? null : Math.round(fps) },
      audio: this.#audio,
      bitrateBps: bytesPerSecond === null ? null : roundBitrate(bytesPerSecond * 8),
      keyframeEveryMs: this.#keyframeEvery(),
      isReencoded,
      isHeld,
      warnings: this.#warnings(),
    };
  }

  #noteKeyframe(atMs: number): void {
    const sinceLastMs = this.#keyframeAtMs === null ? null : (atMs - this.#keyframeAtMs) >>> 0;
    this.#keyframeAtMs = atMs;
    if (sinceLastMs !== null) this.#keyframeEveryMs = sinceLastMs;
  }

  /** While the next one is overdue it is the time that has gone by. */
  #keyframeEvery(): number | null {
    if (this.#keyframeAtMs === null) return null;
    const goneByMs = (this.#videoAtMs - this.#keyframeAtMs) >>> 0;
    const knownMs = this.#keyframeEveryMs ?? 0;
    if (this.#keyframeEveryMs === null && goneByMs < slowKeyframesMs) return null;
    return Math.max(knownMs, goneByMs);
  }

  #warnings(): IngestWarning[] {
    const isSlow = (this.#keyframeEvery() ?? 0) > slowKeyframesMs;
    return [
      ...(this.#hasReordering ? (['b_frames'] as const) : []),
      ...(isSlow ? (['rare_keyframes'] as const) : []),
    ];
  }

  #perSecond(what: 'bytes' | 'frames'): number | null {
    const tookMs = this.#window.reduce((sum, interval) => sum + interval.tookMs, 0);
    if (tookMs <= 0) return null;
    return (this.#window.reduce((sum, interval) => sum + interval[what], 0) * 1000) / tookMs;
  }
}

/** To what a person can read: 10 kbit/s. */
function roundBitrate(bps: number): number {
  return Math.round(bps / 10_000) * 10_000;
}

// The bytes are a publisher's: what cannot be read is told of as unknown, and ffmpeg will have its own opinion.
function describeVideo(config: Buffer): { codec: string; width: number; height: number } | null {
  const avcC = config.subarray(5);
  try {
    const { width, height } = readVideoConfig(avcC);
    const profile = profiles[avcC[1] ?? 0];
    return { codec: profile ? `H.264 ${profile}` : 'H.264', width, height };
  } catch {
    return null;
  }
}

function describeAudio(config: Buffer): IngestView['audio'] {
  try {
    const { sampleRate, channels } = readAudioConfig(config.subarray(2));
    return { codec: 'AAC', sampleRateHz: sampleRate, channels };
  } catch {
    return null;
  }
}
