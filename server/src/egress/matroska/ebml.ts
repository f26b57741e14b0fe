/*
 * EBML (RFC 8794): elements of an id, a size and either bytes or more elements. Ids are written as they are listed, length bits included.
 */

const maxIdBytes = 4;

/** For a master element whose end nobody knows yet; only Segment and Cluster may have it. */
export const unknownSize = Buffer.from([0x01, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff]);

export function element(id: number, ...content: readonly Buffer[]): Buffer {
  const size = content.reduce((sum, part) => sum + part.length, 0);
  return Buffer.concat([idBytes(id), sizeBytes(size), ...content]);
}

export function unsignedElement(id: number, value: number): Buffer {
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64BE(BigInt(value));
  const first = bytes.findIndex((byte) => byte !== 0);
  return element(id, bytes.subarray(first < 0 ? 7 : first));
}

export function floatElement(id: number, value: number): Buffer {
  const bytes = Buffer.alloc(8);
  bytes.writeDoubleBE(value);
  return element(id, bytes);
}

export function textElement(id: number, text: string): Buffer {
  return element(id, Buffer.from(text, 'latin1'));
}

export function idBytes(id: number): Buffer {
  const bytes = Buffer.alloc(maxIdBytes);
  bytes.writeUInt32BE(id);
  return bytes.subarray(bytes.findIndex((byte) => byte !== 0));
}

/** Always four bytes, or eight when that is too few: shorter ones save nothing here. */
export function sizeBytes(size: number): Buffer {
  if (size < 2 ** 28 - 1) {
    const bytes = Buffer.alloc(4);
    bytes.writeUInt32BE((0x10000000 | size) >>> 0);
    return bytes;
  }
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64BE((1n << 56n) | BigInt(size));
  return bytes;
}
