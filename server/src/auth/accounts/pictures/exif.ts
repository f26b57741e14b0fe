const orientationTag = 0x0112;
const shortType = 3;
const exifName = 'Exif\0\0';
const app1 = 0xe1;

/** How a phone was held, 1 to 8; `null` when this segment of a JPEG does not say. */
export function exifOrientation(marker: number, segment: Buffer): number | null {
  if (marker !== app1 || segment.toString('latin1', 4, 10) !== exifName) return null;
  const tiff = segment.subarray(10);
  if (tiff.length < 14) return null;
  const isLittleEndian = tiff.toString('latin1', 0, 2) === 'II';
  const short = (at: number) => (isLittleEndian ? tiff.readUInt16LE(at) : tiff.readUInt16BE(at));
  const directory = isLittleEndian ? tiff.readUInt32LE(4) : tiff.readUInt32BE(4);
  const entries = directory + 2 <= tiff.length ? short(directory) : 0;
  for (let i = 0; i < entries; i += 1) {
    const entry = directory + 2 + i * 12;
    if (entry + 12 > tiff.length) return null;
    if (short(entry) !== orientationTag) continue;
    const orientation = short(entry + 8);
    return orientation >= 1 && orientation <= 8 ? orientation : null;
  }
  return null;
}

/** An Exif segment that says the orientation and nothing else. */
export function orientationSegment(orientation: number): Buffer {
  const tiff = Buffer.alloc(26);
  tiff.write('II*\0', 0, 'latin1');
  tiff.writeUInt32LE(8, 4);
  tiff.writeUInt16LE(1, 8);
  tiff.writeUInt16LE(orientationTag, 10);
  tiff.writeUInt16LE(shortType, 12);
  tiff.writeUInt32LE(1, 14);
  tiff.writeUInt16LE(orientation, 18);
  const head = Buffer.from([0xff, app1, 0, 2 + exifName.length + tiff.length]);
  return Buffer.concat([head, Buffer.from(exifName, 'latin1'), tiff]);
}
