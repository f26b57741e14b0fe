import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** A few seconds of encoded media, cut into what one frame of a publisher would be; played in a loop by FakePublisher. */
export interface Clip {
  codec: 'H264' | 'VP8' | 'opus';
  frameMs: number;
  /** One access unit each: its NAL units (H.264), or one buffer. */
  frames: { isKeyframe: boolean; units: Buffer[] }[];
}

/** Black with a white flash for 80 ms at the beginning of each second. */
const flash = (size: string) =>
  `color=c=black:s=${size}:r=25,drawbox=c=white:t=fill:enable='lt(mod(t,1),0.08)',format=yuv420p`;
/** Silence with a 1 kHz beep for 80 ms at the beginning of each second. */
const beep = "aevalsrc='0.5*sin(2*PI*1000*t)*lt(mod(t,1),0.08)':s=48000:d=4,aformat=channel_layouts=stereo";

async function encode(args: string[]): Promise<Buffer> {
  const options = { encoding: 'buffer' as const, maxBuffer: 64 << 20 };
  return (await run('ffmpeg', ['-v', 'error', ...args, 'pipe:1'], options)).stdout;
}

export async function h264Clip(size: string, video = flash(size), bitrate = '400k'): Promise<Clip> {
  const x264 = 'aud=1:keyint=25:min-keyint=25:scenecut=0:bframes=0:threads=1:repeat-headers=1';
  const source = ['-f', 'lavfi', '-i', video, '-t', '4'];
  const encoder = ['-c:v', 'libx264', '-preset', 'veryfast', '-profile:v', 'baseline', '-b:v', bitrate];
  const bytes = await encode([...source, ...encoder, '-x264-params', x264, '-f', 'h264']);
  const frames: Clip['frames'] = [];
  for (const nal of splitAnnexB(bytes)) {
    const type = (nal[0] ?? 0) & 0x1f;
    if (type === 9) frames.push({ isKeyframe: false, units: [] });
    const frame = frames.at(-1);
    if (!frame || type === 9 || type === 6) continue;
    frame.units.push(nal);
    if (type === 5) frame.isKeyframe = true;
  }
  return { codec: 'H264', frameMs: 40, frames };
}

export async function vp8Clip(size: string): Promise<Clip> {
  const source = ['-f', 'lavfi', '-i', flash(size), '-t', '4'];
  const encoder = ['-c:v', 'libvpx', '-deadline', 'realtime', '-cpu-used', '8', '-b:v', '400k', '-g', '25'];
  const bytes = await encode([...source, ...encoder, '-f', 'ivf']);
  const frames: Clip['frames'] = [];
  for (let at = 32; at + 12 < bytes.length; ) {
    const length = bytes.readUInt32LE(at);
    const unit = bytes.subarray(at + 12, at + 12 + length);
    frames.push({ isKeyframe: ((unit[0] ?? 1) & 1) === 0, units: [unit] });
    at += 12 + length;
  }
  return { codec: 'VP8', frameMs: 40, frames };
}

export async function opusClip(sound = beep): Promise<Clip> {
  const encoder = ['-c:a', 'libopus', '-b:a', '64k', '-frame_duration', '20', '-page_duration', '20000'];
  const bytes = await encode(['-f', 'lavfi', '-i', sound, ...encoder, '-f', 'ogg']);
  const frames = oggPackets(bytes)
    .slice(2)
    .map((unit) => ({ isKeyframe: true, units: [unit] }));
  return { codec: 'opus', frameMs: 20, frames: frames.slice(0, 200) };
}

function splitAnnexB(bytes: Buffer): Buffer[] {
  const nals: Buffer[] = [];
  const code = Buffer.from([0, 0, 1]);
  for (let at = bytes.indexOf(code); at !== -1; ) {
    const next = bytes.indexOf(code, at + 3);
    let end = next === -1 ? bytes.length : next;
    while (bytes[end - 1] === 0) end--;
    nals.push(bytes.subarray(at + 3, end));
    at = next;
  }
  return nals;
}

/** Every page holds one packet: the muxer was told so. */
function oggPackets(bytes: Buffer): Buffer[] {
  const packets: Buffer[] = [];
  for (let at = 0; at + 27 < bytes.length; ) {
    const segments = bytes[at + 26] ?? 0;
    let length = 0;
    for (let i = 0; i < segments; i++) length += bytes[at + 27 + i] ?? 0;
    const start = at + 27 + segments;
    packets.push(bytes.subarray(start, start + length));
    at = start + length;
  }
  return packets;
}
