export interface FlvTag {
  type: 'script' | 'audio' | 'video' | 'other';
  body: Buffer;
}

const types: Record<number, FlvTag['type']> = { 8: 'audio', 9: 'video', 18: 'script' };

/** Takes an FLV byte stream apart. @throws Error where it is none, or has other codecs than H.264 and AAC */
export async function* flvTags(stream: AsyncIterable<Uint8Array>): AsyncGenerator<FlvTag> {
  let bytes = Buffer.alloc(0);
  let hasHeader = false;
  for await (const chunk of stream) {
    bytes = Buffer.concat([bytes, chunk]);
    if (!hasHeader) {
      if (bytes.length < 13) continue;
      if (bytes.toString('latin1', 0, 3) !== 'FLV') throw new Error('this is no FLV');
      bytes = bytes.subarray(13);
      hasHeader = true;
    }
    for (;;) {
      const end = bytes.length < 11 ? Number.POSITIVE_INFINITY : 11 + bytes.readUIntBE(1, 3) + 4;
      if (bytes.length < end) break;
      yield { type: types[bytes[0] ?? 0] ?? 'other', body: bytes.subarray(11, end - 4) };
      bytes = bytes.subarray(end);
    }
  }
}
