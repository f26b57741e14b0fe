import { avcDecoderConfiguration } from '../matroska/codecPrivate.ts';
import type { MatroskaTrack } from '../matroska/MatroskaWriter.ts';

/** One keyframe with everything that a decoder needs. */
export interface EncodedPicture {
  track: Omit<MatroskaTrack, 'number'>;
  /** H.264: length-prefixed NAL units. */
  payload: Buffer;
}

export function h264Picture(
  size: { width: number; height: number },
  avcC: Buffer,
  payload: Buffer,
): EncodedPicture {
  const format = { kind: 'video' as const, width: size.width, height: size.height };
  return { track: { codecId: 'V_MPEG4/ISO/AVC', codecPrivate: avcC, format }, payload };
}

/** As the Compositor's parts give a keyframe. */
export function pictureOf(
  config: { width: number; height: number } & (
    | { codec: 'H264'; sps: Buffer; pps: Buffer }
    | { codec: 'VP8' }
  ),
  payload: Buffer,
): EncodedPicture {
  if (config.codec === 'H264')
    return h264Picture(config, avcDecoderConfiguration(config.sps, config.pps), payload);
  const format = { kind: 'video' as const, width: config.width, height: config.height };
  return { track: { codecId: 'V_VP8', format }, payload };
}
