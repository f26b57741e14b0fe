import { maxParameterSetBytes, readSps } from '../../../codecs/sps.ts';
import { isDecodableSize, isDecodableSps } from '../../rtp/decodableSize.ts';
import { nalType } from '../../rtp/h264Payload.ts';
import { readVp8KeyframeSize, startsVp8Keyframe, vp8FrameBytes } from '../../rtp/vp8Payload.ts';
import type { VideoCodec } from './FrameAssembler.ts';

/** What a decoder must know before its first unit; comes with every keyframe. */
export type UnitConfig = { width: number; height: number } & (
  | { codec: 'H264'; sps: Buffer; pps: Buffer }
  | { codec: 'VP8' }
);

/** One encoded picture as a decoder takes it. */
export interface VideoUnit {
  codec: VideoCodec;
  /** On the egress timeline. */
  timestampMs: number;
  /** Keyframes have one. */
  config: UnitConfig | null;
  /** H.264: length-prefixed NAL units. */
  data: Buffer;
}

/** Makes one picture of a frame's RTP payloads; `null` when it is broken. */
export function createVideoUnit(
  codec: VideoCodec,
  payloads: readonly Buffer[],
  timestampMs: number,
): VideoUnit | null {
  try {
    return codec === 'VP8' ? createVp8Unit(payloads, timestampMs) : createH264Unit(payloads, timestampMs);
  } catch {
    // A parameter set that makes no sense.
    return null;
  }
}

function createVp8Unit(payloads: readonly Buffer[], timestampMs: number): VideoUnit | null {
  const data = Buffer.concat(payloads.map(vp8FrameBytes));
  if (data.length === 0) return null;
  const isKeyframe = startsVp8Keyframe(payloads[0] ?? data);
  const size = isKeyframe ? readVp8KeyframeSize(data) : null;
  if (isKeyframe && !(size && isDecodableSize(size))) return null;
  return { codec: 'VP8', timestampMs, config: size ? { codec: 'VP8', ...size } : null, data };
}

function createH264Unit(payloads: readonly Buffer[], timestampMs: number): VideoUnit | null {
  const nals = joinNals(payloads);
  const firstSlice = nals?.find(isSlice);
  if (!nals || !firstSlice || !beginsPicture(firstSlice)) return null;
  const isKeyframe = nals.some((nal) => typeOf(nal) === nalType.idrSlice);
  if (!isKeyframe)
    return { codec: 'H264', timestampMs, config: null, data: lengthPrefixed(nals.filter(isSlice)) };
  const parts = nals.filter((nal) => isSlice(nal) || isParameterSet(nal));
  const config = h264Config(parts);
  return config && { codec: 'H264', timestampMs, config, data: lengthPrefixed(parts) };
}

/** Of a keyframe's parts; `null` when a set is missing, or describes a picture that is not to be decoded. */
function h264Config(nals: readonly Buffer[]): UnitConfig | null {
  const allSps = nals.filter((nal) => typeOf(nal) === nalType.sps);
  const allPps = nals.filter((nal) => typeOf(nal) === nalType.pps);
  if ([...allSps, ...allPps].some((set) => set.length > maxParameterSetBytes)) return null;
  const pictures = allSps.map(readSps);
  const [sps] = allSps;
  const [pps] = allPps;
  const [picture] = pictures;
  if (!sps || !pps || !picture || !pictures.every(isDecodableSps)) return null;
  return { codec: 'H264', sps, pps, width: picture.width, height: picture.height };
}

/** The NAL units in a picture's payloads (RFC 6184 §5.6-5.8); `null` where a fragment is missing. */
function joinNals(payloads: readonly Buffer[]): Buffer[] | null {
  const nals: Buffer[] = [];
  let fragments: Buffer[] = [];
  for (const payload of payloads) {
    const type = typeOf(payload);
    if (type === nalType.fuA) {
      const header = payload[1] ?? 0;
      const isStart = (header & 0x80) !== 0;
      if (isStart !== (fragments.length === 0)) return null;
      if (isStart) fragments.push(Buffer.from([((payload[0] ?? 0) & 0xe0) | (header & 0x1f)]));
      fragments.push(payload.subarray(2));
      if ((header & 0x40) === 0) continue;
      nals.push(Buffer.concat(fragments));
      fragments = [];
    } else if (type === nalType.stapA) nals.push(...splitAggregate(payload));
    else if (type > 0 && type < nalType.stapA) nals.push(payload);
  }
  return fragments.length === 0 ? nals : null;
}

function splitAggregate(payload: Buffer): Buffer[] {
  const nals: Buffer[] = [];
  for (let at = 1; at + 2 < payload.length; ) {
    const end = at + 2 + payload.readUInt16BE(at);
    if (end > payload.length || end === at + 2) break;
    nals.push(payload.subarray(at + 2, end));
    at = end;
  }
  return nals;
}

function lengthPrefixed(nals: readonly Buffer[]): Buffer {
  return Buffer.concat(
    nals.flatMap((nal) => {
      const length = Buffer.alloc(4);
      length.writeUInt32BE(nal.length);
      return [length, nal];
    }),
  );
}

function isParameterSet(nal: Buffer): boolean {
  const type = typeOf(nal);
  return type === nalType.sps || type === nalType.pps;
}

function isSlice(nal: Buffer): boolean {
  const type = typeOf(nal);
  return type === nalType.slice || type === nalType.idrSlice;
}

/** `first_mb_in_slice` is 0: a decoder would paint grey where slices before it are missing. */
function beginsPicture(slice: Buffer): boolean {
  return ((slice[1] ?? 0) & 0x80) !== 0;
}

function typeOf(nal: Buffer): number {
  return (nal[0] ?? 0) & 0x1f;
}
