import { describe, expect, it } from 'vitest';
import {
  createPacket,
  hasMarker,
  isRtcp,
  isRtp,
  payloadOf,
  rewriteHeader,
  sequenceDistance,
  sequenceOf,
  ssrcOf,
  timestampDistance,
  timestampOf,
} from './rtpPacket.ts';

const header = { payloadType: 96, marker: true, sequence: 65_535, timestamp: 2 ** 32 - 1, ssrc: 0xdeadbeef };

describe('an RTP packet', () => {
  it('reads back what was written', () => {
    const packet = createPacket(header, Buffer.from('abc'));
    expect([sequenceOf(packet), timestampOf(packet), ssrcOf(packet)]).toEqual([
      65_535,
      2 ** 32 - 1,
      0xdeadbeef,
    ]);
    expect(hasMarker(packet)).toBe(true);
    expect(payloadOf(packet).toString()).toBe('abc');
  });

  it('keeps extension, CSRCs and payload when its header is rewritten', () => {
    const bytes = Buffer.from('b1e00001000000020000000300000009bede00011122334461620002', 'hex');
    rewriteHeader(bytes, { ...header, sequence: 65_537 });
    expect(sequenceOf(bytes)).toBe(1);
    expect(payloadOf(bytes).toString()).toBe('ab');
  });

  it.each([
    ['truncated extension', '90600001000000020000000300'],
    ['extension longer than the packet', '906000010000000200000003bede00ff'],
    ['padding longer than the packet', 'a06000010000000200000003aabbccff'],
  ])('with %s has no payload', (_, hex) => {
    expect(payloadOf(Buffer.from(hex, 'hex'))).toHaveLength(0);
  });

  it.each([
    ['sender report', '80c80006', true],
    ['payload type 96 with marker', '80e00006', false],
    ['payload type 72 with marker would be RTCP', '80c80006', true],
  ])('%s', (_, hex, expected) => {
    expect(isRtcp(Buffer.from(hex.padEnd(24, '0'), 'hex'))).toBe(expected);
    expect(isRtp(Buffer.from(hex.padEnd(24, '0'), 'hex'))).toBe(!expected);
  });

  it.each([
    [1, 65_535, 2],
    [65_535, 1, -2],
    [5, 5, 0],
  ])('sequence %i is %i plus %i', (a, b, distance) => expect(sequenceDistance(a, b)).toBe(distance));

  it('timestamps are compared over the wrap', () => {
    expect(timestampDistance(10, 2 ** 32 - 10)).toBe(20);
    expect(timestampDistance(2 ** 32 - 10, 10)).toBe(-20);
  });
});
