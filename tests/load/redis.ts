import { monitorEventLoopDelay } from 'node:perf_hooks';
import { setTimeout as wait } from 'node:timers/promises';
import { Redis } from 'ioredis';
import { SystemClock } from '../../server/src/core/Clock.ts';
import { silentLogger } from '../../server/src/core/logger.ts';
import { MemoryRoomLog, type RoomLog } from '../../server/src/rooms/RoomLog.ts';
import { RedisLink } from '../../server/src/store/redis/RedisLink.ts';
import { MirroredRoomLogs } from '../../server/src/store/redis/roomLog/MirroredRoomLogs.ts';
import { RedisRoomLogStore } from '../../server/src/store/redis/roomLog/RedisRoomLogStore.ts';
import { RedisServer } from '../support/RedisServer.ts';
import { waitFor } from '../support/waitFor.ts';
import type { Figure, Measurement } from './support/Measurement.ts';
import { percentile } from './support/percentile.ts';
import { watchSeconds } from './support/seconds.ts';

const clock = new SystemClock();
const burst = 100_000;
const roomCount = 200;
const eventsPerSecond = 500;

/**
 * What Redis adds to a room log: nothing to who hears an entry, some to the loop that also writes it, and how far Redis is behind. Redis runs
 * on the same machine, as a process of its own.
 */
export const redis: Measurement = {
  name: 'redis',
  title: 'Room logs without and with Redis',
  async run() {
    const server = await RedisServer.start();
    const link = RedisLink.open({ url: server.url, clock, log: silentLogger() });
    await link.whenReady(5000);
    const logs = new MirroredRoomLogs({
      store: new RedisRoomLogStore(link),
      ...{ way: link, clock, log: silentLogger() },
    });
    try {
      const inMemory = new MemoryRoomLog(clock, () => undefined);
      const mirrored = logs.createLog('throughput');
      return [
        { what: 'append without Redis', value: appendsPerSecond(inMemory), unit: '1/s' },
        { what: 'append with Redis', value: appendsPerSecond(mirrored), unit: '1/s' },
        ...(await steady('without Redis', inMemory)),
        ...(await steady('with Redis', logs.createLog('steady'))),
        ...(await behind(logs.createLog('behind'), server.url)),
        ...(await hanging(logs.createLog('hanging'), server, link)),
        ...(await rewriting(logs, server)),
      ];
    } finally {
      await logs.close(0);
      link.close();
      await server.close();
    }
  },
};

function say(log: RoomLog, i: number): void {
  const user = { id: 'u123456789', name: 'Somebody', avatarUrl: null };
  log.append('viewersEntered', { viewers: [{ user, role: 'viewer', contribution: i }], omitted: 0 });
}

function appendsPerSecond(log: RoomLog): number {
  const startedMs = performance.now();
  for (let i = 0; i < burst; i++) say(log, i);
  return (burst / (performance.now() - startedMs)) * 1000;
}

/** From the append to its listener, and the loop, at a rate that a very busy room has. */
async function steady(name: string, log: RoomLog): Promise<Figure[]> {
  const delaysUs: number[] = [];
  let startedMs = 0;
  log.onAppended(() => delaysUs.push((performance.now() - startedMs) * 1000));
  const seconds = watchSeconds(10);
  const cpuBefore = process.cpuUsage();
  const loopMs = await watchLoop(async () => {
    const untilMs = performance.now() + seconds * 1000;
    for (let i = 0; performance.now() < untilMs; i++) {
      startedMs = performance.now();
      say(log, i);
      await wait(1000 / eventsPerSecond);
    }
  });
  const { user, system } = process.cpuUsage(cpuBefore);
  const cores = (user + system) / 1e6 / seconds;
  return [
    { what: `${name}: append → heard, p95`, value: percentile(delaysUs, 0.95), unit: 'µs' },
    { what: `${name}: CPU of the process at ${eventsPerSecond}/s`, value: cores, unit: 'cores' },
    { what: `${name}: event loop, p99`, value: loopMs, unit: 'ms', target: { atMost: 100 } },
  ];
}

/** How much later than in the process an entry is in Redis, for a reader of the stream. */
async function behind(log: RoomLog, url: string): Promise<Figure[]> {
  const reader = new Redis(url);
  const appendedMs = new Map<string, number>();
  const behindMs: number[] = [];
  const count = watchSeconds(10) * 50;
  let from = `${log.lastSeq}-0`;
  const read = async (): Promise<void> => {
    while (behindMs.length < count) {
      const found = await reader.call('XREAD', 'BLOCK', '5000', 'STREAMS', 'lianmai:{behind}:log', from);
      if (!Array.isArray(found)) return;
      for (const [id] of entriesIn(found)) {
        behindMs.push(performance.now() - (appendedMs.get(id) ?? 0));
        from = id;
      }
    }
  };
  const reading = read();
  for (let i = 0; i < count; i++) {
    appendedMs.set(`${log.lastSeq + 1}-0`, performance.now());
    say(log, i);
    await wait(20);
  }
  await reading;
  reader.disconnect();
  return [
    { what: 'append → in Redis, p50', value: percentile(behindMs, 0.5), unit: 'ms' },
    { what: 'append → in Redis, p95', value: percentile(behindMs, 0.95), unit: 'ms' },
  ];
}

/** Depends on the protocol that ioredis speaks: a list of pairs, or one flat list. */
function entriesIn(found: readonly unknown[]): [string, string[]][] {
  const [first, second] = found;
  const entries = typeof first === 'string' ? second : (first as unknown[])[1];
  return entries as [string, string[]][];
}

/** The loop while Redis hangs, and how soon it has everything afterwards. */
async function hanging(log: RoomLog, server: RedisServer, link: RedisLink): Promise<Figure[]> {
  const loopMs = await watchLoop(async () => {
    server.pause();
    const untilMs = performance.now() + watchSeconds(20) * 1000;
    for (let i = 0; performance.now() < untilMs; i++) {
      say(log, i);
      await wait(20);
    }
    server.resume();
  });
  const resumedMs = performance.now();
  await waitFor('redis to be ready', () => link.isReady, { deadlineMs: 20_000 });
  await savedUpTo(server, 'hanging', log.lastSeq);
  return [
    { what: 'Redis hangs: event loop, p99', value: loopMs, unit: 'ms', target: { atMost: 100 } },
    { what: 'Redis goes on: everything saved after', value: performance.now() - resumedMs, unit: 'ms' },
  ];
}

/** Redis has lost its data: many full logs are written again at once. */
async function rewriting(logs: MirroredRoomLogs, server: RedisServer): Promise<Figure[]> {
  const rooms = Array.from({ length: roomCount }, (_, i) => logs.createLog(`lost-${i}`));
  for (const log of rooms) for (let i = 0; i < 2000; i++) say(log, i);
  await waitFor('everything to be saved', () => logs.figures().unsaved === 0, { deadlineMs: 60_000 });
  const startedMs = performance.now();
  const loopMs = await watchLoop(async () => {
    await server.command('FLUSHALL');
    const isBack = async () => Number(await server.command('DBSIZE')) >= 2 * roomCount;
    await waitFor('the rooms to be back', isBack, { deadlineMs: 60_000 });
    await waitFor('everything to be saved', () => logs.figures().unsaved === 0, { deadlineMs: 60_000 });
  });
  return [
    {
      what: `FLUSHALL: ${roomCount} rooms × 2,000 entries back after`,
      value: (performance.now() - startedMs) / 1000,
      unit: 's',
    },
    { what: 'FLUSHALL: event loop, p99', value: loopMs, unit: 'ms', target: { atMost: 100 } },
  ];
}

async function savedUpTo(server: RedisServer, roomId: string, seq: number): Promise<void> {
  await waitFor(
    'the newest entry to be saved',
    async () =>
      ((await server.command('XRANGE', `lianmai:{${roomId}}:log`, `${seq}-0`, '+')) as unknown[]).length > 0,
    { deadlineMs: 20_000, everyMs: 5 },
  );
}

async function watchLoop(during: () => Promise<void>): Promise<number> {
  const histogram = monitorEventLoopDelay({ resolution: 10 });
  histogram.enable();
  await during();
  histogram.disable();
  // It measures its own interval of 10 ms as well.
  return Math.max(0, histogram.percentile(99) / 1e6 - 10);
}
