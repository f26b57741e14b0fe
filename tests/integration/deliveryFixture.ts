import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import express, { type ErrorRequestHandler } from 'express';
import { AppError } from '../../server/src/core/AppError.ts';
import { SystemClock } from '../../server/src/core/Clock.ts';
import { Disposables } from '../../server/src/core/Disposables.ts';
import { silentLogger } from '../../server/src/core/logger.ts';
import { RoomOutputs } from '../../server/src/egress/delivery/RoomOutputs.ts';
import type { EgressSink, StreamConfig } from '../../server/src/egress/MediaTag.ts';
import { createLiveRouter } from '../../server/src/http/live/createLiveRouter.ts';
import type { LiveDelivery } from '../../server/src/http/live/LiveDelivery.ts';
import type { LiveDoor } from '../../server/src/http/live/MediaDoor.ts';

export interface Picture {
  width: number;
  height: number;
  videoKbps?: number;
}

/** A real ffmpeg that makes a test picture and a tone at real-time speed, taken apart into tags. Generations follow each other on one clock. */
export class SyntheticStream {
  readonly #sink: EgressSink;
  readonly #startWallMs = Date.now();
  readonly #startTimestampMs: number;
  #child: ChildProcess | null = null;

  constructor(sink: EgressSink, startTimestampMs = 0) {
    this.#sink = sink;
    this.#startTimestampMs = startTimestampMs;
  }

  /** Resolves with the first tag. */
  async start(picture: Picture): Promise<void> {
    const child = spawn('ffmpeg', ffmpegArguments(picture), { stdio: ['ignore', 'pipe', 'inherit'] });
    this.#child = child;
    const baseMs = this.#startTimestampMs + Date.now() - this.#startWallMs;
    await new Promise<void>((resolve, reject) => {
      const demuxer = new TestDemuxer(this.#sink, picture, baseMs, resolve);
      child.stdout?.on('data', (bytes: Buffer) => demuxer.push(bytes));
      child.once('error', reject);
    });
  }

  /** Stops ffmpeg; the stream has a hole until `start` is called again. */
  async stop(): Promise<void> {
    const child = this.#child;
    this.#child = null;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const closed = once(child, 'close');
    child.kill('SIGKILL');
    await closed;
  }
}

function ffmpegArguments({ width, height, videoKbps = 500 }: Picture): string[] {
  const picture = `testsrc2=size=${width}x${height}:rate=25`;
  return [
    ...['-hide_banner', '-loglevel', 'error', '-re', '-f', 'lavfi', '-i', picture],
    ...['-re', '-f', 'lavfi', '-i', 'sine=frequency=440:sample_rate=48000'],
    ...['-c:v', 'libx264', '-profile:v', 'baseline', '-preset', 'ultrafast', '-tune', 'zerolatency'],
    ...['-g', '25', '-b:v', `${videoKbps}k`, '-pix_fmt', 'yuv420p', '-c:a', 'aac', '-ac', '2', '-b:a', '64k'],
    ...['-flush_packets', '1', '-f', 'flv', 'pipe:1'],
  ];
}

/** Just enough FLV for ffmpeg's own output. */
class TestDemuxer {
  readonly #sink: EgressSink;
  readonly #picture: Picture;
  readonly #baseMs: number;
  readonly #onFirstTag: () => void;
  #bytes: Buffer = Buffer.alloc(0);
  #isHeaderRead = false;
  #avcC: Buffer | null = null;
  #audioSpecificConfig: Buffer | null = null;
  #isConfigured = false;

  constructor(sink: EgressSink, picture: Picture, baseMs: number, onFirstTag: () => void) {
    this.#sink = sink;
    this.#picture = picture;
    this.#baseMs = baseMs;
    this.#onFirstTag = onFirstTag;
  }

  push(chunk: Buffer): void {
    this.#bytes = Buffer.concat([this.#bytes, chunk]);
    if (!this.#isHeaderRead) {
      if (this.#bytes.length < 13) return;
      this.#bytes = this.#bytes.subarray(13);
      this.#isHeaderRead = true;
    }
    while (this.#bytes.length >= 11) {
      const length = 11 + this.#bytes.readUIntBE(1, 3) + 4;
      if (this.#bytes.length < length) return;
      const timestampMs = this.#bytes.readUIntBE(4, 3) + (this.#bytes[7] ?? 0) * 0x100_0000;
      this.#onTag(this.#bytes[0] ?? 0, timestampMs + this.#baseMs, this.#bytes.subarray(11, length - 4));
      this.#bytes = this.#bytes.subarray(length);
    }
  }

  #onTag(type: number, timestampMs: number, body: Buffer): void {
    if (type === 9 && body[1] === 0) this.#avcC = Buffer.from(body.subarray(5));
    if (type === 8 && body[1] === 0) this.#audioSpecificConfig = Buffer.from(body.subarray(2));
    if (body[1] !== 1) return;
    if (!this.#configure(timestampMs)) return;
    if (type === 8) this.#sink.onTag({ kind: 'audio', timestampMs, payload: Buffer.from(body.subarray(2)) });
    if (type === 9) {
      const isKeyframe = (body[0] ?? 0) >> 4 === 1;
      const payload = Buffer.from(body.subarray(5));
      this.#sink.onTag({
        kind: 'video',
        timestampMs,
        compositionMs: body.readIntBE(2, 3),
        isKeyframe,
        payload,
      });
    }
  }

  #configure(timestampMs: number): boolean {
    if (this.#isConfigured) return true;
    if (!this.#avcC || !this.#audioSpecificConfig) return false;
    this.#isConfigured = true;
    const { width, height } = this.#picture;
    const config: StreamConfig = {
      video: { avcC: this.#avcC, width, height },
      audio: { audioSpecificConfig: this.#audioSpecificConfig, sampleRate: 48_000, channels: 2 },
    };
    this.#sink.onConfig(config, { timestampMs, wallClockMs: Date.now() });
    this.#onFirstTag();
    return true;
  }
}

/** Rooms that are on air as far as the live routes can tell. */
export class FakeRooms {
  readonly #rooms = new Map<string, RoomOutputs | 'idle'>();
  leases = 0;

  goLive(roomId: string): RoomOutputs {
    const outputs = new RoomOutputs({ clock: new SystemClock(), log: silentLogger() });
    this.#rooms.set(roomId, outputs);
    return outputs;
  }

  end(roomId: string): void {
    this.#rooms.set(roomId, 'idle');
  }

  async acquire(roomId: string) {
    const outputs = this.#rooms.get(roomId);
    if (!outputs) throw new AppError('room_not_found');
    if (outputs === 'idle') throw new AppError('room_not_live');
    this.leases += 1;
    let isHeld = true;
    const release = () => {
      if (isHeld) this.leases -= 1;
      isHeld = false;
    };
    return { outputs, release };
  }
}

const openDoor: LiveDoor = {
  admit: (roomId) => ({ roomId, isSigned: false, holder: null, issuedAtMs: 0 }),
  assertGood: () => undefined,
  follow: () => () => undefined,
};

interface LiveOptions {
  readyTimeoutMs?: number;
  delivery?: LiveDelivery;
}

/** The live routes in a real express app on a free port. */
export class LiveServer {
  readonly rooms = new FakeRooms();
  readonly #disposables = new Disposables();
  readonly #server: Server;

  constructor(readyTimeoutMs: number, delivery?: LiveDelivery) {
    const app = express();
    const router = createLiveRouter({
      viewers: { open: () => () => undefined },
      delivery: delivery ?? this.rooms,
      door: openDoor,
      clock: new SystemClock(),
      disposables: this.#disposables,
      readyTimeoutMs,
    });
    app.use('/live', router);
    app.use(jsonErrors);
    this.#server = createServer(app);
  }

  /** Delivers `delivery`'s rooms, by default its own. */
  static async start({ readyTimeoutMs = 10_000, delivery }: LiveOptions = {}): Promise<LiveServer> {
    const live = new LiveServer(readyTimeoutMs, delivery);
    live.#server.listen(0, '127.0.0.1');
    await once(live.#server, 'listening');
    return live;
  }

  get port(): number {
    const address = this.#server.address() as AddressInfo;
    return address.port;
  }

  url(path: string): string {
    return `http://127.0.0.1:${this.port}/live/${path}`;
  }

  async close(): Promise<void> {
    this.#disposables.dispose();
    const closed = once(this.#server, 'close');
    this.#server.close();
    this.#server.closeAllConnections();
    await closed;
  }
}

const jsonErrors: ErrorRequestHandler = (error, _request, response, _next) => {
  const known =
    error instanceof URIError ? new AppError('invalid_request', { cause: error }) : AppError.from(error);
  response.status(known.status).json({ error: known.toWire('en') });
};

/** Runs a tool to its end and returns what it printed. */
export async function run(
  command: string,
  args: string[],
): Promise<{ stdout: string; stderr: string; code: number | null }> {
  const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'] });
  let stdout = '';
  let stderr = '';
  child.stdout.on('data', (bytes: Buffer) => {
    stdout += bytes.toString();
  });
  child.stderr.on('data', (bytes: Buffer) => {
    stderr += bytes.toString();
  });
  const [code] = await once(child, 'close');
  return { stdout, stderr, code: typeof code === 'number' ? code : null };
}

/** Looks until `probe` gives something, with a name and a deadline. */
export async function waitFor<T>(
  what: string,
  probe: () => T | Promise<T>,
  deadlineMs = 10_000,
): Promise<NonNullable<T>> {
  const endMs = Date.now() + deadlineMs;
  while (Date.now() < endMs) {
    const found = await probe();
    if (found) return found;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  throw new Error(`${what}: not within ${deadlineMs} ms`);
}
