import type { ByteCursor } from './ByteCursor.ts';

/** Bits of a frame code (nut.txt, "frame_flags"). */
export const frameFlag = {
  codedPts: 8,
  streamId: 16,
  sizeMsb: 32,
  checksum: 64,
  reserved: 128,
  sideData: 256,
  headerIndex: 1024,
  matchTime: 2048,
  coded: 4096,
  invalid: 8192,
} as const;

/** What the first byte of a frame says about it. */
export interface FrameCode {
  flags: number;
  ptsDelta: number;
  sizeMultiplier: number;
  sizeLsb: number;
  reservedCount: number;
  headerIndex: number;
}

export interface NutMainHeader {
  codes: readonly FrameCode[];
  timeBases: readonly { numerator: number; denominator: number }[];
  /** What the first bytes of frames may be replaced by an index into. */
  elisions: readonly Buffer[];
}

export interface NutStreamHeader {
  timeBaseIndex: number;
  msbPtsShift: number;
}

/** @throws Error when it makes no sense */
export function readMainHeader(cursor: ByteCursor): NutMainHeader {
  const version = cursor.unsigned();
  if (version > 3) cursor.unsigned();
  if (cursor.unsigned() !== 1) throw new Error('NUT with more than one stream');
  cursor.unsigned();
  const timeBases = Array.from({ length: cursor.unsigned() }, () => {
    return { numerator: cursor.unsigned(), denominator: cursor.unsigned() };
  });
  const codes = readFrameCodes(cursor);
  const elisions = [Buffer.alloc(0)];
  for (let left = cursor.unsigned(); left > 0; left--) elisions.push(Buffer.from(cursor.sized()));
  return { codes, timeBases, elisions };
}

export function readStreamHeader(cursor: ByteCursor): NutStreamHeader {
  cursor.unsigned();
  cursor.unsigned();
  cursor.sized();
  return { timeBaseIndex: cursor.unsigned(), msbPtsShift: cursor.unsigned() };
}

/** Runs of codes that differ in their size only; each row leaves out what is as in the row before. */
function readFrameCodes(cursor: ByteCursor): FrameCode[] {
  const codes: FrameCode[] = [];
  let [ptsDelta, sizeMultiplier, headerIndex] = [0, 1, 0];
  while (codes.length < 256) {
    const flags = cursor.unsigned();
    const fields = cursor.unsigned();
    if (fields > 0) ptsDelta = cursor.signed();
    if (fields > 1) sizeMultiplier = cursor.unsigned();
    if (fields > 2) cursor.unsigned();
    const firstLsb = fields > 3 ? cursor.unsigned() : 0;
    const reservedCount = fields > 4 ? cursor.unsigned() : 0;
    const count = fields > 5 ? cursor.unsigned() : sizeMultiplier - firstLsb;
    if (fields > 6) cursor.signed();
    if (fields > 7) headerIndex = cursor.unsigned();
    for (let i = 8; i < fields; i++) cursor.unsigned();
    if (count <= 0) throw new Error('NUT with an empty run of frame codes');
    for (let i = 0; i < count && codes.length < 256; i++) {
      // `N` begins a header packet and is left out of the run.
      if (codes.length === 0x4e) codes.push(invalidCode);
      if (codes.length === 256) break;
      codes.push({ flags, ptsDelta, sizeMultiplier, sizeLsb: firstLsb + i, reservedCount, headerIndex });
    }
  }
  return codes;
}

const invalidCode: FrameCode = {
  flags: frameFlag.invalid,
  ptsDelta: 0,
  sizeMultiplier: 1,
  sizeLsb: 0,
  reservedCount: 0,
  headerIndex: 0,
};
