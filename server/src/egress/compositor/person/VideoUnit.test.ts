import { describe, expect, it } from 'vitest';
import { seededRandom } from '../../../../../tests/support/seededRandom.ts';
import { sequenceParameterSet } from '../../../../../tests/support/sequenceParameterSet.ts';
import { aggregateNals, packetizeNal } from '../../rtp/h264Payload.ts';
import { placeholderIdr, placeholderPps, placeholderSps } from '../../rtp/placeholder.ts';
import { createVideoUnit } from './VideoUnit.ts';

const sets = aggregateNals([placeholderSps, placeholderPps]);
const slice = Buffer.from('61b8aabbccddee', 'hex');
const hex = (text: string) => Buffer.from(text, 'hex');
/** Of 8192x4096 coded pixels. */
const croppedSps = sequenceParameterSet({ widthInMbs: 512, heightInMbs: 256, crop: 900 });
const giant = (set: Buffer) => Buffer.concat([set, Buffer.alloc(70_000, 1)]);

function avcc(...nals: Buffer[]): string {
  return nals.map((nal) => nal.length.toString(16).padStart(8, '0') + nal.toString('hex')).join('');
}

describe('an H.264 picture', () => {
  it('of aggregated sets and fragments is a keyframe with its size', () => {
    const fragments = packetizeNal(placeholderIdr, 100);
    expect(fragments.length).toBeGreaterThan(3);
    const unit = createVideoUnit('H264', [sets, ...fragments], 40);
    expect(unit?.config).toEqual({
      codec: 'H264',
      sps: placeholderSps,
      pps: placeholderPps,
      width: 640,
      height: 360,
    });
    expect(unit?.data.toString('hex')).toBe(avcc(placeholderSps, placeholderPps, placeholderIdr));
  });

  it('keeps its slices only', () => {
    const delimiter = hex('09f0');
    const enhancement = hex('0605aa');
    const unit = createVideoUnit('H264', [delimiter, enhancement, slice], 40);
    expect(unit).toMatchObject({ config: null, timestampMs: 40 });
    expect(unit?.data.toString('hex')).toBe(avcc(slice));
  });

  const fragments = packetizeNal(placeholderIdr, 100);
  it.each([
    ['without its first fragment', [sets, ...fragments.slice(1)]],
    ['without its last fragment', [sets, ...fragments.slice(0, -1)]],
    ['without parameter sets', [placeholderIdr]],
    [
      'with a parameter set that makes no sense',
      [aggregateNals([hex('6742001fd3'), placeholderPps]), placeholderIdr],
    ],
    [
      'of which a decoder would hold much more than is shown',
      [aggregateNals([croppedSps, placeholderPps]), placeholderIdr],
    ],
    ['with a PPS of 70 kB in fragments', [sets, placeholderIdr, ...packetizeNal(giant(placeholderPps))]],
    ['with an SPS of 70 kB in fragments', [sets, placeholderIdr, ...packetizeNal(giant(placeholderSps))]],
    ['whose first slice is missing', [sets, hex('6540aabbcc')]],
    ['of nothing', []],
    ['of parameter sets', [sets]],
  ])('%s is none', (_, payloads) => expect(createVideoUnit('H264', payloads, 0)).toBeNull());
});

describe('a VP8 picture', () => {
  it.each([
    ['of one byte', '10'],
    ['with a picture id of one byte', '9080' + '05'],
    ['with a picture id of two bytes', '9080' + '8005'],
    ['with all extensions', '90f0' + '8005' + '01' + '20'],
  ])('loses its descriptor %s', (_, descriptor) => {
    const unit = createVideoUnit('VP8', [hex(`${descriptor}01aabb`), hex('00ccdd')], 7);
    expect(unit).toEqual({ codec: 'VP8', timestampMs: 7, config: null, data: hex('01aabbccdd') });
  });

  it('that is a keyframe tells its size', () => {
    const unit = createVideoUnit('VP8', [hex('10500100' + '9d012a' + '4001f000' + 'ff')], 0);
    expect(unit?.config).toEqual({ codec: 'VP8', width: 320, height: 240 });
  });

  it.each([
    ['without its start code', '10500100' + '9d012b' + '4001f000' + 'ff'],
    ['larger than a decoder should hold', '10500100' + '9d012a' + 'ff3fff3f' + 'ff'],
    ['cut short', '10500100' + '9d01'],
    ['of nothing but a descriptor', '9080'],
  ])('%s is none', (_, payload) => expect(createVideoUnit('VP8', [hex(payload)], 0)).toBeNull());
});

it.each(['H264', 'VP8'] as const)('garbage is a picture or none, never an error (%s)', (codec) => {
  const random = seededRandom(11);
  const bytes = (length: number) => Buffer.from(Array.from({ length }, () => Math.floor(random() * 256)));
  for (let run = 0; run < 3000; run++) {
    const payloads = Array.from({ length: 1 + Math.floor(random() * 4) }, () =>
      bytes(Math.floor(random() * 40)),
    );
    const first = payloads[0];
    if (first && first.length > 0) first[0] = [0x7c, 0x78, 0x67, 0x65, 0x10][run % 5] ?? 0;
    createVideoUnit(codec, payloads, 0);
  }
});
