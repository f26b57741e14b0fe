import { expect, it } from 'vitest';
import { placeholderPps, placeholderSps } from './placeholder.ts';
import { fitsInto, isSameVideoConfig, type VideoConfig } from './VideoConfig.ts';

/** Exp-Golomb (ITU-T H.264 §9.1). */
function ue(value: number): string {
  const bits = (value + 1).toString(2);
  return '0'.repeat(bits.length - 1) + bits;
}

/** A NAL unit of bits, with stop bit, padding and emulation prevention. */
function nal(header: number, bits: string): Buffer {
  const padded = `${bits}1`.padEnd(Math.ceil((bits.length + 1) / 8) * 8, '0');
  const bytes = [header, ...(padded.match(/.{8}/gu) ?? []).map((byte) => Number.parseInt(byte, 2))];
  const escaped: number[] = [];
  for (const byte of bytes) {
    if (byte <= 3 && escaped.at(-1) === 0 && escaped.at(-2) === 0) escaped.push(3);
    escaped.push(byte);
  }
  return Buffer.from(escaped);
}

/** As encoders send that count the ids of their sets up with each keyframe. */
function config({ spsId = 0, ppsId = 0, widthInMbs = 40, initQp = 0 }): VideoConfig {
  const size = ue(widthInMbs - 1) + ue(21);
  const rest = `${ue(0) + ue(0) + ue(0) + ue(1)}0${size}1100`;
  const sps = nal(0x67, `${(0x42c01f).toString(2).padStart(24, '0')}${ue(spsId)}${rest}`);
  const pps = nal(
    0x68,
    `${ue(ppsId) + ue(spsId)}00${ue(0) + ue(0) + ue(0)}000${ue(initQp) + ue(0) + ue(0)}100`,
  );
  return { codec: 'H264', sps, pps };
}

const base = config({});

it.each<[string, VideoConfig, boolean]>([
  ['the same', config({}), true],
  ['another id of the SPS', config({ spsId: 1 }), true],
  ['other ids of any length', config({ spsId: 31, ppsId: 255 }), true],
  ['another size', config({ spsId: 1, widthInMbs: 20 }), false],
  ['another PPS', config({ initQp: 2 }), false],
  ['other sets', { codec: 'H264', sps: placeholderSps, pps: placeholderPps }, false],
  [
    'sets that end too early',
    { codec: 'H264', sps: Buffer.from([0x67, 0x42]), pps: Buffer.from([0x68]) },
    false,
  ],
  ['VP8', { codec: 'VP8' }, false],
])('%s', (_, other, expected) => {
  expect(isSameVideoConfig(base, other)).toBe(expected);
  expect(isSameVideoConfig(other, other)).toBe(true);
});

it('goes by the picture’s size where a picture is to fit in', () => {
  expect(fitsInto(config({ initQp: 2 }), base)).toBe(true);
  expect(fitsInto(config({ widthInMbs: 20 }), base)).toBe(false);
});
