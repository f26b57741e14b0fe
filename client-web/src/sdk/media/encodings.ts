import type { MediaSource } from '@lianmai/shared';
import type { types } from 'mediasoup-client';
import type { PublishVideoOptions } from '../types.ts';

type VideoSource = Extract<MediaSource, 'camera' | 'screen'>;

interface PictureSize {
  width: number;
  height: number;
}

/** Best layer's bits per second by the shorter side of the picture, so that portrait and landscape count the same. */
const cameraBitrates: readonly (readonly [minSide: number, bps: number])[] = [
  [1080, 3_000_000],
  [720, 1_800_000],
  [540, 1_200_000],
  [480, 900_000],
  [360, 600_000],
  [0, 350_000],
];
const screenBitrateBps = 2_500_000;

/** What each layer gets of the best one's bitrate: less than its share of pixels, because details cost less when small. */
const layerShare: Record<number, number> = { 1: 1, 2: 0.35, 4: 0.12 };

/**
 * Encodings for `transport.produce`, smallest layer first. A picture too small for useful layers gets fewer: browsers drop them
 * anyway, and a viewer gains nothing from 80 pixels.
 */
export function videoEncodings(
  source: VideoSource,
  { width, height }: PictureSize,
  { simulcast = source === 'camera', maxBitrateBps }: PublishVideoOptions,
): types.RtpEncodingParameters[] {
  const shortSide = Math.min(width, height);
  const best = maxBitrateBps ?? (source === 'screen' ? screenBitrateBps : cameraBitrateBps(shortSide));
  if (!simulcast) return [{ maxBitrate: best }];
  return layerScales(shortSide).map((scale) => ({
    rid: `r${scale}`,
    scaleResolutionDownBy: scale,
    maxBitrate: Math.round(best * (layerShare[scale] ?? 1)),
  }));
}

function cameraBitrateBps(shortSide: number): number {
  return cameraBitrates.find(([minSide]) => shortSide >= minSide)?.[1] ?? 350_000;
}

function layerScales(shortSide: number): number[] {
  if (shortSide >= 540) return [4, 2, 1];
  return shortSide >= 270 ? [2, 1] : [1];
}

/**
 * The codec to publish with: H.264 constrained baseline, packetization mode 1 (egress copies it without encoding), any other H.264,
 * VP8, or whatever both sides have. Undefined: let the library choose.
 */
export function chooseVideoCodec(
  codecs: readonly types.RtpCodecCapability[],
  wish?: PublishVideoOptions['codec'],
): types.RtpCodecCapability | undefined {
  const named = (mimeType: string) => codecs.filter((codec) => codec.mimeType.toLowerCase() === mimeType);
  const h264 = named('video/h264');
  const vp8 = named('video/vp8')[0];
  const bestH264 = h264.find(isConstrainedBaseline) ?? h264[0];
  return wish === 'vp8' ? (vp8 ?? bestH264) : (bestH264 ?? vp8);
}

function isConstrainedBaseline({ parameters }: types.RtpCodecCapability): boolean {
  const level: unknown = parameters?.['profile-level-id'];
  return parameters?.['packetization-mode'] === 1 && typeof level === 'string' && /^42e0/i.test(level);
}

/** Encoder options by source. Sound without DTX: a silent track must go on flowing, or egress runs dry. */
export function codecOptions(source: MediaSource): types.ProducerCodecOptions {
  switch (source) {
    case 'camera':
    case 'screen':
      // The default start of 300 kb/s keeps the best layer off the air for the first seconds.
      return { videoGoogleStartBitrate: 1000 };
    case 'microphone':
      return { opusDtx: false, opusFec: true, opusStereo: false, opusMaxAverageBitrate: 64_000 };
    case 'screenAudio':
      return { opusDtx: false, opusFec: true, opusStereo: true, opusMaxAverageBitrate: 128_000 };
  }
}
