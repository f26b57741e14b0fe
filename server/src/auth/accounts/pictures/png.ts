import type { Picture } from './Picture.ts';

const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
const headerLength = 13;
/** Length, type and checksum around a chunk's data. */
const frameLength = 12;
// Without these a picture would look different. Animation is not among them.
const kept = ['IHDR', 'PLTE', 'IDAT', 'IEND', 'tRNS', 'gAMA', 'cHRM', 'sRGB', 'iCCP', 'sBIT', 'pHYs'];

/** `null` for what is no PNG, or not a whole one. */
export function readPng(file: Buffer): Picture | null {
  if (!file.subarray(0, signature.length).equals(signature)) return null;
  const parts: Buffer[] = [signature];
  for (let at = signature.length; at + frameLength <= file.length; ) {
    const length = file.readUInt32BE(at);
    const type = file.toString('latin1', at + 4, at + 8);
    const end = at + frameLength + length;
    const isFirst = parts.length === 1;
    if (end > file.length || isFirst !== (type === 'IHDR')) return null;
    if (isFirst && length !== headerLength) return null;
    if (kept.includes(type)) parts.push(file.subarray(at, end));
    if (type === 'IEND') {
      const data = signature.length + 8;
      const [width, height] = [file.readUInt32BE(data), file.readUInt32BE(data + 4)];
      return { extension: 'png', width, height, bytes: Buffer.concat(parts) };
    }
    at = end;
  }
  return null;
}
