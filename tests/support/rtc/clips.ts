import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { accessUnits, ivfFrames, oggPackets } from './clipFrames.ts';

const run = promisify(execFile);
const clipSeconds = 10;
const framesPerSecond = 25;

export interface ClipFrame {
  isKeyframe: boolean;
  /** NAL units of H.264; one frame of VP8, one packet of Opus. */
  units: Buffer[];
}

/** A few seconds of encoded media, cut into frames; it begins with a keyframe. */
export interface Clip {
  codec: 'H264' | 'VP8' | 'opus';
  frameMs: number;
  frames: ClipFrame[];
}

export interface VideoClipOptions {
  /** An ffmpeg source (lavfi) of 25 frames a second. */
  source: string;
  bitrateBps: number;
  /** `null`: only at the beginning. */
  keyframeEvery: number | null;
}

/** A moving picture with its one keyframe at the beginning: any other has to be asked for. */
export function videoClip({ size = '640x360', bitrateBps = 1_000_000 } = {}): Promise<Clip> {
  const source = `testsrc2=s=${size}:r=${framesPerSecond},noise=alls=12:allf=t`;
  return h264Clip({ source, bitrateBps, keyframeEvery: null });
}

export function soundClip(): Promise<Clip> {
  return opusClip('sine=frequency=440:sample_rate=48000');
}

export async function h264Clip({ source, bitrateBps, keyframeEvery }: VideoClipOptions): Promise<Clip> {
  const structure = `aud=1:keyint=${keyframeEvery ?? 'infinite'}:scenecut=0:bframes=0:repeat-headers=1`;
  const encoder = [
    '-c:v',
    'libx264',
    '-preset',
    'ultrafast',
    '-profile:v',
    'baseline',
    '-pix_fmt',
    'yuv420p',
  ];
  const bytes = await encode(source, [
    ...encoder,
    ...rate(bitrateBps),
    ...['-x264-params', structure, '-f', 'h264'],
  ]);
  return { codec: 'H264', frameMs: 1000 / framesPerSecond, frames: accessUnits(bytes) };
}

export async function vp8Clip({ source, bitrateBps, keyframeEvery }: VideoClipOptions): Promise<Clip> {
  const encoder = ['-c:v', 'libvpx', '-deadline', 'realtime', '-cpu-used', '8', '-pix_fmt', 'yuv420p'];
  const keyframes = ['-g', String(keyframeEvery ?? clipSeconds * framesPerSecond)];
  const bytes = await encode(source, [...encoder, ...rate(bitrateBps), ...keyframes, '-f', 'ivf']);
  return { codec: 'VP8', frameMs: 1000 / framesPerSecond, frames: ivfFrames(bytes) };
}

/** @param source an ffmpeg source (lavfi) */
export async function opusClip(source: string): Promise<Clip> {
  const encoder = ['-ac', '2', '-c:a', 'libopus', '-b:a', '64k', '-vbr', 'off', '-frame_duration', '20'];
  const bytes = await encode(source, [...encoder, '-page_duration', '20000', '-f', 'ogg']);
  // The first two packets are headers; what the encoder adds at the end would shift every round a little.
  const packets = oggPackets(bytes).slice(2, 2 + clipSeconds * 50);
  return { codec: 'opus', frameMs: 20, frames: packets.map((unit) => ({ isKeyframe: true, units: [unit] })) };
}

function rate(bitrateBps: number): string[] {
  const [bps, buffer] = [String(bitrateBps), String(bitrateBps / 2)];
  return ['-b:v', bps, '-minrate', bps, '-maxrate', bps, '-bufsize', buffer];
}

async function encode(source: string, output: string[]): Promise<Buffer> {
  const input = ['-nostdin', '-v', 'error', '-f', 'lavfi', '-i', source, '-t', String(clipSeconds)];
  const options = { encoding: 'buffer', maxBuffer: 64 << 20 } as const;
  return (await run('ffmpeg', [...input, ...output, 'pipe:1'], options)).stdout;
}
