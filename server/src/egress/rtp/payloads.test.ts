import { describe, expect, it } from 'vitest';
import { sequenceParameterSet } from '../../../../tests/support/sequenceParameterSet.ts';
import { isReadableSps, readSps, readSpsSize } from '../../codecs/sps.ts';
import { initSegment } from '../hls/initSegment.ts';
import { isDecodableSps } from './decodableSize.ts';
import { aggregateNals, inspectH264, packetizeNal } from './h264Payload.ts';
import { opusSamples, opusSilence } from './opusPayload.ts';
import { placeholderIdr, placeholderPps, placeholderSps } from './placeholder.ts';
import { startsVp8Keyframe } from './vp8Payload.ts';

const hex = (text: string) => Buffer.from(text, 'hex');

function seededBytes(seed: number) {
  let state = seed;
  return (length: number) =>
    Buffer.from(
      Array.from({ length }, () => {
        state = (state * 1_103_515_245 + 12_345) % 2 ** 31;
        return state >> 16;
      }),
    );
}

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

  it.each([
    ['without an end (4 billion picture order offsets)', hex('6742001fd3')],
    ['empty', hex('')],
    ['with a kilobyte behind it', Buffer.concat([placeholderSps, Buffer.alloc(1024, 1)])],
    ['cut off', placeholderSps.subarray(0, 6)],
    ['65536 wide', sequenceParameterSet({ widthInMbs: 4096, heightInMbs: 40 })],
    ['smaller than nothing', sequenceParameterSet({ widthInMbs: 2, heightInMbs: 2, crop: 900 })],
    [
      'with 256 picture order offsets',
      sequenceParameterSet({ widthInMbs: 40, heightInMbs: 30, orderCycle: 256 }),
    ],
  ])('%s is refused, and holds nobody up', (_, sps) => {
    expect(isReadableSps(sps)).toBe(false);
  });

  it.each([
    ['4K with 5 references', { widthInMbs: 256, heightInMbs: 144, references: 5 }, true],
    ['4K with 6 references', { widthInMbs: 256, heightInMbs: 144, references: 6 }, false],
    ['720p with 16 references', { widthInMbs: 80, heightInMbs: 45, references: 16 }, true],
    ['17 references', { widthInMbs: 20, heightInMbs: 15, references: 17 }, false],
    ['8K of which little is shown', { widthInMbs: 512, heightInMbs: 256, crop: 400 }, false],
  ])('%s', (_, shape, expected) => {
    expect(isDecodableSps(readSps(sequenceParameterSet(shape)))).toBe(expected);
  });

  it('is read with what is cut off, and without', () => {
    const sps = sequenceParameterSet({ widthInMbs: 512, heightInMbs: 256, crop: 400 });
    expect(readSps(sps)).toEqual({
      ...{ width: 8192 - 1600, height: 4096 - 1600, codedWidth: 8192, codedHeight: 4096 },
      referencePictures: 1,
    });
  });

  it('up to the limits of size and order cycle is read', () => {
    const sps = sequenceParameterSet({ widthInMbs: 512, heightInMbs: 512, orderCycle: 255 });
    expect(readSpsSize(sps)).toEqual({ width: 8192, height: 8192 });
    const video = { avcC: hex('0142c01effe100016701000168'), ...readSpsSize(sps) };
    const audio = { audioSpecificConfig: hex('1190'), sampleRate: 48_000, channels: 2 };
    expect(() => initSegment({ video, audio })).not.toThrow();
  });

  it('of random bytes never holds anybody up', () => {
    const random = seededBytes(7);
    for (let i = 0; i < 5000; i++) expect([true, false]).toContain(isReadableSps(random(1 + (i % 60))));
  });
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
