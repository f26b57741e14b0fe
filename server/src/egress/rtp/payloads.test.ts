import { describe, expect, it } from 'vitest';
import { aggregateNals, inspectH264, packetizeNal } from './h264Payload.ts';
import { opusSamples, opusSilence } from './opusPayload.ts';
import { placeholderIdr, placeholderPps, placeholderSps } from './placeholder.ts';
import { readSpsSize } from './sps.ts';
import { startsVp8Keyframe } from './vp8Payload.ts';

const hex = (text: string) => Buffer.from(text, 'hex');

describe('H.264 payloads', () => {
  it.each([
    ['P slice', '61aabb', false],
    ['IDR slice', '65aabb', true],
    ['first fragment of an IDR slice', '7c85aa', true],
    ['middle fragment of an IDR slice', '7c05aa', true],
    ['fragment of a P slice', '7c81aa', false],
    ['SEI', '06aabb', false],
    ['empty', '', false],
  ])('%s', (_, payload, hasIdr) => expect(inspectH264(hex(payload)).hasIdr).toBe(hasIdr));

  it('finds parameter sets and IDR in an aggregate', () => {
    const found = inspectH264(aggregateNals([placeholderSps, placeholderPps, hex('65aa')]));
    expect(found).toEqual({ hasIdr: true, sps: placeholderSps, pps: placeholderPps });
  });

  it('stops at an aggregate that lies about its lengths', () => {
    expect(inspectH264(hex('78ffff67'))).toEqual({ hasIdr: false, sps: null, pps: null });
  });

  it('cuts a long NAL unit into fragments that make it up again', () => {
    const payloads = packetizeNal(placeholderIdr, 100);
    expect(payloads.every((payload) => payload.length <= 100)).toBe(true);
    expect(payloads.map((payload) => (payload[1] ?? 0) >> 6)).toEqual([
      2,
      ...payloads.slice(2).map(() => 0),
      1,
    ]);
    const rebuilt = Buffer.concat([hex('65'), ...payloads.map((payload) => payload.subarray(2))]);
    expect(rebuilt.equals(placeholderIdr)).toBe(true);
  });
});

describe('a sequence parameter set', () => {
  // 1080p needs cropping, the second is high profile (both written by x264).
  it.each([
    ['placeholder', placeholderSps, 640, 360],
    ['Chrome 42e01f 640x480', hex('6742e01f8c8d40501ed00f08846a'), 640, 480],
    ['high 1920x1080', hex('6764002aacd940780227e5c044000003000400000300c83c60c658'), 1920, 1080],
  ])('%s', (_, sps, width, height) => expect(readSpsSize(sps)).toEqual({ width, height }));
});

describe('VP8 payloads', () => {
  it.each([
    ['keyframe', '1000', true],
    ['keyframe behind a long picture id', '9080812300', true],
    ['keyframe behind all extensions', '90f0812301a000', true],
    ['interframe', '1001', false],
    ['later packet of a keyframe', '0000', false],
    ['second partition', '1100', false],
    ['descriptor only', '90', false],
  ])('%s', (_, payload, expected) => expect(startsVp8Keyframe(hex(payload))).toBe(expected));
});

describe('Opus packets', () => {
  it.each([
    ['silence', opusSilence, 960],
    ['CELT 20 ms', hex('fcaa'), 960],
    ['SILK 60 ms', hex('18aa'), 2880],
    ['hybrid 10 ms', hex('60aa'), 480],
    ['CELT 2.5 ms, two frames', hex('e1aa'), 240],
    ['CELT 20 ms, three frames by count', hex('fb03'), 2880],
    ['nothing', hex(''), 0],
  ])('%s', (_, payload, samples) => expect(opusSamples(payload)).toBe(samples));
});
