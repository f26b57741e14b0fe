import type { MediaTag } from '../MediaTag.ts';
import { audioOverlapMs } from './audioOverlapMs.ts';

/**
 * Makes one sequence of the tags of all generations, in which time never goes back: a new generation's first AAC frame, which lies
 * before its start, is dropped, and what comes later than TagInterleaver waits for is moved to the newest time.
 */
export class TagTimeline {
  #lastMs = 0;
  #lastAudioMs = Number.NEGATIVE_INFINITY;
  #waitsForKeyframe = true;

  get lastMs(): number {
    return this.#lastMs;
  }

  /** The next video tag that is let through is a keyframe. */
  beginGeneration(): void {
    this.#waitsForKeyframe = true;
  }

  /** The tag as it goes out, or `null` when it must not. */
  place(tag: MediaTag): MediaTag | null {
    if (tag.kind === 'video') {
      if (this.#waitsForKeyframe && !tag.isKeyframe) return null;
      this.#waitsForKeyframe = false;
    } else {
      if (tag.timestampMs < this.#lastAudioMs + audioOverlapMs) return null;
      this.#lastAudioMs = tag.timestampMs;
    }
    this.#lastMs = Math.max(this.#lastMs, tag.timestampMs);
    return tag.timestampMs === this.#lastMs ? tag : { ...tag, timestampMs: this.#lastMs };
  }
}
