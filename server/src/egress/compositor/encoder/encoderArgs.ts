export interface EncoderFormat {
  width: number;
  height: number;
  frameRate: number;
}

/** Bits for each pixel of each picture: 1.8 Mbit/s at 720x1280 and 25 pictures a second. */
const bitsPerPixel = 0.078;
const lowestKbps = 400;
const highestKbps = 4500;

/**
 * ffmpeg's arguments for the composition: Matroska on stdin with I420 pictures and 16 bit stereo, FLV on stdout. `-copyts` keeps their
 * times. A keyframe begins each second, whichever pictures were dropped. Colours are not tagged, as publishers' are not: they look the
 * same before and after the switch.
 */
export function encoderArgs(format: EncoderFormat): string[] {
  return [...common, ...input, ...videoArgs(format), ...audio, ...output];
}

const common = ['-hide_banner', '-nostdin', '-nostats', '-loglevel', 'warning', '-threads', '1'];

// The header says everything, there is nothing to probe for.
const input = [
  ...['-probesize', '32', '-analyzeduration', '0', '-fpsprobesize', '0', '-guess_layout_max', '0'],
  ...['-f', 'matroska', '-i', 'pipe:0', '-map', '0:v:0', '-map', '0:a:0', '-copyts'],
];

function videoArgs({ width, height, frameRate }: EncoderFormat): string[] {
  const wanted = Math.round((width * height * frameRate * bitsPerPixel) / 1000);
  const kbps = Math.min(highestKbps, Math.max(lowestKbps, wanted));
  return [
    ...['-c:v', 'libx264', '-preset', 'superfast', '-tune', 'zerolatency', '-profile:v', 'baseline'],
    // `veryfast` costs two thirds more: 0.24 of a core instead of 0.15 at 720x1280 and 25 pictures a second.
    // Threads of its own would only add latency: one core does several of these.
    ...[
      '-threads',
      '1',
      '-bf',
      '0',
      '-pix_fmt',
      'yuv420p',
      '-vsync',
      'passthrough',
      '-enc_time_base',
      '1:1000',
    ],
    // Without it x264 takes the time base for the frame rate, and gives each picture a fortieth of its bits.
    ...['-x264-params', `fps=${frameRate}`],
    ...['-b:v', `${kbps}k`, '-maxrate', `${Math.round(kbps * 1.25)}k`, '-bufsize', `${kbps}k`],
    ...['-g', String(Math.ceil(frameRate * 2)), '-sc_threshold', '0', '-force_key_frames', eachSecond],
  ];
}

/** The first picture in each new second since the first of all, for which `t` is 0. Half a millisecond against rounding. */
const eachSecond = 'expr:if(isnan(prev_forced_t),1,gte(floor(t+0.0005),floor(prev_forced_t+0.0005)+1))';

const audio = ['-c:a', 'aac', '-b:a', '128k', '-ar', '48000', '-channel_layout', 'stereo'];

// Pictures and sound come in order; should pictures stop, sound goes on after 0.3 s.
const output = [
  ...['-avoid_negative_ts', 'disabled', '-muxdelay', '0', '-max_interleave_delta', '300000'],
  ...['-flush_packets', '1', '-flvflags', 'no_duration_filesize', '-f', 'flv', 'pipe:1'],
];
