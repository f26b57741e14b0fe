import type { RtpParameters } from '@lianmai/shared';
import { describe, expect, it } from 'vitest';
import { videoOrientationUri } from './codecs.ts';
import { producerParameters, receiverCapabilities } from './rtpTranslation.ts';

const mid = 'urn:ietf:params:rtp-hdrext:sdes:mid';
const vp8: RtpParameters = {
  codecs: [{ mimeType: 'video/VP8', payloadType: 96, clockRate: 90000 }],
  headerExtensions: [
    { uri: mid, id: 1 },
    { uri: videoOrientationUri, id: 2 },
    { uri: 'urn:example:unknown', id: 3 },
  ],
  encodings: [{ ssrc: 1, scaleResolutionDownBy: 2, scalabilityMode: 'L1T3' }],
};

describe('producerParameters', () => {
  it('drops video orientation and extensions that routers do not know', () => {
    expect(producerParameters('video', vp8).headerExtensions).toEqual([{ uri: mid, id: 1 }]);
  });

  it('drops what only the encoder needs', () => {
    expect(producerParameters('video', vp8).encodings).toEqual([{ ssrc: 1, scalabilityMode: 'L1T3' }]);
  });

  it.each<[string, 'audio' | 'video', RtpParameters]>([
    ['a codec of the other kind', 'audio', vp8],
    ['an absurd scalability mode', 'video', { ...vp8, encodings: [{ ssrc: 1, scalabilityMode: 'L99T99' }] }],
    [
      'audio in several encodings',
      'audio',
      {
        codecs: [{ mimeType: 'audio/opus', payloadType: 96, clockRate: 48000, channels: 2 }],
        encodings: [{ ssrc: 1 }, { ssrc: 2 }],
      },
    ],
  ])('refuses %s', (_what, kind, parameters) => {
    expect(() => producerParameters(kind, parameters)).toThrow(
      expect.objectContaining({ code: 'invalid_request' }),
    );
  });
});

describe('receiverCapabilities', () => {
  it('drops extensions that routers do not know', () => {
    const headerExtensions = [
      { kind: 'video' as const, uri: mid, preferredId: 1 },
      { kind: 'video' as const, uri: 'urn:example:unknown', preferredId: 2 },
    ];
    expect(receiverCapabilities({ codecs: [], headerExtensions }).headerExtensions).toHaveLength(1);
  });
});
