/** What ffmpeg must know of a video track before its first packet; a change needs a new ffmpeg generation. */
export type VideoConfig = { codec: 'H264'; sps: Buffer; pps: Buffer } | { codec: 'VP8' };

export function isSameConfig(a: VideoConfig, b: VideoConfig): boolean {
  if (a.codec === 'VP8' || b.codec === 'VP8') return a.codec === b.codec;
  return a.sps.equals(b.sps) && a.pps.equals(b.pps);
}
