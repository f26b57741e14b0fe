import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { SystemClock } from '../../server/src/core/Clock.ts';
import { silentLogger } from '../../server/src/core/logger.ts';
import { RedisLink } from '../../server/src/store/redis/RedisLink.ts';
import { MirroredRoomLogs } from '../../server/src/store/redis/roomLog/MirroredRoomLogs.ts';
import { RedisRoomLogStore } from '../../server/src/store/redis/roomLog/RedisRoomLogStore.ts';
import { roomLogContract } from '../../server/src/testing/roomLogContract.ts';
import { roomLogStoreContract } from '../../server/src/testing/roomLogStoreContract.ts';
import { RedisServer } from '../support/RedisServer.ts';
import { waitFor } from '../support/waitFor.ts';

let server: RedisServer;
let link: RedisLink;

beforeAll(async () => {
  server = await RedisServer.start();
  link = RedisLink.open({ url: server.url, clock: new SystemClock(), log: silentLogger() });
  await link.whenReady(5000);
});
afterAll(async () => {
  link.close();
  await server.close();
});

roomLogStoreContract('RedisRoomLogStore', () => new RedisRoomLogStore(link, 200));

const logsOf = (capacity?: number, clock = new SystemClock()) =>
  new MirroredRoomLogs({
    store: new RedisRoomLogStore(link, capacity),
    ...{ way: link, clock, log: silentLogger(), capacity },
  });

let rooms = 0;
roomLogContract('a log mirrored to a real Redis', ({ clock, capacity }) =>
  new MirroredRoomLogs({
    store: new RedisRoomLogStore(link, capacity),
    ...{ way: link, clock, log: silentLogger(), capacity },
  }).createLog(`log-${++rooms}`),
);

describe('a room log in Redis', () => {
  it('is a stream that other processes can read by number', async () => {
    const logs = logsOf();
    const log = logs.createLog('read-me');
    const before = log.lastSeq;
    log.append('audienceChanged', { viewerCount: 1, top: [], newest: [] });
    log.append('audienceChanged', { viewerCount: 2, top: [], newest: [] });
    await logs.close(2000);
    const entries = await server.command('XRANGE', 'lianmai:{read-me}:log', `(${before + 1}-0`, '+');
    const fields = [
      'at',
      expect.any(String),
      'type',
      'audienceChanged',
      'data',
      '{"viewerCount":2,"top":[],"newest":[]}',
    ];
    expect(entries).toEqual([[`${before + 2}-0`, fields]]);
  });

  it('stays bounded, and goes by itself when its room is never seen again', async () => {
    const logs = logsOf(50);
    const log = logs.createLog('long');
    for (let i = 0; i < 2000; i++) log.append('audienceChanged', { viewerCount: i, top: [], newest: [] });
    await logs.close(5000);
    expect(Number(await server.command('XLEN', 'lianmai:{long}:log'))).toBeLessThan(200);
    for (const key of ['log', 'writer'])
      expect(Number(await server.command('TTL', `lianmai:{long}:${key}`))).toBeGreaterThan(24 * 3600);
  });

  it('is written again when its key is gone or is something else', async () => {
    const logs = logsOf();
    const log = logs.createLog('hurt');
    const add = () => log.append('audienceChanged', { viewerCount: 1, top: [], newest: [] });
    const length = async () => Number(await server.command('XLEN', 'lianmai:{hurt}:log').catch(() => -1));
    add();
    await waitFor('the first entry', async () => (await length()) === 1);
    await server.command('DEL', 'lianmai:{hurt}:log');
    add();
    await waitFor('both entries', async () => (await length()) === 2);
    await server.command('DEL', 'lianmai:{hurt}:writer');
    add();
    await waitFor('all three entries', async () => (await length()) === 3);
    await server.command('DEL', 'lianmai:{hurt}:log');
    await server.command('SET', 'lianmai:{hurt}:log', 'something else');
    add();
    await waitFor('all four entries', async () => (await length()) === 4);
    await logs.close(1000);
  });
});
