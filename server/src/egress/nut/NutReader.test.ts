import { beforeEach, describe, expect, it } from 'vitest';
import { seededRandom } from '../../../../tests/support/seededRandom.ts';
import { NutReader } from './NutReader.ts';

/*
 * Three pictures of 4x2, ten hours after the timeline's beginning:
 *   ffmpeg -f lavfi -i testsrc=s=4x2:r=25:d=0.12 -vf setpts=PTS+36000/TB,format=yuv420p -copyts -vsync passthrough -enc_time_base 1:1000 \
 *     -c:v rawvideo -threads 1 -fflags +bitexact -flags bitexact -strict experimental -syncpoints none -write_index 0 -f nut -
 */
const nut = Buffer.from(
  [
    'bnV0L211bHRpbWVkaWEgY29udGFpbmVyAE5NelYfXwStTAQBAYH/fwEBg/QAwAAGAAAAAAABoAACAQEoAQApACEBp38gAqd/gXnA',
    'AAYAAAAAAAEGAwAAAQQAAAG2Av/6Av/7Av/8Av/9Am2a8OxOUxFAW/L52xgAAARJNDIwAA6D9AAAAAAEAgEBABHymNJOSatotZa6',
    'eAkAAAAAAAAAAABOSatotZa6eDMBAAAAAgdlbmNvZGVyAg1MYXZjIHJhd3ZpZGVvDHJfZnJhbWVfcmF0ZQIEMjUvMXJY9ApOS+St',
    '7spFaQqIytGAAAAU/MUxAwAMEFGR0lGxqko/waVbBAwQUZHSV6+kTD7CoV8EDBBRkdJcrJ9PPcOdYw==',
  ].join(''),
  'base64',
);
const pictures = [
  [36_000_000, '105191d251b1aa4a3fc1a55b'],
  [36_000_040, '105191d257afa44c3ec2a15f'],
  [36_000_080, '105191d25cac9f4f3dc39d63'],
];

let reader: NutReader;
let frames: [number, string][];

beforeEach(() => {
  frames = [];
  reader = new NutReader((timestampMs, data) => frames.push([timestampMs, data.toString('hex')]));
});

describe('the NUT reader', () => {
  it.each([1, 2, 7, 64, 282, 10_000])('reads pictures and their times in chunks of %i bytes', (size) => {
    for (let at = 0; at < nut.length; at += size) reader.push(nut.subarray(at, at + size));
    expect(frames).toEqual(pictures);
  });

  it('gives a frame with its last byte', () => {
    const end = nut.indexOf(Buffer.from('105191d251b1aa4a3fc1a55b', 'hex')) + 12;
    reader.push(nut.subarray(0, end - 1));
    expect(frames).toHaveLength(0);
    reader.push(nut.subarray(end - 1, end));
    expect(frames).toHaveLength(1);
  });

  it.each([1, 2, 3, 4, 5])('throws an Error or goes on, whatever bytes are wrong (seed %i)', (seed) => {
    const random = seededRandom(seed);
    for (let run = 0; run < 400; run++) {
      const bytes = Buffer.from(nut);
      for (let i = 0; i < 4; i++) bytes[Math.floor(random() * bytes.length)] = Math.floor(random() * 256);
      const broken = new NutReader(() => undefined);
      try {
        for (let at = 0; at < bytes.length; at += 50) broken.push(bytes.subarray(at, at + 50));
      } catch (error) {
        expect(error).toBeInstanceOf(Error);
      }
    }
  });
});
