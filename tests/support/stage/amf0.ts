/** The values of an FLV script tag (AMF 0 specification §2). @throws RangeError when it is cut off */
export function readAmf0(bytes: Buffer): unknown[] {
  const reader = { bytes, at: 0 };
  const values: unknown[] = [];
  while (reader.at < bytes.length) values.push(readValue(reader));
  return values;
}

interface Reader {
  bytes: Buffer;
  at: number;
}

const objectEnd = 9;

function readValue(reader: Reader): unknown {
  const { bytes } = reader;
  const type = bytes.readUInt8(reader.at++);
  switch (type) {
    case 0:
      reader.at += 8;
      return bytes.readDoubleBE(reader.at - 8);
    case 1:
      return bytes.readUInt8(reader.at++) !== 0;
    case 2:
      return readText(reader, 2);
    case 3:
      return readObject(reader);
    case 5:
    case 6:
      return null;
    case 8:
      reader.at += 4;
      return readObject(reader);
    case 10:
      reader.at += 4;
      return Array.from({ length: bytes.readUInt32BE(reader.at - 4) }, () => readValue(reader));
    case 12:
      return readText(reader, 4);
    default:
      throw new Error(`AMF 0 type ${type} is not known here`);
  }
}

function readText(reader: Reader, lengthBytes: number): string {
  const length = reader.bytes.readUIntBE(reader.at, lengthBytes);
  const from = reader.at + lengthBytes;
  reader.at = from + length;
  return reader.bytes.toString('utf8', from, reader.at);
}

function readObject(reader: Reader): Record<string, unknown> {
  const object: Record<string, unknown> = {};
  for (;;) {
    const key = readText(reader, 2);
    if (key === '' && reader.bytes.readUInt8(reader.at) === objectEnd) {
      reader.at += 1;
      return object;
    }
    object[key] = readValue(reader);
  }
}
