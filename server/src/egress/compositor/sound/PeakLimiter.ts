/** How long a quiet passage takes to be as loud as before after a peak. */
const releaseMs = 250;

/**
 * Keeps stereo sound below a ceiling without cutting its waves: it sees peaks `lookAhead` samples before they come out and turns the
 * volume down smoothly until then. What comes out is that many samples late.
 */
export class PeakLimiter {
  readonly lookAhead: number;
  readonly #ceiling: number;
  readonly #release: number;
  readonly #delayed: Float32Array;
  /** Of the gains below 1 that samples in the window need: those that are or will be the smallest, ascending. */
  readonly #lowest: { at: number; gain: number }[] = [];
  readonly #envelope: Float64Array;
  #envelopeSum: number;
  #level = 1;
  #at = 0;

  constructor({ ceiling = 0.97, lookAhead = 240, sampleRate = 48_000 } = {}) {
    this.#ceiling = ceiling;
    this.lookAhead = lookAhead;
    this.#release = 1 - Math.exp(-1000 / (releaseMs * sampleRate));
    this.#delayed = new Float32Array(2 * lookAhead);
    this.#envelope = new Float64Array(lookAhead + 1).fill(1);
    this.#envelopeSum = lookAhead + 1;
  }

  /** Limits interleaved samples in place. */
  process(samples: Float32Array): void {
    const { lookAhead } = this;
    for (let i = 0; i + 1 < samples.length; i += 2) {
      const left = samples[i] ?? 0;
      const right = samples[i + 1] ?? 0;
      const gain = this.#nextGain(Math.max(Math.abs(left), Math.abs(right)));
      const slot = 2 * (this.#at % lookAhead);
      samples[i] = (this.#delayed[slot] ?? 0) * gain;
      samples[i + 1] = (this.#delayed[slot + 1] ?? 0) * gain;
      this.#delayed[slot] = left;
      this.#delayed[slot + 1] = right;
      this.#at += 1;
    }
  }

  /**
   * The mean, over the window, of the smallest gain in the window: below what the sample that now comes out needs, since that one was in
   * all of these windows; and without corners.
   */
  #nextGain(peak: number): number {
    const smallest = this.#smallestInWindow(peak > this.#ceiling ? this.#ceiling / peak : 1);
    this.#level = smallest < this.#level ? smallest : this.#level + (smallest - this.#level) * this.#release;
    const slot = this.#at % this.#envelope.length;
    this.#envelopeSum += this.#level - (this.#envelope[slot] ?? 1);
    this.#envelope[slot] = this.#level;
    return Math.min(1, this.#envelopeSum / this.#envelope.length);
  }

  #smallestInWindow(gain: number): number {
    const queue = this.#lowest;
    if (gain < 1) {
      while (queue.length > 0 && (queue.at(-1)?.gain ?? 0) >= gain) queue.pop();
      queue.push({ at: this.#at, gain });
    }
    while (queue.length > 0 && (queue[0]?.at ?? 0) < this.#at - this.lookAhead) queue.shift();
    return queue[0]?.gain ?? 1;
  }
}
