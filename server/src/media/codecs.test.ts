import { describe, expect, it } from 'vitest';
import { clientCapabilities, codecName, plainReceiverCapabilities, videoOrientationUri } from './codecs.ts';

describe('clientCapabilities', () => {
  const { codecs, headerExtensions } = clientCapabilities();

  it('offers opus, then H.264 constrained baseline before VP8', () => {
    const names = codecs.filter(({ mimeType }) => !mimeType.endsWith('/rtx')).map(({ mimeType }) => mimeType);
    expect(names).toEqual(['audio/opus', 'video/H264', 'video/VP8']);
    expect(codecs.find(({ mimeType }) => mimeType === 'video/H264')?.parameters).toMatchObject({
      'profile-level-id': '42e01f',
      'packetization-mode': 1,
      'level-asymmetry-allowed': 1,
    });
  });

  it('keeps video orientation from publishers', () => {
    expect(headerExtensions.length).toBeGreaterThan(5);
    expect(headerExtensions.map(({ uri }) => uri)).not.toContain(videoOrientationUri);
  });
});

describe('codecName', () => {
  it.each([
    ['video/H264', 'H264'],
    ['video/vp8', 'VP8'],
    ['audio/opus', 'opus'],
    ['video/rtx', null],
    ['audio/PCMU', null],
  ])('%s is %s', (mimeType, name) => expect(codecName(mimeType)).toBe(name));
});

describe('plainReceiverCapabilities', () => {
  it('is one codec without feedback and extensions', () => {
    const codec = {
      mimeType: 'video/VP8',
      payloadType: 103,
      clockRate: 90000,
      rtcpFeedback: [{ type: 'nack' }],
    };
    const { codecs, headerExtensions } = plainReceiverCapabilities(codec);
    expect(codecs).toHaveLength(1);
    expect(codecs?.[0]).toMatchObject({ kind: 'video', mimeType: 'video/VP8', rtcpFeedback: [] });
    expect(headerExtensions).toEqual([]);
  });
});
