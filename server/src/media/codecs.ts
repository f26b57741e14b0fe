import { type MediaKind, RtpCapabilities } from '@lianmai/shared';
import { ortc, type types } from 'mediasoup';

/** Rotation told in a header extension: a consumer that ignores it, as ffmpeg does, would show the picture lying down. */
export const videoOrientationUri = 'urn:3gpp:video-orientation';

/**
 * What every router speaks, in order of preference. H.264 constrained baseline first: egress copies it instead of encoding,
 * and every browser decodes it (42001f would shut Safari out). VP8 for publishers that have no H.264 encoder.
 */
export const routerCodecs: types.RouterRtpCodecCapability[] = [
  {
    kind: 'audio',
    mimeType: 'audio/opus',
    clockRate: 48000,
    channels: 2,
    parameters: { useinbandfec: 1, minptime: 10 },
  },
  {
    kind: 'video',
    mimeType: 'video/H264',
    clockRate: 90000,
    parameters: { 'packetization-mode': 1, 'profile-level-id': '42e01f', 'level-asymmetry-allowed': 1 },
  },
  { kind: 'video', mimeType: 'video/VP8', clockRate: 90000 },
];

/** The routers' capabilities as clients see them, without video orientation: a phone then rotates the picture itself. */
export function clientCapabilities(): RtpCapabilities {
  const { codecs, headerExtensions = [] } = ortc.generateRouterRtpCapabilities(structuredClone(routerCodecs));
  return RtpCapabilities.parse({
    codecs,
    headerExtensions: headerExtensions.filter(({ uri }) => uri !== videoOrientationUri),
  });
}

/** Names that the rest of the server uses for a codec. */
export type CodecName = 'H264' | 'VP8' | 'opus';

/** The name of a codec by its MIME type; `null` for RTX, FEC and anything that routers do not speak. */
export function codecName(mimeType: string): CodecName | null {
  switch (mimeType.toLowerCase()) {
    case 'video/h264':
      return 'H264';
    case 'video/vp8':
      return 'VP8';
    case 'audio/opus':
      return 'opus';
    default:
      return null;
  }
}

/** `audio` or `video` of a MIME type, in lower case. */
export function mimeKind(mimeType: string): MediaKind {
  return mimeType.toLowerCase().startsWith('audio/') ? 'audio' : 'video';
}

/**
 * Capabilities that take exactly `codec` and nothing around it: no RTX, no NACK, no bandwidth estimation, no header extensions.
 * What a receiver of plain RTP (ffmpeg) understands.
 */
export function plainReceiverCapabilities(codec: types.RtpCodecParameters): types.RtpCapabilities {
  const { mimeType, payloadType, clockRate, channels, parameters } = codec;
  const kind = mimeKind(mimeType);
  const capability = { kind, mimeType, preferredPayloadType: payloadType, clockRate, channels, parameters };
  return { codecs: [{ ...capability, rtcpFeedback: [] }], headerExtensions: [] };
}
