import { type LipSync, slew } from './LipSync.ts';
import { RtpClock } from './RtpClock.ts';

/** A track whose time and arrival are this far apart has jumped, and is placed anew. */
const jumpMs = 2000;
/** One that is so far ahead of its arrival was placed by a frame that had come late. */
const maxAheadMs = 700;
const rememberedFrames = 8;

/** Places the frames of one video track on the egress timeline: by arrival at first, in step with the sound once reports tell. */
export class VideoTimeline {
  readonly clock: RtpClock;
  readonly #lipSync: LipSync;
  readonly #placed: { timestamp: number; atMs: number }[] = [];
  #offsetMs: number | null = null;
  #lastMediaMs = 0;

  constructor(clockRate: number, lipSync: LipSync) {
    this.clock = new RtpClock(clockRate);
    this.#lipSync = lipSync;
  }

  /** All packets of a frame, late ones too, get the same answer; a new frame's is at least `notBeforeMs`. */
  place(timestamp: number, nowMs: number, notBeforeMs: number): number {
    for (const frame of this.#placed) if (frame.timestamp === timestamp) return frame.atMs;
    const mediaMs = this.clock.mediaMs(timestamp);
    const atMs = Math.max(notBeforeMs, mediaMs + this.#nextOffset(mediaMs, nowMs));
    this.#placed.unshift({ timestamp, atMs });
    if (this.#placed.length > rememberedFrames) this.#placed.pop();
    return atMs;
  }

  #nextOffset(mediaMs: number, nowMs: number): number {
    const elapsedMs = mediaMs - this.#lastMediaMs;
    this.#lastMediaMs = Math.max(mediaMs, this.#lastMediaMs);
    const ntpOffsetMs = this.clock.ntpOffsetMs;
    const timelineMinusNtpMs = this.#lipSync.timelineMinusNtpMs;
    let offsetMs = this.#offsetMs;
    const aheadMs = (offsetMs ?? 0) + mediaMs - nowMs;
    if (offsetMs === null || aheadMs > maxAheadMs || aheadMs < -jumpMs) offsetMs = nowMs - mediaMs;
    else if (ntpOffsetMs !== null && timelineMinusNtpMs !== null && elapsedMs > 0) {
      offsetMs = slew(offsetMs, ntpOffsetMs + timelineMinusNtpMs, elapsedMs);
    }
    this.#offsetMs = offsetMs;
    return offsetMs;
  }
}
