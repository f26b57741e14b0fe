import { describe, expect, it } from 'vitest';
import { readAudioConfig, readVideoConfig } from '../../codecs/decoderConfigs.ts';
import { placeholderPps, placeholderSps } from '../rtp/placeholder.ts';
import { FlvDemuxer, type FlvItem } from './FlvDemuxer.ts';

const fileHeader = Buffer.from('464c5601050000000900000000', 'hex');

function tag(type: number, timestampMs: number, bodyHex: string): Buffer {
  const body = Buffer.from(bodyHex, 'hex');
  const head = Buffer.alloc(11);
  head[0] = type;
  head.writeUIntBE(body.length, 1, 3);
  head.writeUIntBE(timestampMs & 0xffffff, 4, 3);
  head[7] = timestampMs >>> 24;
  return Buffer.concat([head, body, Buffer.alloc(4)]);
}

const stream = Buffer.concat([
  fileHeader,
  tag(18, 0, '02000a6f6e4d65746144617461'),
  tag(9, 0, '170000000001'),
  tag(8, 0, 'af001190'),
  tag(9, 0x1234567, '17010000280000000265b8'),
  tag(8, 0x1234568, 'af0121'),
  tag(9, 0x1234569, '2701fffff80000000241b8'),
  tag(9, 0x1234570, '1702000000'),
]);

const expected: FlvItem[] = [
  { kind: 'videoConfig', avcC: Buffer.from('01', 'hex') },
  { kind: 'audioConfig', audioSpecificConfig: Buffer.from('1190', 'hex') },
  {
    kind: 'video',
    timestampMs: 0x1234567,
    compositionMs: 40,
    isKeyframe: true,
    payload: Buffer.from('0000000265b8', 'hex'),
  },
  { kind: 'audio', timestampMs: 0x1234568, payload: Buffer.from('21', 'hex') },
  {
    kind: 'video',
    timestampMs: 0x1234569,
    compositionMs: -8,
    isKeyframe: false,
    payload: Buffer.from('0000000241b8', 'hex'),
  },
];

describe('the FLV demuxer', () => {
  it.each([1, 2, 7, 13, 64, stream.length])('reads the same from chunks of %i bytes', (size) => {
    const items: FlvItem[] = [];
    const demuxer = new FlvDemuxer((item) => items.push(item));
    for (let at = 0; at < stream.length; at += size) demuxer.push(stream.subarray(at, at + size));
    expect(items).toEqual(expected);
  });

  it('refuses what is not FLV, and lengths that nobody sends', () => {
    expect(() => new FlvDemuxer(() => {}).push(Buffer.alloc(20))).toThrow('not an FLV stream');
    const lost = Buffer.concat([fileHeader, Buffer.from('09ffffff00000000000000', 'hex')]);
    expect(() => new FlvDemuxer(() => {}).push(lost)).toThrow('FLV tag');
  });
});

describe('codec configuration', () => {
  it('tells the size of the picture', () => {
    const length = Buffer.alloc(2);
    length.writeUInt16BE(placeholderSps.length);
    const avcC = Buffer.concat([Buffer.from('0142c01fffe1', 'hex'), length, placeholderSps, placeholderPps]);
    expect(readVideoConfig(avcC)).toMatchObject({ width: 640, height: 360 });
    expect(() => readVideoConfig(Buffer.from('0142c01fffe0', 'hex'))).toThrow('SPS');
  });

  it.each([
    ['1190', 48_000, 2],
    ['1210', 44_100, 2],
    ['1588', 8000, 1],
  ])('AudioSpecificConfig %s', (hex, sampleRate, channels) => {
    expect(readAudioConfig(Buffer.from(hex, 'hex'))).toMatchObject({ sampleRate, channels });
  });
});
