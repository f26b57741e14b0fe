import type { MediaKind, RtpParameters } from '@lianmai/shared';
import { aggregateNals, packetizeNal } from '../../../server/src/egress/rtp/h264Payload.ts';
import type { Clip, ClipFrame } from './clips.ts';

/** What a clip of each codec looks like as RTP. */
export const clipFormats = {
  H264: { kind: 'video', payloadType: 96, ssrc: 4_000_001, ticksPerMs: 90 },
  VP8: { kind: 'video', payloadType: 97, ssrc: 4_000_001, ticksPerMs: 90 },
  opus: { kind: 'audio', payloadType: 111, ssrc: 4_000_002, ticksPerMs: 48 },
} as const satisfies Record<
  Clip['codec'],
  { kind: MediaKind; payloadType: number; ssrc: number; ticksPerMs: number }
>;

/** What a browser would announce for the track, keyframe requests included. */
export function clipParameters(codec: Clip['codec']): RtpParameters {
  const { payloadType, ssrc } = clipFormats[codec];
  return { codecs: [{ ...codecs[codec], payloadType }], encodings: [{ ssrc }], rtcp: { cname: 'clip' } };
}

const rtcpFeedback = [
  { type: 'nack' },
  { type: 'nack', parameter: 'pli' },
  { type: 'ccm', parameter: 'fir' },
];
const h264Format = { 'packetization-mode': 1, 'profile-level-id': '42e01f', 'level-asymmetry-allowed': 1 };
const codecs: Record<Clip['codec'], Omit<RtpParameters['codecs'][number], 'payloadType'>> = {
  H264: { mimeType: 'video/H264', clockRate: 90_000, parameters: h264Format, rtcpFeedback },
  VP8: { mimeType: 'video/VP8', clockRate: 90_000, rtcpFeedback },
  opus: { mimeType: 'audio/opus', clockRate: 48_000, channels: 2 },
};

const maxPayloadBytes = 1100;

/** @param number of the frame since the beginning */
export function payloadsOf(codec: Clip['codec'], { units }: ClipFrame, number: number): Buffer[] {
  if (codec === 'opus') return units;
  if (codec === 'VP8') return units.flatMap((unit) => vp8Payloads(unit, number));
  const isParameterSet = (unit: Buffer) => [7, 8].includes((unit[0] ?? 0) & 0x1f);
  const sets = units.filter(isParameterSet);
  const slices = units.filter((unit) => !isParameterSet(unit)).flatMap((unit) => packetizeNal(unit));
  return sets.length > 0 ? [aggregateNals(sets), ...slices] : slices;
}

/** RFC 7741 with a 15-bit picture id, as browsers send it; only the first packet of a frame begins a partition. */
function vp8Payloads(frame: Buffer, number: number): Buffer[] {
  const payloads: Buffer[] = [];
  const pictureId = [0x80 | ((number >> 8) & 0x7f), number & 0xff];
  for (let at = 0; at < frame.length; at += maxPayloadBytes) {
    const descriptor = Buffer.from([at === 0 ? 0x90 : 0x80, 0x80, ...pictureId]);
    payloads.push(Buffer.concat([descriptor, frame.subarray(at, at + maxPayloadBytes)]));
  }
  return payloads;
}
