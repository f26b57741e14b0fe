import { describe, expect, it } from 'vitest';
import { avcDecoderConfiguration } from './codecPrivate.ts';
import { sizeBytes, unsignedElement } from './ebml.ts';
import { MatroskaWriter } from './MatroskaWriter.ts';

const hex = (bytes: Buffer | undefined) => bytes?.toString('hex') ?? '';

describe('an EBML element', () => {
  it.each([
    [0, '861000000100'],
    [1, '861000000101'],
    [1_000_000, '86100000030f4240'],
    [2 ** 40, '8610000006010000000000'],
  ])('holds %i', (value, expected) => expect(hex(unsignedElement(0x86, value))).toBe(expected));

  it('may be larger than four bytes of size say', () => {
    expect(hex(sizeBytes(2 ** 28 - 2))).toBe('1ffffffe');
    expect(hex(sizeBytes(2 ** 28 - 1))).toBe('010000000fffffff');
  });
});

describe('the Matroska writer', () => {
  const block = (writer: MatroskaWriter, timestampMs: number, isKeyframe = true) => {
    const [head, payload] = writer.block({ track: 1, timestampMs, isKeyframe, payload: Buffer.from('ab') });
    return `${hex(head)}|${payload?.toString()}`;
  };

  it('begins with the tracks, in a segment without an end', () => {
    const codecPrivate = avcDecoderConfiguration(Buffer.from('6742c01f', 'hex'), Buffer.from('68ce', 'hex'));
    const header = new MatroskaWriter().header([
      {
        number: 1,
        codecId: 'V_MPEG4/ISO/AVC',
        codecPrivate,
        format: { kind: 'video', width: 640, height: 360 },
      },
      { number: 2, codecId: 'A_OPUS', format: { kind: 'audio', sampleRate: 48_000, channels: 2 } },
    ]);
    const text = hex(header);
    expect(text.startsWith('1a45dfa3')).toBe(true);
    expect(text).toContain('1853806701ffffffffffffff');
    expect(text).toContain('0142c01fffe100046742c01f01000268ce');
    expect(text).toContain('b0100000020280ba100000020168');
    expect(header.includes('A_OPUS')).toBe(true);
  });

  it('gives each block out at once, in a cluster of at most 30 s', () => {
    const writer = new MatroskaWriter();
    const cluster = (timestamp: string) => `1f43b67501ffffffffffffff${timestamp}`;
    expect(block(writer, 36_000_000.4)).toBe(`${cluster('e71000000402255100')}a31000000681000080|ab`);
    expect(block(writer, 36_000_040, false)).toBe('a31000000681002800|ab');
    expect(block(writer, 35_999_990)).toBe('a31000000681fff680|ab');
    expect(block(writer, 36_030_001)).toBe(`${cluster('e7100000040225c631')}a31000000681000080|ab`);
  });
});
