import { readSpsSize } from './sps.ts';

/** What ffmpeg must know of a video track before its first packet; a change needs a new ffmpeg generation. */
export type VideoConfig = { codec: 'H264'; sps: Buffer; pps: Buffer } | { codec: 'VP8' };

export function isSameVideoConfig(a: VideoConfig, b: VideoConfig): boolean {
  if (a.codec === 'VP8' || b.codec === 'VP8') return a.codec === b.codec;
  return a.sps.equals(b.sps) && a.pps.equals(b.pps);
}

/** A picture of `next` can go where `before` was announced: the same codec and size. Parameter sets come with its keyframe. */
export function fitsInto(next: VideoConfig, before: VideoConfig): boolean {
  if (next.codec === 'VP8' || before.codec === 'VP8') return next.codec === before.codec;
  const [a, b] = [readSpsSize(next.sps), readSpsSize(before.sps)];
  return a.width === b.width && a.height === b.height;
}
