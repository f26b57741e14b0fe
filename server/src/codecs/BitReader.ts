/** Reads the bits of a NAL unit's payload, with Exp-Golomb codes (ITU-T H.264 §9.1). Throws at the end: zeros made up there are huge numbers. */
export class BitReader {
  readonly #bytes: Buffer;
  #bit = 0;

  constructor(bytes: Buffer) {
    this.#bytes = bytes;
  }

  bits(count: number): number {
    let value = 0;
    for (let i = 0; i < count; i++, this.#bit++) {
      const byte = this.#bytes[this.#bit >> 3];
      if (byte === undefined) throw new Error('parameter set ends too early');
      value = value * 2 + ((byte >> (7 - (this.#bit & 7))) & 1);
    }
    return value;
  }

  unsigned(): number {
    let zeros = 0;
    while (this.bits(1) === 0) zeros++;
    if (zeros > 31) throw new Error('parameter set with a number of more than 32 bits');
    return 2 ** zeros - 1 + this.bits(zeros);
  }

  signed(): number {
    const code = this.unsigned();
    return code % 2 === 1 ? (code + 1) / 2 : -code / 2;
  }

  /** Whatever is left, as text of zeros and ones. */
  rest(): string {
    let text = '';
    while (this.#bit < this.#bytes.length * 8) text += this.bits(1);
    return text;
  }
}

/** Drops the 3 of every 00 00 03 (ITU-T H.264 §7.4.1). */
export function removeEmulationPrevention(bytes: Buffer): Buffer {
  const kept = Buffer.alloc(bytes.length);
  let length = 0;
  let zeros = 0;
  for (const byte of bytes) {
    if (zeros >= 2 && byte === 3) {
      zeros = 0;
      continue;
    }
    zeros = byte === 0 ? zeros + 1 : 0;
    kept[length++] = byte;
  }
  return kept.subarray(0, length);
}
