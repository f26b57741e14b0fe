/** Reads NUT's basic types (nut.txt, "Basic types"), front to back. Throws a RangeError where the bytes end too early. */
export class ByteCursor {
  readonly #bytes: Buffer;
  at: number;

  constructor(bytes: Buffer, at = 0) {
    this.#bytes = bytes;
    this.at = at;
  }

  get isAtEnd(): boolean {
    return this.at >= this.#bytes.length;
  }

  byte(): number {
    return this.bytes(1)[0] ?? 0;
  }

  bytes(length: number): Buffer {
    const end = this.at + length;
    if (end > this.#bytes.length) throw new RangeError('NUT bytes end too early');
    const part = this.#bytes.subarray(this.at, end);
    this.at = end;
    return part;
  }

  /** `v`: seven bits a byte, the highest bit says that there are more. */
  unsigned(): number {
    let value = 0;
    for (;;) {
      const byte = this.byte();
      value = value * 128 + (byte & 0x7f);
      if (byte < 0x80) return value;
    }
  }

  /** `s`: 0, 1, -1, 2, -2, ... */
  signed(): number {
    const code = this.unsigned() + 1;
    return code % 2 === 1 ? -(code - 1) / 2 : code / 2;
  }

  /** `vb`: a length, then so many bytes. */
  sized(): Buffer {
    return this.bytes(this.unsigned());
  }
}
