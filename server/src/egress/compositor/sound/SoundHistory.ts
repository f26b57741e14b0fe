const channels = 2;
const bytesPerSample = 2;
const frameBytes = channels * bytesPerSample;

/** The newest sound of a mix, as 16 bit stereo: what an encoder that starts late, or again, still gets. Never grows. */
export class SoundHistory {
  readonly #ring: Buffer;
  readonly #capacity: number;
  #end: number;
  #kept = 0;

  /** @param capacity in samples; @param startSample where the first `append` begins */
  constructor(capacity: number, startSample: number) {
    this.#capacity = capacity;
    this.#ring = Buffer.alloc(capacity * frameBytes);
    this.#end = startSample;
  }

  /** The oldest sample that is still there. */
  get start(): number {
    return this.#end - this.#kept;
  }

  /** After the newest sample. */
  get end(): number {
    return this.#end;
  }

  append(pcm: Buffer): void {
    const newest = pcm.subarray(Math.max(0, pcm.length - this.#ring.length));
    this.#end += pcm.length / frameBytes;
    const count = newest.length / frameBytes;
    this.#kept = Math.min(this.#capacity, this.#kept + count);
    this.#copy(this.#end - count, count, (ringFrom, at, bytes) =>
      newest.copy(this.#ring, ringFrom, at, at + bytes),
    );
  }

  /** What lies at `fromSample` or later is silence. */
  silence(fromSample: number): void {
    const from = Math.min(this.#end, Math.max(fromSample, this.start));
    this.#copy(from, this.#end - from, (ringFrom, _at, bytes) =>
      this.#ring.fill(0, ringFrom, ringFrom + bytes),
    );
  }

  /** Samples from `fromSample` (or the oldest one, if that is later) to the newest. */
  since(fromSample: number): { pcm: Buffer; fromSample: number } {
    const from = Math.min(this.#end, Math.max(fromSample, this.start));
    const pcm = Buffer.alloc((this.#end - from) * frameBytes);
    this.#copy(from, this.#end - from, (ringFrom, at, bytes) =>
      this.#ring.copy(pcm, at, ringFrom, ringFrom + bytes),
    );
    return { pcm, fromSample: from };
  }

  /** Calls `piece` with the one or two stretches of the ring that hold `count` samples from `fromSample` on, in bytes. */
  #copy(fromSample: number, count: number, piece: (ringFrom: number, at: number, bytes: number) => void) {
    const ringFrom = (fromSample % this.#capacity) * frameBytes;
    const bytes = count * frameBytes;
    const first = Math.min(bytes, this.#ring.length - ringFrom);
    piece(ringFrom, 0, first);
    if (bytes > first) piece(0, first, bytes - first);
  }
}
