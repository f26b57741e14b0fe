import type { ClipFrame } from './clips.ts';

const nal = { idrSlice: 5, sei: 6, accessUnitDelimiter: 9 } as const;

/** H.264 in Annex B with access unit delimiters. */
export function accessUnits(bytes: Buffer): ClipFrame[] {
  const frames: ClipFrame[] = [];
  for (const unit of annexBUnits(bytes)) {
    const type = (unit[0] ?? 0) & 0x1f;
    if (type === nal.accessUnitDelimiter) frames.push({ isKeyframe: false, units: [] });
    const frame = frames.at(-1);
    if (!frame || type === nal.accessUnitDelimiter || type === nal.sei) continue;
    frame.units.push(unit);
    if (type === nal.idrSlice) frame.isKeyframe = true;
  }
  return frames;
}

function annexBUnits(bytes: Buffer): Buffer[] {
  const units: Buffer[] = [];
  const startCode = Buffer.from([0, 0, 1]);
  for (let at = bytes.indexOf(startCode); at !== -1; ) {
    const next = bytes.indexOf(startCode, at + 3);
    let end = next === -1 ? bytes.length : next;
    while (bytes[end - 1] === 0) end -= 1;
    units.push(bytes.subarray(at + 3, end));
    at = next;
  }
  return units;
}

/** VP8 in IVF. */
export function ivfFrames(bytes: Buffer): ClipFrame[] {
  const frames: ClipFrame[] = [];
  for (let at = 32; at + 12 < bytes.length; ) {
    const end = at + 12 + bytes.readUInt32LE(at);
    const unit = bytes.subarray(at + 12, end);
    frames.push({ isKeyframe: ((unit[0] ?? 1) & 1) === 0, units: [unit] });
    at = end;
  }
  return frames;
}

/** The body of each page, which is one packet: the muxer was told so. */
export function oggPackets(bytes: Buffer): Buffer[] {
  const packets: Buffer[] = [];
  for (let at = 0; at + 27 < bytes.length; ) {
    const segments = bytes[at + 26] ?? 0;
    const start = at + 27 + segments;
    const length = bytes.subarray(at + 27, start).reduce((sum, lacing) => sum + lacing, 0);
    packets.push(bytes.subarray(start, start + length));
    at = start + length;
  }
  return packets;
}
