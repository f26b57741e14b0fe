import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const run = promisify(execFile);
const clipSeconds = 10;

/** A few seconds of encoded media, cut into frames: NAL units for H.264, one Opus packet each for sound. */
export interface Clip {
  frameMs: number;
  /** The first frame is the only keyframe of a video clip. */
  frames: Buffer[][];
}

/** A moving picture, 25 frames a second, with its one keyframe at the beginning: any other has to be asked for. */
export async function videoClip({ size = '640x360', bitrateBps = 1_000_000 } = {}): Promise<Clip> {
  const source = [
    '-f',
    'lavfi',
    '-i',
    `testsrc2=s=${size}:r=25,noise=alls=12:allf=t`,
    '-t',
    `${clipSeconds}`,
  ];
  const rate = [
    '-b:v',
    `${bitrateBps}`,
    '-minrate',
    `${bitrateBps}`,
    '-maxrate',
    `${bitrateBps}`,
    '-bufsize',
    `${bitrateBps / 2}`,
  ];
  const encoder = [
    '-c:v',
    'libx264',
    '-preset',
    'ultrafast',
    '-profile:v',
    'baseline',
    '-pix_fmt',
    'yuv420p',
    ...rate,
  ];
  const structure = 'aud=1:keyint=infinite:scenecut=0:bframes=0:repeat-headers=1';
  const bytes = await encode([...source, ...encoder, '-x264-params', structure, '-f', 'h264']);
  return { frameMs: 40, frames: accessUnits(bytes) };
}

export async function soundClip(): Promise<Clip> {
  const source = [
    '-f',
    'lavfi',
    '-i',
    'sine=frequency=440:sample_rate=48000',
    '-t',
    `${clipSeconds}`,
    '-ac',
    '2',
  ];
  const encoder = [
    '-c:a',
    'libopus',
    '-b:a',
    '64k',
    '-vbr',
    'off',
    '-frame_duration',
    '20',
    '-page_duration',
    '20000',
  ];
  const bytes = await encode([...source, ...encoder, '-f', 'ogg']);
  // The first two pages are headers.
  const packets = oggPages(bytes).slice(2);
  return { frameMs: 20, frames: packets.map((packet) => [packet]) };
}

async function encode(args: string[]): Promise<Buffer> {
  const options = { encoding: 'buffer', maxBuffer: 64 << 20 } as const;
  return (await run('ffmpeg', ['-v', 'error', ...args, 'pipe:1'], options)).stdout;
}

const nalAccessUnitDelimiter = 9;
const nalSei = 6;

function accessUnits(bytes: Buffer): Buffer[][] {
  const frames: Buffer[][] = [];
  for (const nal of annexBUnits(bytes)) {
    const type = (nal[0] ?? 0) & 0x1f;
    if (type === nalAccessUnitDelimiter) frames.push([]);
    else if (type !== nalSei) frames.at(-1)?.push(nal);
  }
  return frames;
}

function annexBUnits(bytes: Buffer): Buffer[] {
  const units: Buffer[] = [];
  const startCode = Buffer.from([0, 0, 1]);
  for (let at = bytes.indexOf(startCode); at !== -1; ) {
    const next = bytes.indexOf(startCode, at + 3);
    let end = next === -1 ? bytes.length : next;
    while (bytes[end - 1] === 0) end -= 1;
    units.push(bytes.subarray(at + 3, end));
    at = next;
  }
  return units;
}

/** The body of each page, which is one packet: the muxer was told so. */
function oggPages(bytes: Buffer): Buffer[] {
  const pages: Buffer[] = [];
  for (let at = 0; at + 27 < bytes.length; ) {
    const segments = bytes[at + 26] ?? 0;
    const start = at + 27 + segments;
    const length = bytes.subarray(at + 27, start).reduce((sum, lacing) => sum + lacing, 0);
    pages.push(bytes.subarray(start, start + length));
    at = start + length;
  }
  return pages;
}
