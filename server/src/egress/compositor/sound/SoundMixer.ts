import { PeakLimiter } from './PeakLimiter.ts';
import type { SoundLane } from './SoundLane.ts';

/** 40 ms: longer stretches are mixed piece by piece. */
const blockSamples = 1920;
const fullScale = 32_767;

/** Mixes lanes into one 16 bit stereo sound that never clips and has no gap, from one sample of the timeline to the next. */
export class SoundMixer {
  readonly #limiter = new PeakLimiter();
  readonly #mix = new Float32Array(2 * blockSamples);
  readonly #scratch = new Float32Array(2 * blockSamples);
  #readFrom: number;

  /** @param startSample the first sample that comes out */
  constructor(startSample: number) {
    // The limiter gives out what it took in a little before; what it gives first is silence.
    this.#readFrom = startSample + this.#limiter.lookAhead;
  }

  /** The next sample that comes out. */
  get position(): number {
    return this.#readFrom - this.#limiter.lookAhead;
  }

  /** Everything from where the last call ended up to `toSample`. Empty when that is not later. */
  mixUpTo(toSample: number, lanes: Iterable<SoundLane>): Buffer {
    const all = [...lanes];
    const end = Math.floor(toSample) + this.#limiter.lookAhead;
    const pcm = Buffer.alloc(Math.max(0, end - this.#readFrom) * 4);
    for (let at = 0; this.#readFrom < end; ) {
      const count = Math.min(blockSamples, end - this.#readFrom);
      this.#mixBlock(this.#mix.subarray(0, 2 * count), all);
      at = writePcm(pcm, at, this.#mix.subarray(0, 2 * count));
      this.#readFrom += count;
    }
    return pcm;
  }

  #mixBlock(mix: Float32Array, lanes: readonly SoundLane[]): void {
    mix.fill(0);
    const scratch = this.#scratch.subarray(0, mix.length);
    for (const lane of lanes) lane.addTo(mix, this.#readFrom, scratch);
    this.#limiter.process(mix);
  }
}

function writePcm(pcm: Buffer, at: number, samples: Float32Array): number {
  let position = at;
  for (const sample of samples) {
    const value = Math.round(sample * fullScale);
    position = pcm.writeInt16LE(Math.max(-fullScale, Math.min(fullScale, value)), position);
  }
  return position;
}
