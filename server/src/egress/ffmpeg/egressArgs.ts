import { maxPicturePixels } from '../rtp/decodableSize.ts';
import type { VideoConfig } from '../rtp/VideoConfig.ts';

/**
 * ffmpeg's arguments for a solo egress: SDP on stdin, FLV on stdout. `-copyts` keeps the normaliser's timeline. No `-fflags nobuffer`:
 * with it ffmpeg throws away what it looked at while probing, which is the first keyframe.
 */
export function egressArgs(video: VideoConfig['codec']): string[] {
  return [...common, ...input(video), ...(video === 'H264' ? copyVideo : encodeVideo), ...audio, ...output];
}

const common = ['-hide_banner', '-nostdin', '-nostats', '-loglevel', 'warning', '-threads', '1'];

function input(video: VideoConfig['codec']): string[] {
  return [
    ...['-protocol_whitelist', 'pipe,udp,rtp', '-f', 'sdp'],
    // H.264's size is in the SDP, VP8's only in its first keyframe. Neither needs its frame rate guessed.
    ...[
      '-probesize',
      video === 'H264' ? '1000' : '200000',
      '-analyzeduration',
      '500000',
      '-fpsprobesize',
      '0',
    ],
    ...[
      '-max_delay',
      '100000',
      '-reorder_queue_size',
      '500',
      '-buffer_size',
      '1048576',
      '-listen_timeout',
      '30',
    ],
    // VP8 is decoded, and changes its size at will.
    ...(video === 'VP8' ? ['-max_pixels', String(maxPicturePixels)] : []),
    ...['-i', 'pipe:0', '-map', '0:v:0', '-map', '0:a:0', '-copyts'],
  ];
}

const copyVideo = ['-c:v', 'copy'];

/** Of the longer side: what is larger is made smaller before it is encoded. */
const maxSide = 1920;
const shrink = `min(1\\,${maxSide}/max(iw\\,ih))`;
/** x264 takes even sides only; a division may be a little less than whole. */
const even = (side: string) => `max(2\\,trunc(${side}*${shrink}/2+0.001)*2)`;
const evenSize = `scale=${even('iw')}:${even('ih')}`;

const encodeVideo = [
  ...['-vf', evenSize],
  ...['-c:v', 'libx264', '-preset', 'veryfast', '-tune', 'zerolatency', '-profile:v', 'baseline'],
  ...['-pix_fmt', 'yuv420p', '-vsync', 'passthrough', '-enc_time_base', '1:1000'],
  // Without it x264 takes the time base for the frame rate, and gives each picture a thirtieth of its bits.
  ...['-x264-params', 'fps=30'],
  ...['-b:v', '1500k', '-maxrate', '2000k', '-bufsize', '1500k', '-g', '60'],
  ...['-force_key_frames', 'expr:gte(t,n_forced)'],
];

// The sound has no gaps by then; `async` repairs what a full socket buffer lost.
const audio = [
  ...['-c:a', 'aac', '-b:a', '128k', '-ar', '48000', '-ac', '2'],
  ...['-af', 'aresample=async=1:min_hard_comp=0.04'],
];

// TagInterleaver puts the tags in order: ffmpeg would hold the sound until there is a picture, however rare that is.
const output = [
  ...['-avoid_negative_ts', 'disabled', '-muxdelay', '0', '-max_interleave_delta', '1'],
  ...['-flush_packets', '1', '-flvflags', 'no_duration_filesize', '-f', 'flv', 'pipe:1'],
];
