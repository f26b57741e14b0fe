import type { MediaTag } from '../MediaTag.ts';

/** A hole longer than this is closed; shorter ones are a low frame rate. */
const maxGapMs = 250;
const gapAfterClosingMs = 40;

/**
 * Closes the holes in a stream's time. An ffmpeg that was replaced leaves seconds in which there is nothing; FLV players (mpegts.js
 * among them) would wait at the edge of such a hole for ever, since FLV cannot say "discontinuity".
 */
export class GaplessTimeline {
  #lastMs: number | null = null;
  #closedMs = 0;

  /** The tag at its time for players: never before the one placed last. */
  place(tag: MediaTag): MediaTag {
    const gapMs = tag.timestampMs - (this.#lastMs ?? tag.timestampMs);
    if (gapMs > maxGapMs) this.#closedMs += gapMs - gapAfterClosingMs;
    this.#lastMs = tag.timestampMs;
    return this.#closedMs === 0 ? tag : { ...tag, timestampMs: tag.timestampMs - this.#closedMs };
  }
}
