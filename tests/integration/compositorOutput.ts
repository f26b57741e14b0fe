import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { small } from './compositorFixture.ts';

/*
 * What a player would see and hear of an FLV file.
 */

async function decode(flv: Buffer, args: string[]): Promise<Buffer> {
  const child = spawn('ffmpeg', ['-v', 'error', '-i', 'pipe:0', ...args, 'pipe:1']);
  const chunks: Buffer[] = [];
  let errors = '';
  child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk));
  child.stderr.on('data', (chunk: Buffer) => {
    errors += chunk;
  });
  child.stdin.on('error', () => {});
  child.stdin.end(flv);
  await once(child, 'close');
  if (chunks.length === 0) throw new Error(`nothing decoded: ${errors}`);
  return Buffer.concat(chunks);
}

/** How bright each picture of an FLV file is, 0 to 255. */
export async function brightnessOf(flv: Buffer): Promise<number[]> {
  const bytes = await decode(flv, [
    '-an',
    '-vf',
    'scale=1:1:flags=area',
    '-vsync',
    'passthrough',
    '-pix_fmt',
    'gray',
    '-f',
    'rawvideo',
  ]);
  return [...bytes];
}

export interface SeenPicture {
  /** The colour around a place, as the mean of a few pixels. */
  at(x: number, y: number): [number, number, number];
}

/** The last picture of an FLV file. */
export async function lastPicture(flv: Buffer, { width, height } = small): Promise<SeenPicture> {
  const all = await decode(flv, ['-an', '-pix_fmt', 'rgb24', '-f', 'rawvideo']);
  const rgb = all.subarray(all.length - width * height * 3);
  const pixel = (x: number, y: number, channel: number) => rgb[(y * width + x) * 3 + channel] ?? 0;
  const mean = (x: number, y: number, channel: number) => {
    let sum = 0;
    for (let dx = -2; dx <= 2; dx++)
      for (let dy = -2; dy <= 2; dy++) sum += pixel(Math.round(x) + dx, Math.round(y) + dy, channel);
    return sum / 25;
  };
  return { at: (x, y) => [mean(x, y, 0), mean(x, y, 1), mean(x, y, 2)] };
}

/** The left channel of an FLV file's sound, -1 to 1. */
export async function soundOf(flv: Buffer): Promise<Float32Array> {
  const bytes = await decode(flv, ['-vn', '-af', 'pan=mono|c0=c0', '-ar', '48000', '-f', 'f32le']);
  return new Float32Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + (bytes.length & ~3)));
}

/** How loud a tone is in samples (its amplitude), by Goertzel. */
export function loudness(samples: Float32Array, hz: number): number {
  const coefficient = 2 * Math.cos((2 * Math.PI * hz) / 48_000);
  let [one, two] = [0, 0];
  for (const sample of samples) [one, two] = [sample + coefficient * one - two, one];
  const power = one * one + two * two - coefficient * one * two;
  return (2 * Math.sqrt(Math.max(0, power))) / samples.length;
}

/** How loud the quietest 5 ms are, as a share of the whole: 1 for a tone without a hole. */
export function quietestShare(samples: Float32Array): number {
  const meanSquare = (some: Float32Array) => some.reduce((sum, sample) => sum + sample ** 2, 0) / some.length;
  const window = 240;
  let quietest = Number.POSITIVE_INFINITY;
  for (let at = 0; at + window <= samples.length; at += window / 4)
    quietest = Math.min(quietest, meanSquare(samples.subarray(at, at + window)));
  return Math.sqrt(quietest / meanSquare(samples));
}

/** The largest difference of a channel. */
export function difference(a: readonly number[], b: readonly number[]): number {
  return Math.max(...a.map((value, i) => Math.abs(value - (b[i] ?? 0))));
}
