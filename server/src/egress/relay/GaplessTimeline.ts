import type { MediaTag } from '../MediaTag.ts';

/** A hole longer than this is closed; shorter ones are a low frame rate. */
const maxGapMs = 250;
const gapAfterClosingMs = 40;
/**
 * Keyframes stand this much early. mpegts.js loses up to two pictures at new headers, and Chromium bridges two of the longest frame
 * durations that it has seen: at a perfectly even frame rate that is one millisecond too little, and playback stops for ever.
 */
const keyframeLeadMs = 2;

/**
 * Closes the holes in a stream's time, since FLV cannot say "discontinuity" and players (mpegts.js among them) wait at the edge of a
 * hole for ever. An ffmpeg that was replaced leaves one of seconds. The times of each track never go back.
 */
export class GaplessTimeline {
  /** How much time has been taken out so far. */
  #closedMs = 0;
  readonly #lastMs: { audio: number | null; video: number | null } = { audio: null, video: null };
  #needsNewDecoder = false;

  /**
   * The next keyframe comes with new headers. It will follow the picture before it at once: mpegts.js appends the last pictures of the
   * old decoder after the new headers, where media source extensions drop them, and even a hole of 50 ms stops playback.
   */
  renewDecoder(): void {
    this.#needsNewDecoder = true;
  }

  /** The tag at its time for players. */
  place(tag: MediaTag): MediaTag {
    const placedMs = tag.timestampMs - this.#closedMs;
    this.#closedMs += placedMs - this.#withoutHole(tag, placedMs);
    const leadMs = tag.kind === 'video' && tag.isKeyframe ? keyframeLeadMs : 0;
    const earliestMs = (this.#lastMs[tag.kind] ?? -1) + 1;
    const timestampMs = Math.max(earliestMs, tag.timestampMs - this.#closedMs - leadMs);
    this.#lastMs[tag.kind] = timestampMs;
    return { ...tag, timestampMs };
  }

  /** For what is neither picture nor sound: its time for players, no earlier than what they have got. */
  timeOf(timestampMs: number): number {
    const { audio, video } = this.#lastMs;
    return Math.max(audio ?? 0, video ?? 0, timestampMs - this.#closedMs);
  }

  #withoutHole(tag: MediaTag, placedMs: number): number {
    const { audio, video } = this.#lastMs;
    if (this.#needsNewDecoder && tag.kind === 'video' && tag.isKeyframe) {
      this.#needsNewDecoder = false;
      return video === null ? placedMs : video + 1;
    }
    const lastMs = Math.max(audio ?? 0, video ?? 0);
    const hasHole = (audio !== null || video !== null) && placedMs - lastMs > maxGapMs;
    return hasHole ? lastMs + gapAfterClosingMs : placedMs;
  }
}
