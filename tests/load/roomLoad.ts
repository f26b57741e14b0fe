import { setTimeout as wait } from 'node:timers/promises';
import { AccessTokens } from '../../server/src/auth/AccessTokens.ts';
import { createRoom } from '../support/RawClient.ts';
import { ServerProcess } from '../support/ServerProcess.ts';
import { Crowd, type CrowdReport } from './support/Crowd.ts';
import { cpuSeconds } from './support/cpu.ts';
import type { Figure, Measurement } from './support/Measurement.ts';
import { percentile } from './support/percentile.ts';
import { watchSeconds } from './support/seconds.ts';

const crowds = 2;
const messagesPerSecond = 50;
/** Nobody may write more than about once a second. */
const writers = 100;
const settleMs = 3000;
const hourMs = 3_600_000;
const key = { keyId: 'bench', secret: 'a secret of this benchmark and nothing else' };

/** One full room: everybody connected over WebSocket, fifty messages a second, and what it costs the server to tell all of it to all of them. */
export const roomLoad: Measurement = {
  name: 'room-load',
  title: 'A full room: chat to everybody over WebSocket, load generators in processes of their own',
  async run() {
    const people = process.env.BENCH_SECONDS ? 500 : 5000;
    const server = await ServerProcess.start({
      LOG_LEVEL: 'warn',
      API_KEY: key.keyId,
      API_SECRET: key.secret,
    });
    const generators = Array.from({ length: crowds }, () => new Crowd());
    try {
      return await measure(server, generators, people);
    } finally {
      await Promise.all(generators.map((crowd) => crowd.end()));
      await server.close();
    }
  },
};

async function measure(
  server: ServerProcess,
  generators: readonly Crowd[],
  people: number,
): Promise<Figure[]> {
  const rssBefore = await server.metric('lianmai_process_resident_memory_bytes');
  const joinedMs = await fill(server, generators, people);
  await wait(settleMs);
  const rssAfter = await server.metric('lianmai_process_resident_memory_bytes');
  const writing = {
    order: 'write',
    writers: writers / crowds,
    messagesPerSecond: messagesPerSecond / crowds,
  } as const;
  await ask(generators, (crowd) => crowd.order(writing));
  await wait(settleMs);
  // From here on: the event loop's histogram begins anew with each reading.
  await server.metric('lianmai_nodejs_eventloop_lag_p99_seconds');
  const before = await ask(generators, (crowd) => crowd.order({ order: 'report' }));
  const pids = [server.pid, ...generators.map(({ pid }) => pid)];
  const cpuBefore = pids.map(cpuSeconds);
  const startedMs = performance.now();
  await wait(watchSeconds(30) * 1000);
  const elapsedS = (performance.now() - startedMs) / 1000;
  const [serverCores = 0, ...generatorCores] = pids.map(
    (pid, i) => (cpuSeconds(pid) - (cpuBefore[i] ?? 0)) / elapsedS,
  );
  const loopP99Ms = (await server.metric('lianmai_nodejs_eventloop_lag_p99_seconds')) * 1000;
  const during = await ask(generators, (crowd) => crowd.order({ order: 'report' }));
  await ask(generators, (crowd) => crowd.order({ order: 'stop' }));
  await wait(settleMs);
  const after = await ask(generators, (crowd) => crowd.order({ order: 'report' }));
  const delays = during.flatMap(({ delaysMs }) => delaysMs);
  const faults = after.map(({ faults }) => faults);
  return [
    { what: 'people connected', value: people, unit: '' },
    { what: 'time to join all of them', value: joinedMs / 1000, unit: 's' },
    {
      what: 'entries of the Room log a second',
      value: (sum(during, 'received') - sum(before, 'received')) / elapsedS / people,
      unit: '',
    },
    { what: 'written → read, p50', value: percentile(delays, 0.5), unit: 'ms' },
    { what: 'written → read, p95', value: percentile(delays, 0.95), unit: 'ms', target: { atMost: 300 } },
    { what: 'written → read, p99', value: percentile(delays, 0.99), unit: 'ms' },
    { what: 'event loop of the server, p99', value: loopP99Ms, unit: 'ms', target: { atMost: 100 } },
    {
      what: 'entries repeated or out of order',
      value: sum(faults, 'repeated'),
      unit: '',
      target: { atMost: 0 },
    },
    { what: 'entries missing', value: sum(faults, 'gaps'), unit: '', target: { atMost: 0 } },
    { what: 'connections lost', value: sum(faults, 'closed'), unit: '', target: { atMost: 0 } },
    { what: 'behind the newest entry at the end', value: behind(after), unit: '', target: { atMost: 0 } },
    { what: 'server', value: serverCores, unit: 'cores' },
    { what: 'load generators, together', value: generatorCores.reduce((a, b) => a + b, 0), unit: 'cores' },
    {
      what: 'memory of the server per person connected',
      value: (rssAfter - rssBefore) / people / 1024,
      unit: 'KiB',
    },
  ];
}

/** Joins everybody; returns how long it took, ms. */
async function fill(server: ServerProcess, generators: readonly Crowd[], people: number): Promise<number> {
  const tokens = new AccessTokens([key]);
  const issue = async (userId: string, grants: object) =>
    (
      await tokens.issue({
        userId,
        name: `观众 ${userId}`,
        ttlMs: hourMs,
        nowMs: Date.now(),
        grants: { ...viewing, ...grants },
      })
    ).token;
  const roomId = await createRoom(server.baseUrl, await issue('anchor', { createRoom: true }));
  const all = await Promise.all(Array.from({ length: people }, (_, i) => issue(`v${i}`, {})));
  const startedMs = performance.now();
  await Promise.all(
    generators.map((crowd, i) =>
      crowd.order({
        order: 'join',
        url: server.baseUrl.replace('http', 'ws'),
        roomId,
        tokens: all.filter((_, j) => j % crowds === i),
        joinsPerSecond: 200,
        sampleEvery: 10,
      }),
    ),
  );
  return performance.now() - startedMs;
}

const viewing = {
  room: '*',
  role: 'viewer',
  createRoom: false,
  publish: false,
  subscribe: true,
  chat: true,
  moderate: false,
} as const;

function ask<T>(generators: readonly Crowd[], order: (crowd: Crowd) => Promise<T>): Promise<T[]> {
  return Promise.all(generators.map(order));
}

function sum<K extends string>(items: readonly Record<K, number>[], key: K): number {
  return items.reduce((total, item) => total + item[key], 0);
}

function behind(reports: readonly CrowdReport[]): number {
  return (
    Math.max(...reports.map(({ highestSeq }) => highestSeq)) -
    Math.min(...reports.map(({ lowestSeq }) => lowestSeq))
  );
}
