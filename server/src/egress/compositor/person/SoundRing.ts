const channels = 2;
const sampleRate = 48_000;
const capacity = 2 * sampleRate;
/** A packet this close to the end of the one before follows it without a gap: its time is only known to the ms. */
const joinSamples = 96;

/** Two seconds of stereo sound on the timeline, at 48 kHz. What was not written, or has been overwritten, is silence. */
export class SoundRing {
  readonly #samples = new Float32Array(capacity * channels);
  /** The timeline's sample that each place holds. */
  readonly #heldAt = new Float64Array(capacity).fill(-1);
  #next = -1;

  /** `pcm`: interleaved 16 bit little endian, from `atMs` on. */
  write(atMs: number, pcm: Buffer): void {
    const at = Math.round((atMs * sampleRate) / 1000);
    let sample = Math.abs(at - this.#next) <= joinSamples ? this.#next : at;
    const count = Math.floor(pcm.length / 4);
    for (let i = 0; i < count; i++, sample++) {
      if (sample < 0) continue;
      const place = sample % capacity;
      this.#samples[place * 2] = pcm.readInt16LE(i * 4) / 32_768;
      this.#samples[place * 2 + 1] = pcm.readInt16LE(i * 4 + 2) / 32_768;
      this.#heldAt[place] = sample;
    }
    this.#next = sample;
  }

  /**
   * Fills `into` (interleaved stereo) with what sounds from `fromSample` on, zeros where nothing was written; returns how many of its
   * sample frames are there before the first that is missing.
   */
  read(fromSample: number, into: Float32Array): number {
    const count = Math.floor(into.length / channels);
    let found = count;
    for (let i = 0; i < count; i++) {
      const sample = fromSample + i;
      const place = ((sample % capacity) + capacity) % capacity;
      const isHeld = this.#heldAt[place] === sample;
      if (!isHeld) found = Math.min(found, i);
      into[i * 2] = isHeld ? (this.#samples[place * 2] ?? 0) : 0;
      into[i * 2 + 1] = isHeld ? (this.#samples[place * 2 + 1] ?? 0) : 0;
    }
    return found;
  }
}
