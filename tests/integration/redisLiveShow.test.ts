import { setTimeout as wait } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { RedisServer } from '../support/RedisServer.ts';
import { TcpProxy } from '../support/TcpProxy.ts';
import { waitFor } from '../support/waitFor.ts';
import { RedisShow } from './redisShow.ts';

let redis: RedisServer;
let show: RedisShow | undefined;
let proxy: TcpProxy | undefined;

beforeEach(async () => {
  redis = await RedisServer.start();
});
afterEach(async () => {
  await show?.close();
  await proxy?.close();
  await redis.close();
  show = undefined;
  proxy = undefined;
});

const isDegraded = () =>
  waitFor('redis to be degraded', async () => (await show?.readyz())?.redis === 'degraded');
/** For as long the fault lasts: time is what is tested. */
const faultMs = 3000;

interface Fault {
  name: string;
  breakIt: () => Promise<unknown>;
  mendIt: () => Promise<unknown>;
}

const faults: Fault[] = [
  {
    name: 'hangs for 20 s',
    breakIt: async () => {
      redis.pause();
      await isDegraded();
      await wait(20_000);
    },
    mendIt: async () => redis.resume(),
  },
  {
    name: 'restarts with its data',
    breakIt: async () => {
      await redis.stop({ isDataKept: true });
      await isDegraded();
      await wait(faultMs);
    },
    mendIt: () => redis.startAgain(),
  },
  {
    name: 'restarts without its data',
    breakIt: async () => {
      await redis.stop({ isDataKept: false });
      await isDegraded();
      await wait(faultMs);
    },
    mendIt: () => redis.startAgain(),
  },
  {
    name: 'loses its data (FLUSHALL)',
    breakIt: () => redis.command('FLUSHALL'),
    mendIt: () =>
      waitFor('the loss to be noticed', async () => (await show?.metric('lianmai_redis_data_losses')) === 1),
  },
  {
    name: 'throws its clients out (CLIENT KILL)',
    breakIt: () => redis.command('CLIENT', 'KILL', 'TYPE', 'normal'),
    mendIt: () =>
      waitFor('a new connection', async () => (await show?.metric('lianmai_redis_connections')) === 2),
  },
  {
    name: 'has no memory left (OOM)',
    breakIt: async () => {
      await redis.command('CONFIG', 'SET', 'maxmemory', '1');
      await isDegraded();
      await wait(faultMs);
    },
    mendIt: () => redis.command('CONFIG', 'SET', 'maxmemory', '0'),
  },
  {
    name: 'becomes a replica (READONLY)',
    breakIt: async () => {
      await redis.command('REPLICAOF', '127.0.0.1', '1');
      await isDegraded();
      await wait(faultMs);
    },
    mendIt: () => redis.command('REPLICAOF', 'NO', 'ONE'),
  },
];

describe('a live show whose Redis', () => {
  it.each(faults)('$name goes on, and Redis has everything afterwards', async ({ breakIt, mendIt }) => {
    show = await RedisShow.start(redis);
    await show.expectSaved();
    await breakIt();
    expect((await show.readyz()).status).toBe(200);
    // Somebody comes in the middle of it.
    await show.join();
    await show.expectUnharmed();
    await mendIt();
    await show.expectSaved();
    await show.expectUnharmed();
  });

  it('is far away and slow goes on, a little behind', async () => {
    proxy = await TcpProxy.start(redis.port);
    show = await RedisShow.start(redis, `redis://127.0.0.1:${proxy.port}`);
    await show.expectSaved();
    proxy.slow(200);
    await wait(faultMs);
    expect((await show.readyz()).redis).toBe('ready');
    expect(await show.metric('lianmai_redis_round_trip_seconds')).toBeGreaterThan(0.3);
    // 50 entries a second, a round trip of 0.4 s: what waits is what came meanwhile.
    expect(await show.metric('lianmai_redis_room_log_unsaved')).toBeLessThan(60);
    proxy.down();
    await isDegraded();
    proxy.slow(0);
    proxy.up();
    await show.expectSaved();
    await show.expectUnharmed();
  });
});

describe('a client that was away while Redis was', () => {
  it('resumes with everything it missed, once', async () => {
    show = await RedisShow.start(redis);
    const { client, from, credentials, token } = await show.join();
    await waitFor('some entries', () => client.events.length > 10);
    redis.pause();
    await isDegraded();
    client.cut();
    const heard = client.events.map(({ seq }) => seq);
    const lastSeq = heard.at(-1) ?? from;
    await wait(faultMs);
    const again = await show.connect(token);
    const resume = { ...credentials, lastSeq };
    const { missed } = await again.request('join', { roomId: show.room.roomId, resume });
    redis.resume();
    const missedSeqs = missed?.map(({ seq }) => seq) ?? [];
    expect(missedSeqs.length).toBeGreaterThan(50);
    await waitFor('newer entries', () => again.events.length > 10);
    const all = [...heard, ...missedSeqs, ...again.events.map(({ seq }) => seq)];
    expect(all).toEqual(all.map((_, i) => from + 1 + i));
    again.close();
    await show.expectSaved();
  });
});
