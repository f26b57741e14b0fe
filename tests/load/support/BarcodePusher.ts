import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Writable } from 'node:stream';

const width = 640;
const height = 360;
const block = 32;
const frameRate = 30;
const sampleRate = 48_000;
const samplesPerFrame = sampleRate / frameRate;
/** Of each second. */
const litFrames = 3;
const strip = { top: 280, bottom: 360 };
const paceMs = 4;

/** As an encoder of live streams is set up by somebody who wants it quick. */
const quickVideo = [
  '-c:v',
  'libx264',
  '-preset',
  'superfast',
  '-tune',
  'zerolatency',
  '-g',
  '30',
  '-bf',
  '0',
];

/**
 * A real ffmpeg that publishes over RTMP what `page/barcodeReader.js` reads: a picture that shows when it was made, and once a second a
 * flash with a beep. Picture and sound are counted, not stamped: they fit to the sample. Owns its process.
 */
export class BarcodePusher {
  readonly #child: ChildProcess;
  readonly #startedMs = performance.now();
  readonly #pacing: NodeJS.Timeout;
  readonly #exited: Promise<unknown>;
  #frames = 0;

  constructor(url: string, video: readonly string[] = quickVideo) {
    const quick = ['-fflags', 'nobuffer', '-probesize', '32', '-analyzeduration', '0'];
    const args = [
      ...['-hide_banner', '-nostdin', '-loglevel', 'error'],
      ...[...quick, '-f', 'rawvideo', '-pix_fmt', 'yuv420p', '-video_size', `${width}x${height}`],
      ...['-framerate', String(frameRate), '-i', 'pipe:0'],
      ...[...quick, '-f', 's16le', '-ar', String(sampleRate), '-ac', '1', '-i', 'pipe:3'],
      ...[...video, '-b:v', '1500k', '-c:a', 'aac', '-b:a', '96k'],
      ...['-flush_packets', '1', '-f', 'flv', url],
    ];
    this.#child = spawn('ffmpeg', args, { stdio: ['pipe', 'ignore', 'inherit', 'pipe'] });
    this.#exited = once(this.#child, 'exit');
    // It may be killed while something is being written.
    for (const pipe of [this.#picture, this.#sound]) pipe.on('error', () => undefined);
    this.#pacing = setInterval(() => this.#sendDue(), paceMs);
  }

  async close(): Promise<void> {
    clearInterval(this.#pacing);
    this.#child.kill('SIGKILL');
    await this.#exited;
  }

  get #picture(): Writable {
    return this.#child.stdio[0] as Writable;
  }

  get #sound(): Writable {
    return this.#child.stdio[3] as Writable;
  }

  #sendDue(): void {
    const due = ((performance.now() - this.#startedMs) * frameRate) / 1000;
    for (; this.#frames < due; this.#frames += 1) {
      this.#picture.write(pictureOf(this.#frames, Date.now()));
      this.#sound.write(soundOf(this.#frames));
    }
  }
}

function pictureOf(frame: number, nowMs: number): Buffer {
  const picture = Buffer.alloc((width * height * 3) / 2, 128);
  const fill = (x: number, y: number, w: number, h: number, luma: number) => {
    for (let row = y; row < y + h; row += 1) picture.fill(luma, row * width + x, row * width + x + w);
  };
  for (let i = 0; i < 40; i += 1)
    fill((frame * 3 + i * 37) % (width - 20), 110 + ((i * 53) % 140), 20, 20, 60);
  const perRow = width / block;
  barcodeBits(nowMs).forEach((bit, i) => {
    fill((i % perRow) * block, Math.floor(i / perRow) * block, block, block, bit ? 235 : 16);
  });
  fill(0, strip.top, width, strip.bottom - strip.top, frame % frameRate < litFrames ? 235 : 16);
  return picture;
}

/** Tenths of a millisecond since the epoch, least significant bit first, and a checksum of its bytes. */
function barcodeBits(nowMs: number): number[] {
  const time = BigInt(Math.round(nowMs * 10));
  const bits = Array.from({ length: 48 }, (_, i) => Number((time >> BigInt(i)) & 1n));
  let checksum = 0;
  for (let i = 0; i < 48; i += 1) checksum ^= (bits[i] ?? 0) << (i % 8);
  for (let i = 0; i < 8; i += 1) bits.push((checksum >> i) & 1);
  return bits;
}

function soundOf(frame: number): Buffer {
  const sound = Buffer.alloc(samplesPerFrame * 2);
  if (frame % frameRate >= litFrames) return sound;
  for (let i = 0; i < samplesPerFrame; i += 1) {
    const angle = (2 * Math.PI * 1000 * i) / sampleRate;
    sound.writeInt16LE(Math.round(16_000 * Math.sin(angle)), i * 2);
  }
  return sound;
}
