import { monitorEventLoopDelay } from 'node:perf_hooks';
import { expect } from 'vitest';
import { guestToken, RawClient } from '../support/RawClient.ts';
import type { RedisServer } from '../support/RedisServer.ts';
import { type LiveClipRoom, openLiveClipRoom } from '../support/rtc/liveClipRoom.ts';
import { RtcViewer } from '../support/rtc/RtcViewer.ts';
import { signalingOverClient } from '../support/rtc/ViewerSignaling.ts';
import { type RunningApp, startApp } from '../support/startApp.ts';
import { waitFor } from '../support/waitFor.ts';

const eventsPerSecond = 50;
const sampleMs = 50;
/** Of `RedisLink`, as it is in production. */
const commandDeadlineMs = 1500;

interface Watcher {
  client: RawClient;
  /** The number of the snapshot with which it came. */
  from: number;
}

/** A live show with real media and a busy room, on a server that uses a Redis; and how it went for those who were in it. */
export class RedisShow {
  readonly running: RunningApp;
  readonly room: LiveClipRoom;
  readonly #redis: RedisServer;
  readonly #watchers: Watcher[] = [];
  readonly #stops: (() => void)[] = [];
  readonly #loop = monitorEventLoopDelay({ resolution: 10 });
  #longestStillMs = 0;

  /** @param redisUrl when the way to Redis is not the straight one */
  static async start(redis: RedisServer, redisUrl = redis.url): Promise<RedisShow> {
    const running = await startApp({ REDIS_URL: redisUrl });
    const room = await openLiveClipRoom(running.app, 'busy');
    const show = new RedisShow(running, room, redis);
    const first = await show.join();
    await show.#watch(first);
    await show.join();
    show.#talk();
    return show;
  }

  private constructor(running: RunningApp, room: LiveClipRoom, redis: RedisServer) {
    this.running = running;
    this.room = room;
    this.#redis = redis;
  }

  get log() {
    return this.running.app.rooms.get(this.room.roomId).log;
  }

  /** How long no picture and no sound came, at most, ms. */
  get longestStillMs(): number {
    return this.#longestStillMs;
  }

  get eventLoopP99Ms(): number {
    return this.#loop.percentile(99) / 1e6;
  }

  connect(token: string): Promise<RawClient> {
    return RawClient.connect(this.running.baseUrl, token);
  }

  /** A viewer who stays; what it has seen is checked at the end. */
  async join() {
    const { token } = await guestToken(this.running.baseUrl);
    const client = await this.connect(token);
    const reply = await client.request('join', { roomId: this.room.roomId });
    const { sessionId, resumeKey, snapshot } = reply;
    const watcher = { client, from: snapshot.seq };
    this.#watchers.push(watcher);
    return { ...watcher, token, credentials: { sessionId, resumeKey } };
  }

  async metric(name: string): Promise<number> {
    const text = await (await fetch(`${this.running.baseUrl}/metrics`)).text();
    const line = text.split('\n').find((each) => each.startsWith(`${name} `));
    return Number(line?.split(' ')[1]);
  }

  async readyz(): Promise<{ status: number; redis: string }> {
    const response = await fetch(`${this.running.baseUrl}/readyz`);
    const body = (await response.json()) as { redis: string };
    return { status: response.status, redis: body.redis };
  }

  /** Everybody here has seen every entry once, in order, and nobody saw the picture stand still. */
  async expectUnharmed(): Promise<void> {
    const { lastSeq } = this.log;
    for (const { client, from } of this.#watchers) {
      await waitFor('the newest entry', () => client.events.some(({ seq }) => seq >= lastSeq));
      const seqs = client.events.map(({ seq }) => seq);
      expect(seqs).toEqual(seqs.map((_, i) => from + 1 + i));
    }
    // Viewers, clients and the server share this loop, and other suites its processor. A wait for Redis ends with the deadline of a command.
    expect(this.#longestStillMs).toBeLessThan(commandDeadlineMs);
    expect(this.eventLoopP99Ms).toBeLessThan(commandDeadlineMs / 3);
  }

  /** Redis holds what the room was told, without a gap, up to the newest entry. */
  async expectSaved(): Promise<void> {
    await waitFor('redis to be ready', async () => (await this.readyz()).redis === 'ready', {
      deadlineMs: 20_000,
    });
    const { lastSeq } = this.log;
    await waitFor(
      'the newest entry to be saved',
      async () => ((await this.#savedSeqs()).at(-1) ?? 0) >= lastSeq,
    );
    const saved = await this.#savedSeqs();
    expect(saved.at(-1)).toBeGreaterThanOrEqual(lastSeq);
    expect(saved).toEqual(saved.map((_, i) => (saved[0] ?? 0) + i));
    const told = new Set(this.#watchers.flatMap(({ client }) => client.events.map(({ seq }) => seq)));
    const missing = [...told].filter((seq) => seq <= lastSeq && !saved.includes(seq));
    expect(missing).toEqual([]);
  }

  async close(): Promise<void> {
    for (const stop of this.#stops.splice(0).toReversed()) stop();
    for (const { client } of this.#watchers) client.close();
    this.room.end();
    await this.running.close();
  }

  get #key(): string {
    return `lianmai:{${this.room.roomId}}:log`;
  }

  async #savedSeqs(): Promise<number[]> {
    const entries = (await this.#redis.command('XRANGE', this.#key, '-', '+')) as [string, string[]][];
    return entries.map(([id]) => Number.parseInt(id, 10));
  }

  async #watch({ client }: Watcher): Promise<void> {
    const rtpCapabilities = this.running.app.engine.rtpCapabilities;
    const { publications } = this.running.app.rooms.get(this.room.roomId).snapshot();
    const viewer = await RtcViewer.start(signalingOverClient(client, rtpCapabilities), publications);
    this.#stops.push(() => viewer.close());
    await viewer.firstPicture();
    const last = { video: { packets: 0, atMs: 0 }, audio: { packets: 0, atMs: 0 } };
    for (const track of Object.values(last)) track.atMs = performance.now();
    this.#loop.enable();
    const timer = setInterval(() => {
      const nowMs = performance.now();
      for (const kind of ['video', 'audio'] as const) {
        const { packets } = viewer.figures[kind];
        if (packets > last[kind].packets) last[kind] = { packets, atMs: nowMs };
        this.#longestStillMs = Math.max(this.#longestStillMs, nowMs - last[kind].atMs);
      }
    }, sampleMs);
    this.#stops.push(() => clearInterval(timer));
  }

  #talk(): void {
    let viewerCount = 0;
    const timer = setInterval(() => {
      viewerCount += 1;
      this.log.append('audienceChanged', { viewerCount, top: [], newest: [] });
    }, 1000 / eventsPerSecond);
    this.#stops.push(() => clearInterval(timer));
  }
}
