import type { types } from 'mediasoup-client';
import { describe, expect, it } from 'vitest';
import { chooseVideoCodec, codecOptions, videoEncodings } from './encodings.ts';

describe('videoEncodings', () => {
  it.each([
    { width: 1920, height: 1080, scales: [4, 2, 1], best: 3_000_000 },
    { width: 1280, height: 720, scales: [4, 2, 1], best: 1_800_000 },
    { width: 720, height: 1280, scales: [4, 2, 1], best: 1_800_000 },
    { width: 640, height: 480, scales: [2, 1], best: 900_000 },
    { width: 320, height: 240, scales: [1], best: 350_000 },
  ])('gives a $width x $height camera layers $scales', ({ width, height, scales, best }) => {
    const encodings = videoEncodings('camera', { width, height }, {});
    expect(encodings.map((one) => one.scaleResolutionDownBy)).toEqual(scales);
    expect(encodings.at(-1)?.maxBitrate).toBe(best);
    const bitrates = encodings.map((one) => one.maxBitrate ?? 0);
    expect(bitrates).toEqual([...bitrates].sort((a, b) => a - b));
  });

  it('gives every layer a rid of its own', () => {
    const rids = videoEncodings('camera', { width: 1280, height: 720 }, {}).map(({ rid }) => rid);
    expect(new Set(rids).size).toBe(3);
  });

  it('sends one stream without simulcast, and of a screen', () => {
    const size = { width: 1280, height: 720 };
    expect(videoEncodings('camera', size, { simulcast: false, maxBitrateBps: 500_000 })).toEqual([
      { maxBitrate: 500_000 },
    ]);
    expect(videoEncodings('screen', size, {})).toEqual([{ maxBitrate: 2_500_000 }]);
  });
});

describe('chooseVideoCodec', () => {
  const codec = (mimeType: string, parameters = {}): types.RtpCodecCapability => ({
    kind: 'video',
    mimeType,
    clockRate: 90_000,
    preferredPayloadType: 96,
    parameters,
  });
  const vp8 = codec('video/VP8');
  const baseline = codec('video/H264', { 'packetization-mode': 1, 'profile-level-id': '42e01f' });
  const main = codec('video/H264', { 'packetization-mode': 1, 'profile-level-id': '4d0032' });

  it.each([
    { name: 'constrained baseline first', codecs: [vp8, main, baseline], expected: baseline },
    { name: 'any H.264 before VP8', codecs: [vp8, main], expected: main },
    { name: 'VP8 without H.264', codecs: [vp8], expected: vp8 },
    { name: 'nothing of nothing', codecs: [], expected: undefined },
  ])('chooses $name', ({ codecs, expected }) => {
    expect(chooseVideoCodec(codecs)).toBe(expected);
  });

  it('follows a wish as far as it can', () => {
    expect(chooseVideoCodec([baseline, vp8], 'vp8')).toBe(vp8);
    expect(chooseVideoCodec([baseline], 'vp8')).toBe(baseline);
  });
});

describe('codecOptions', () => {
  it('never uses DTX: a silent track must keep flowing', () => {
    expect(codecOptions('microphone').opusDtx).toBe(false);
    expect(codecOptions('screenAudio').opusDtx).toBe(false);
  });
});
