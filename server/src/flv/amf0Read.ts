import { type AmfValue, markers } from './amf0.ts';

/** Bytes that are not AMF 0, or nest deeper than anything that we serve. */
export class AmfError extends Error {}

const maxDepth = 8;

/** All values of a command or script message, in order. @throws AmfError */
export function readAmfValues(bytes: Buffer): AmfValue[] {
  const reader = new AmfReader(bytes);
  const values: AmfValue[] = [];
  while (!reader.isAtEnd) values.push(reader.value(0));
  return values;
}

class AmfReader {
  readonly #bytes: Buffer;
  #at = 0;

  constructor(bytes: Buffer) {
    this.#bytes = bytes;
  }

  get isAtEnd(): boolean {
    return this.#at >= this.#bytes.length;
  }

  value(depth: number): AmfValue {
    if (depth > maxDepth) throw new AmfError('nested too deep');
    const marker = this.#take(1)[0];
    switch (marker) {
      case markers.number:
        return this.#take(8).readDoubleBE(0);
      case markers.boolean:
        return this.#take(1)[0] !== 0;
      case markers.string:
        return this.#text(this.#take(2).readUInt16BE(0));
      case markers.longString:
        return this.#text(this.#take(4).readUInt32BE(0));
      case markers.null:
      case markers.undefined:
        return null;
      case markers.object:
        return this.#members(depth);
      case markers.ecmaArray:
        // The count in front is a hint; the end marker counts.
        this.#take(4);
        return this.#members(depth);
      case markers.strictArray:
        return this.#items(this.#take(4).readUInt32BE(0), depth);
      case markers.date:
        // Milliseconds, and a time zone that the specification reserves.
        return this.#take(10).readDoubleBE(0);
      default:
        throw new AmfError(`unknown marker ${marker}`);
    }
  }

  #members(depth: number): { [name: string]: AmfValue } {
    const members: [string, AmfValue][] = [];
    for (;;) {
      const name = this.#text(this.#take(2).readUInt16BE(0));
      if (name === '' && this.#bytes[this.#at] === markers.objectEnd) {
        this.#at += 1;
        return Object.fromEntries(members);
      }
      members.push([name, this.value(depth + 1)]);
    }
  }

  #items(count: number, depth: number): AmfValue[] {
    // Each takes a byte at least: a count beyond that is a lie, and not worth an array.
    if (count > this.#bytes.length - this.#at) throw new AmfError('array longer than its message');
    return Array.from({ length: count }, () => this.value(depth + 1));
  }

  #text(length: number): string {
    return this.#take(length).toString('utf8');
  }

  #take(length: number): Buffer {
    const end = this.#at + length;
    if (end > this.#bytes.length) throw new AmfError('cut off');
    const taken = this.#bytes.subarray(this.#at, end);
    this.#at = end;
    return taken;
  }
}
