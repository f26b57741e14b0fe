import type { Picture } from './Picture.ts';

const riffHeaderLength = 12;
const chunkHeaderLength = 8;
const kept = ['VP8X', 'VP8 ', 'VP8L', 'ALPH', 'ICCP'];
/** Flags in VP8X of what is left out: animation, XMP, Exif. */
const droppedFlags = 0x02 | 0x04 | 0x08;

/** `null` for what is no still WebP, or not a whole one. */
export function readWebp(file: Buffer): Picture | null {
  const isWebp = file.toString('latin1', 0, 4) === 'RIFF' && file.toString('latin1', 8, 12) === 'WEBP';
  if (!isWebp) return null;
  const fileEnd = 8 + file.readUInt32LE(4);
  if (fileEnd > file.length) return null;
  const parts: Buffer[] = [];
  let size: { width: number; height: number } | null = null;
  let hasPicture = false;
  for (let at = riffHeaderLength; at + chunkHeaderLength <= fileEnd; ) {
    const type = file.toString('latin1', at, at + 4);
    const length = file.readUInt32LE(at + 4);
    const end = at + chunkHeaderLength + length + (length % 2);
    if (end > fileEnd) return null;
    const chunk = Buffer.from(file.subarray(at, end));
    at = end;
    if (!kept.includes(type)) continue;
    size ??= sizeOf(type, chunk.subarray(chunkHeaderLength));
    hasPicture ||= type === 'VP8 ' || type === 'VP8L';
    if (type === 'VP8X') chunk.writeUInt8(chunk.readUInt8(8) & ~droppedFlags, 8);
    parts.push(chunk);
  }
  if (!size || !hasPicture) return null;
  return { extension: 'webp', ...size, bytes: wrap(parts) };
}

function sizeOf(type: string, data: Buffer): { width: number; height: number } | null {
  if (type === 'VP8X') return { width: data.readUIntLE(4, 3) + 1, height: data.readUIntLE(7, 3) + 1 };
  if (type === 'VP8L') {
    const bits = data.readUInt32LE(1);
    return { width: (bits & 0x3fff) + 1, height: ((bits >>> 14) & 0x3fff) + 1 };
  }
  if (type === 'VP8 ') {
    return { width: data.readUInt16LE(6) & 0x3fff, height: data.readUInt16LE(8) & 0x3fff };
  }
  return null;
}

function wrap(parts: readonly Buffer[]): Buffer {
  const body = Buffer.concat([Buffer.from('WEBP', 'latin1'), ...parts]);
  const head = Buffer.alloc(8);
  head.write('RIFF', 0, 'latin1');
  head.writeUInt32LE(body.length, 4);
  return Buffer.concat([head, body]);
}
