/**
 * Says how many bytes make up the last `windowMs` of the stream, so that "this player is 1.5 s behind" costs one comparison of its
 * unsent bytes per write instead of a queue per player.
 */
export class BacklogLimit {
  readonly #windowMs: number;
  readonly #minBytes: number;
  readonly #maxBytes: number;
  readonly #recent: { timestampMs: number; byteLength: number }[] = [];
  #sum = 0;

  constructor({ windowMs = 1500, minBytes = 128_000, maxBytes = 2_000_000 } = {}) {
    this.#windowMs = windowMs;
    this.#minBytes = minBytes;
    this.#maxBytes = maxBytes;
  }

  add(timestampMs: number, byteLength: number): void {
    this.#recent.push({ timestampMs, byteLength });
    this.#sum += byteLength;
    for (let oldest = this.#recent[0]; oldest; oldest = this.#recent[0]) {
      if (timestampMs - oldest.timestampMs <= this.#windowMs) return;
      this.#recent.shift();
      this.#sum -= oldest.byteLength;
    }
  }

  /** The floor keeps a still picture's few bytes from cutting players off over one burst. */
  get bytes(): number {
    return Math.min(this.#maxBytes, Math.max(this.#minBytes, this.#sum));
  }
}
