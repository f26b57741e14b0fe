import type { TagBatch } from './TagBatcher.ts';

/**
 * Holds everything since the last keyframe, so that a new player shows a picture at once. Bounded: a group of pictures that grows past
 * `maxBytes` or `maxMs` is dropped, and new players wait for the next keyframe.
 */
export class GopCache {
  readonly #maxBytes: number;
  readonly #maxMs: number;
  #batches: Buffer[] = [];
  #byteLength = 0;
  #startMs: number | null = null;
  #endMs = 0;
  #joined: Buffer | null = null;

  constructor({ maxBytes = 8_000_000, maxMs = 10_000 } = {}) {
    this.#maxBytes = maxBytes;
    this.#maxMs = maxMs;
  }

  add(batch: TagBatch): void {
    if (batch.startsWithKeyframe) {
      this.clear();
      this.#startMs = batch.timestampMs;
    }
    if (this.#startMs === null) return;
    this.#batches.push(batch.bytes);
    this.#byteLength += batch.bytes.length;
    this.#endMs = batch.endMs;
    this.#joined = null;
    if (this.#byteLength > this.#maxBytes || batch.timestampMs - this.#startMs > this.#maxMs) this.clear();
  }

  clear(): void {
    this.#batches = [];
    this.#byteLength = 0;
    this.#startMs = null;
    this.#joined = null;
  }

  /** There is something to begin with; costs nothing, unlike `content()`. */
  get hasContent(): boolean {
    return this.#startMs !== null;
  }

  /** Null while there is nothing to begin with. Joined once for all players that come before the next tag. */
  content(): TagBatch | null {
    if (this.#startMs === null) return null;
    this.#joined ??= Buffer.concat(this.#batches);
    return { bytes: this.#joined, startsWithKeyframe: true, timestampMs: this.#startMs, endMs: this.#endMs };
  }
}
