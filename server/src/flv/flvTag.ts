// Video File Format Specification 10.1, annex E.

/** What a tag holds, as RTMP's message types number it too. */
export const tagTypes = { audio: 8, video: 9, script: 18 } as const;
export const tagHeaderLength = 11;

/** The file header, and the size of the (absent) tag before the first. */
export function fileHeader({ hasAudio, hasVideo }: { hasAudio: boolean; hasVideo: boolean }): Buffer {
  const flags = (hasAudio ? 0b100 : 0) | (hasVideo ? 0b001 : 0);
  return Buffer.from([0x46, 0x4c, 0x56, 1, flags, 0, 0, 0, 9, 0, 0, 0, 0]);
}

/** One FLV tag with the size field that follows it, in one allocation. */
export function flvTag(
  type: keyof typeof tagTypes,
  timestampMs: number,
  prefix: readonly number[],
  body: Buffer,
): Buffer {
  const dataLength = prefix.length + body.length;
  const tag = Buffer.allocUnsafe(tagHeaderLength + dataLength + 4);
  tag[0] = tagTypes[type];
  tag.writeUIntBE(dataLength, 1, 3);
  writeTimestamp(tag, 0, timestampMs);
  tag.writeUIntBE(0, 8, 3);
  tag.set(prefix, tagHeaderLength);
  tag.set(body, tagHeaderLength + prefix.length);
  tag.writeUInt32BE(tagHeaderLength + dataLength, tagHeaderLength + dataLength);
  return tag;
}

/** 24 bits and above them 8 more: goes round after 49 days. */
export function writeTimestamp(bytes: Buffer, tagOffset: number, timestampMs: number): void {
  const time = Math.round(timestampMs) >>> 0;
  bytes.writeUIntBE(time & 0xffffff, tagOffset + 4, 3);
  bytes[tagOffset + 7] = time >>> 24;
}
