import { exifOrientation, orientationSegment } from './exif.ts';
import type { Picture } from './Picture.ts';

const startOfImage = 0xd8;
const endOfImage = 0xd9;
const startOfScan = 0xda;

/** `null` for what is no JPEG, or not a whole one. */
export function readJpeg(file: Buffer): Picture | null {
  if (file.length < 4 || file.readUInt16BE(0) !== 0xff00 + startOfImage) return null;
  const parts: Buffer[] = [];
  let size: { width: number; height: number } | null = null;
  let orientation = 1;
  for (let at = 2; at + 2 <= file.length; ) {
    if (file[at] !== 0xff) return null;
    const marker = file.readUInt8(at + 1);
    if (marker === 0xff) {
      at += 1;
      continue;
    }
    if (marker === endOfImage) return size && assemble(size, orientation, parts);
    const end = at + 2 + file.readUInt16BE(at + 2);
    if (end > file.length || end < at + 4) return null;
    const segment = file.subarray(at, end);
    if (isFrame(marker)) size = { height: segment.readUInt16BE(5), width: segment.readUInt16BE(7) };
    orientation = exifOrientation(marker, segment) ?? orientation;
    const next = marker === startOfScan ? scanEnd(file, end) : end;
    if (isKept(marker, segment)) parts.push(file.subarray(at, next));
    at = next;
  }
  return null;
}

function assemble(
  size: { width: number; height: number },
  orientation: number,
  parts: readonly Buffer[],
): Picture {
  const turned = orientation === 1 ? [] : [orientationSegment(orientation)];
  const start = Buffer.from([0xff, startOfImage]);
  const end = Buffer.from([0xff, endOfImage]);
  return { extension: 'jpg', ...size, bytes: Buffer.concat([start, ...turned, ...parts, end]) };
}

/** SOF0 to SOF15, between which other things have numbers: DHT, JPG, DAC. */
function isFrame(marker: number): boolean {
  return marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);
}

// Comments and application data go, but for those that say how colours are meant.
function isKept(marker: number, segment: Buffer): boolean {
  const name = segment.toString('latin1', 4, 16);
  if (marker === 0xe0) return name.startsWith('JFIF\0');
  if (marker === 0xe2) return name.startsWith('ICC_PROFILE\0');
  if (marker === 0xee) return name.startsWith('Adobe');
  const isApplicationData = marker >= 0xe0 && marker <= 0xef;
  return !isApplicationData && marker !== 0xfe;
}

/** Behind the compressed data of a scan: at the next marker that is neither a stuffed byte nor a restart. */
function scanEnd(file: Buffer, start: number): number {
  for (let at = start; at + 1 < file.length; at += 1) {
    const marker = file[at + 1] ?? 0;
    const isPartOfScan = marker === 0 || (marker >= 0xd0 && marker <= 0xd7);
    if (file[at] === 0xff && marker !== 0xff && !isPartOfScan) return at;
  }
  return file.length;
}
