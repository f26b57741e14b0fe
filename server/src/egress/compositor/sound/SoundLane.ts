/** 10 ms: long enough not to click, short enough not to be missed. */
const rampSamples = 480;
/** What remains of the last sample after each one that is missing: gone within 5 ms. */
const decay = 0.97;

/** Whose sound it is, as far as a lane needs it. */
export interface SoundSource {
  /** Interleaved stereo from `fromSample` on; returns how many sample pairs are really there. */
  readSound(fromSample: number, into: Float32Array): number;
}

/**
 * One person's way into the mix: fades in when they come (back), out when they are muted or go, and lets the last sample die away where
 * samples are missing, so that nothing ever clicks.
 */
export class SoundLane {
  readonly #source: SoundSource;
  #isHeard = true;
  #gain = 0;
  #lastLeft = 0;
  #lastRight = 0;

  constructor(source: SoundSource) {
    this.#source = source;
  }

  setHeard(isHeard: boolean): void {
    this.#isHeard = isHeard;
  }

  /** Nothing of them is left to be heard. */
  get isSilent(): boolean {
    return this.#gain === 0 && Math.abs(this.#lastLeft) < 1e-4 && Math.abs(this.#lastRight) < 1e-4;
  }

  /** Adds the samples from `fromSample` on to `mix`; `scratch` has the same length. */
  addTo(mix: Float32Array, fromSample: number, scratch: Float32Array): void {
    // Also read when muted: the source drops what it was asked for.
    const there = Math.max(0, Math.min(mix.length / 2, this.#source.readSound(fromSample, scratch)));
    this.#addSamples(mix, scratch, there);
    if (there < mix.length / 2) this.#fadeFrom(mix, there);
  }

  #addSamples(mix: Float32Array, samples: Float32Array, count: number): void {
    const target = this.#isHeard ? 1 : 0;
    const step = (target === 1 ? 1 : -1) / rampSamples;
    for (let i = 0; i < 2 * count; i += 2) {
      if (this.#gain !== target) this.#gain = Math.min(1, Math.max(0, this.#gain + step));
      this.#lastLeft = (samples[i] ?? 0) * this.#gain;
      this.#lastRight = (samples[i + 1] ?? 0) * this.#gain;
      mix[i] = (mix[i] ?? 0) + this.#lastLeft;
      mix[i + 1] = (mix[i + 1] ?? 0) + this.#lastRight;
    }
  }

  #fadeFrom(mix: Float32Array, from: number): void {
    this.#gain = 0;
    for (let i = 2 * from; i < mix.length; i += 2) {
      this.#lastLeft *= decay;
      this.#lastRight *= decay;
      mix[i] = (mix[i] ?? 0) + this.#lastLeft;
      mix[i + 1] = (mix[i + 1] ?? 0) + this.#lastRight;
    }
    if (Math.abs(this.#lastLeft) < 1e-4) this.#lastLeft = 0;
    if (Math.abs(this.#lastRight) < 1e-4) this.#lastRight = 0;
  }
}
