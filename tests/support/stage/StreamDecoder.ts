import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Readable } from 'node:stream';
import type { Raster } from './barcodeReading.ts';

export const decodedSampleRate = 48_000;
/** Every picture is stretched to this size, whatever its own. */
export const rasterSize = { width: 640, height: 640 } as const;

export interface DecoderEvents {
  onPicture(raster: Raster, timestampMs: number): void;
  /** One channel. */
  onSound(samples: Float32Array, timestampMs: number): void;
}

/** Decodes a stream of one H.264 and one AAC track while it comes in; timestamps are the stream's own. Owns an ffmpeg. */
export class StreamDecoder {
  readonly #child: ChildProcess;
  readonly #closed: Promise<unknown>;

  constructor(format: 'flv' | 'mp4', events: DecoderEvents) {
    this.#child = spawn('ffmpeg', decoderArgs(format), { stdio: ['pipe', 'ignore', 'pipe', 'pipe', 'pipe'] });
    this.#closed = once(this.#child, 'close');
    const pictures = new Chunks(({ bytes, timestampMs }) =>
      events.onPicture({ ...rasterSize, pixels: bytes }, timestampMs),
    );
    const sounds = new Chunks(({ bytes, timestampMs }) => events.onSound(toSamples(bytes), timestampMs));
    this.#pipe(3, pictures);
    this.#pipe(4, sounds);
    // Being killed breaks the pipe.
    this.#child.stdin?.on('error', () => undefined);
    readLines(this.#child.stderr, (line) => {
      const timestampMs = Number(/ pts_time:\s*(-?[\d.]+)/u.exec(line)?.[1]) * 1000;
      if (Number.isNaN(timestampMs)) return;
      const samples = Number(/ nb_samples:(\d+)/u.exec(line)?.[1]);
      if (line.includes('_ashowinfo_')) sounds.expect(samples * 4, timestampMs);
      else if (line.includes('_showinfo_'))
        pictures.expect(rasterSize.width * rasterSize.height, timestampMs);
    });
  }

  push(bytes: Buffer): void {
    this.#child.stdin?.write(bytes);
  }

  /** Resolves when everything that was pushed has come out. */
  async finish(): Promise<void> {
    this.#child.stdin?.end();
    await this.#closed;
  }

  async close(): Promise<void> {
    this.#child.kill('SIGKILL');
    await this.#closed;
  }

  #pipe(descriptor: number, chunks: Chunks): void {
    const stream = this.#child.stdio[descriptor];
    stream?.on('data', (bytes: Buffer) => chunks.push(bytes));
  }
}

function decoderArgs(format: 'flv' | 'mp4'): string[] {
  const { width, height } = rasterSize;
  return [
    ...['-hide_banner', '-nostats', '-loglevel', 'info', '-copyts', '-threads', '1'],
    // No `-fflags nobuffer`: it throws away what was looked at while probing.
    ...['-flags', 'low_delay', '-probesize', '100k', '-analyzeduration', '0'],
    ...['-f', format, '-i', 'pipe:0'],
    ...['-map', '0:v', '-vf', `scale=${width}:${height}:flags=bilinear,format=gray,showinfo=checksum=0`],
    ...['-fps_mode', 'passthrough', '-flush_packets', '1', '-f', 'rawvideo', 'pipe:3'],
    ...['-map', '0:a', '-af', `aresample=${decodedSampleRate},pan=mono|c0=.5*c0+.5*c1,ashowinfo`],
    ...['-flush_packets', '1', '-f', 'f32le', 'pipe:4'],
  ];
}

function toSamples(bytes: Buffer): Float32Array {
  const samples = new Float32Array(bytes.length / 4);
  for (let i = 0; i < samples.length; i += 1) samples[i] = bytes.readFloatLE(i * 4);
  return samples;
}

function readLines(stream: Readable | null, onLine: (line: string) => void): void {
  let rest = '';
  stream?.setEncoding('utf8').on('data', (text: string) => {
    const lines = (rest + text).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) onLine(line);
  });
}

/** Cuts a pipe's bytes into what was announced for it; either may come first. */
class Chunks {
  readonly #onChunk: (chunk: { bytes: Buffer; timestampMs: number }) => void;
  readonly #expected: { length: number; timestampMs: number }[] = [];
  readonly #parts: Buffer[] = [];
  #have = 0;

  constructor(onChunk: (chunk: { bytes: Buffer; timestampMs: number }) => void) {
    this.#onChunk = onChunk;
  }

  expect(length: number, timestampMs: number): void {
    this.#expected.push({ length, timestampMs });
    this.#drain();
  }

  push(bytes: Buffer): void {
    this.#parts.push(bytes);
    this.#have += bytes.length;
    this.#drain();
  }

  #drain(): void {
    for (let next = this.#expected[0]; next && next.length <= this.#have; next = this.#expected[0]) {
      this.#expected.shift();
      const bytes = Buffer.concat(this.#parts);
      this.#parts.splice(0, this.#parts.length, bytes.subarray(next.length));
      this.#have -= next.length;
      this.#onChunk({ bytes: bytes.subarray(0, next.length), timestampMs: next.timestampMs });
    }
  }
}
