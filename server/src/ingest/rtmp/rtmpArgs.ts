import type { SourceTrack } from '../OnAirSource.ts';
import type { SourceTargets } from '../ports.ts';
import { audioTrack, rtpOutput, videoTrack } from '../rtpOutput.ts';

/** What of a publisher's stream goes on air, and how its picture does. */
export interface StreamShape {
  hasVideo: boolean;
  hasAudio: boolean;
  /** WebRTC knows no B-frames, and its viewers cannot ask this publisher for keyframes: such pictures are encoded anew. */
  encodesVideo: boolean;
}

export function tracksOf({ hasVideo, hasAudio }: StreamShape): SourceTrack[] {
  return [...(hasVideo ? [videoTrack] : []), ...(hasAudio ? [audioTrack] : [])];
}

const copy = ['-c:v', 'copy', '-bsf:v', 'h264_mp4toannexb,dump_extra=freq=keyframe'];
// Its own times: a constant rate would fill up from zero what a stream that is taken up later has not.
// No longer side over 1920, and even sides, which the encoder wants.
const encode = [
  ...['-vsync', 'passthrough'],
  '-vf',
  "scale=w='min(iw,1920)':h='min(ih,1920)':force_original_aspect_ratio=decrease:force_divisible_by=2",
  ...['-c:v', 'libx264', '-preset', 'superfast', '-tune', 'zerolatency', '-profile:v', 'baseline'],
  ...['-bf', '0', '-pix_fmt', 'yuv420p', '-force_key_frames', 'expr:gte(t,n_forced)'],
  ...['-b:v', '2500k', '-maxrate', '3000k', '-bufsize', '1500k'],
];
const opus = ['-c:a', 'libopus', '-b:a', '96k', '-ar', '48000', '-ac', '2'];

/**
 * ffmpeg's arguments: a live FLV on stdin, each track as RTP to its target. It looks at as little input as it can
 * before it begins, but not with `nobuffer`: that throws away what it has looked at, the first keyframe with it.
 */
export function rtmpArgs(shape: StreamShape, { ip, tracks }: SourceTargets): string[] {
  const outputs = tracksOf(shape).flatMap((track, i) => {
    const target = tracks[i];
    if (!target) throw new Error('a track has no target');
    const encoder =
      track.kind === 'video'
        ? ['-map', '0:v:0', ...(shape.encodesVideo ? encode : copy)]
        : ['-map', '0:a:0', ...opus];
    return [...encoder, ...rtpOutput(track, { ip, port: target.port, rtcpPort: target.rtcpPort })];
  });
  return [
    ...['-hide_banner', '-nostdin', '-nostats', '-loglevel', 'warning', '-threads', '1'],
    ...['-flags', 'low_delay', '-probesize', '32768', '-fpsprobesize', '0'],
    ...['-analyzeduration', '100000', '-f', 'flv', '-i', 'pipe:0', '-flush_packets', '1'],
    ...outputs,
  ];
}
