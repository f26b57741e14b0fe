import { BitReader, removeEmulationPrevention } from './BitReader.ts';

/** Profiles whose SPS carries chroma format and scaling lists (ITU-T H.264 §7.3.2.1.1). */
const highProfiles = new Set([100, 110, 122, 244, 44, 83, 86, 118, 128, 138, 139, 134, 135]);

/** Beyond the largest level; what says more is not a picture, and a size field of MP4 must hold it. */
const minSide = 16;
const maxSide = 8192;
/** Browsers' are shorter than 50; with all scaling lists some hundred. Sets are announced where lengths have 16 bits, and kept. */
export const maxParameterSetBytes = 1024;
/** The most that `num_ref_frames_in_pic_order_cnt_cycle` may be. */
const maxOrderCycle = 255;

/** What a sequence parameter set says of its pictures. All sides are 16 to 8192. */
export interface SpsPicture {
  /** Cropping applied: what is seen. */
  width: number;
  height: number;
  /** What a decoder holds for each picture, whatever is seen of it. */
  codedWidth: number;
  codedHeight: number;
  /** How many earlier pictures a decoder must keep. */
  referencePictures: number;
}

/** The size of what is seen; see `readSps`. */
export function readSpsSize(sps: Buffer): { width: number; height: number } {
  const { width, height } = readSps(sps);
  return { width, height };
}

/**
 * The bytes are a publisher's.
 * @throws Error when they are not a parameter set of a plausible picture
 */
export function readSps(sps: Buffer): SpsPicture {
  if (sps.length > maxParameterSetBytes) throw new Error(`SPS of ${sps.length} bytes`);
  const reader = new BitReader(removeEmulationPrevention(sps.subarray(1)));
  const profile = reader.bits(8);
  reader.bits(16);
  reader.unsigned();
  const chromaFormat = highProfiles.has(profile) ? skipHighProfileFields(reader) : 1;
  reader.unsigned();
  skipPictureOrderCount(reader);
  const referencePictures = reader.unsigned();
  reader.bits(1);
  const widthInMbs = reader.unsigned() + 1;
  const heightInMapUnits = reader.unsigned() + 1;
  const frameMbsOnly = reader.bits(1);
  if (!frameMbsOnly) reader.bits(1);
  reader.bits(1);
  const crop = reader.bits(1) ? readCrop(reader) : { left: 0, right: 0, top: 0, bottom: 0 };
  const unitX = chromaFormat === 1 || chromaFormat === 2 ? 2 : 1;
  const unitY = (chromaFormat === 1 ? 2 : 1) * (2 - frameMbsOnly);
  const codedWidth = plausibleSide(widthInMbs * 16);
  const codedHeight = plausibleSide((2 - frameMbsOnly) * heightInMapUnits * 16);
  const width = plausibleSide(codedWidth - unitX * (crop.left + crop.right));
  const height = plausibleSide(codedHeight - unitY * (crop.top + crop.bottom));
  return { width, height, codedWidth, codedHeight, referencePictures };
}

export function isReadableSps(sps: Buffer): boolean {
  try {
    readSpsSize(sps);
    return true;
  } catch {
    return false;
  }
}

function plausibleSide(pixels: number): number {
  if (pixels < minSide || pixels > maxSide) throw new Error(`SPS with a side of ${pixels} pixels`);
  return pixels;
}

function readCrop(reader: BitReader) {
  return {
    left: reader.unsigned(),
    right: reader.unsigned(),
    top: reader.unsigned(),
    bottom: reader.unsigned(),
  };
}

function skipHighProfileFields(reader: BitReader): number {
  const chromaFormat = reader.unsigned();
  if (chromaFormat === 3) reader.bits(1);
  reader.unsigned();
  reader.unsigned();
  reader.bits(1);
  if (reader.bits(1)) {
    const lists = chromaFormat === 3 ? 12 : 8;
    for (let i = 0; i < lists; i++) if (reader.bits(1)) skipScalingList(reader, i < 6 ? 16 : 64);
  }
  return chromaFormat;
}

function skipScalingList(reader: BitReader, size: number): void {
  let last = 8;
  let next = 8;
  for (let i = 0; i < size; i++) {
    if (next !== 0) next = (last + reader.signed() + 256) % 256;
    if (next !== 0) last = next;
  }
}

function skipPictureOrderCount(reader: BitReader): void {
  const type = reader.unsigned();
  if (type === 0) reader.unsigned();
  if (type !== 1) return;
  reader.bits(1);
  reader.signed();
  reader.signed();
  const count = reader.unsigned();
  if (count > maxOrderCycle) throw new Error(`SPS with a picture order cycle of ${count}`);
  for (let i = 0; i < count; i++) reader.signed();
}
