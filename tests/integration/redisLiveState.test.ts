import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { SystemClock } from '../../server/src/core/Clock.ts';
import { KeyedRateLimiter } from '../../server/src/core/KeyedRateLimiter.ts';
import { silentLogger } from '../../server/src/core/logger.ts';
import { RoomFigures } from '../../server/src/store/redis/live/RoomFigures.ts';
import { RoomPresence } from '../../server/src/store/redis/live/RoomPresence.ts';
import { SharedLimits } from '../../server/src/store/redis/live/SharedLimits.ts';
import { RedisLink } from '../../server/src/store/redis/RedisLink.ts';
import { RedisServer } from '../support/RedisServer.ts';
import { waitFor } from '../support/waitFor.ts';

const clock = new SystemClock();
const log = silentLogger();

let redis: RedisServer;
let link: RedisLink;
const closing: { close(): Promise<void> }[] = [];

beforeEach(async () => {
  redis = await RedisServer.start();
  link = RedisLink.open({
    url: redis.url,
    clock,
    log,
    timings: { commandDeadlineMs: 500, probeEveryMs: 100 },
  });
  await link.whenReady(5000);
});
afterEach(async () => {
  await Promise.all(closing.splice(0).map((each) => each.close()));
  link.close();
  await redis.close();
});

function opened<T extends { close(): Promise<void> }>(part: T): T {
  closing.push(part);
  return part;
}

describe('figures of rooms', () => {
  const open = (epoch: number) => opened(new RoomFigures({ way: link, clock, log, epoch }));
  const likesInRedis = () => redis.command('HGET', 'lianmai:{r1}:figures', 'likes');

  it('are told as they stand, and known to the next process', async () => {
    const first = open(1);
    for (let likes = 1; likes <= 1000; likes++) first.set('r1', { likes });
    await first.close();
    const second = open(2);
    await second.recall(['r1', 'unknown']);
    expect(second.takeRecalled('r1')).toEqual({ likes: 1000 });
    expect(second.takeRecalled('unknown')).toEqual({});
  });

  it('are said again when Redis has lost them', async () => {
    open(1).set('r1', { likes: 7 });
    await waitFor('the likes', async () => (await likesInRedis()) === '7');
    await redis.command('FLUSHALL');
    await waitFor('the likes again', async () => (await likesInRedis()) === '7');
  });

  it('of a process that was thought dead do not overwrite those of the next', async () => {
    const [first, second] = [open(1), open(2)];
    second.set('r1', { likes: 20 });
    await waitFor('the new likes', async () => (await likesInRedis()) === '20');
    first.set('r1', { likes: 10 });
    await first.close();
    expect(await likesInRedis()).toBe('20');
  });

  it('go with their room', async () => {
    const figures = open(1);
    figures.set('r1', { likes: 7 });
    await waitFor('the likes', async () => (await likesInRedis()) === '7');
    figures.erase('r1');
    await figures.close();
    expect(await likesInRedis()).toBeNull();
  });
});

describe('presence', () => {
  const open = (serverId: string) => opened(new RoomPresence({ way: link, clock, log, serverId }));
  const inRedis = async (serverId = 's1') =>
    ((await redis.command('SMEMBERS', `lianmai:{r1}:present:${serverId}`)) as string[]).sort();
  const toBe = (userIds: string[], serverId?: string) =>
    waitFor(`presence ${userIds}`, async () => String(await inRedis(serverId)) === String(userIds));

  it('has everybody once, on their server, until their last Session has ended', async () => {
    const [first, second] = [open('s1'), open('s2')];
    first.arrived('r1', 'anna');
    first.arrived('r1', 'anna');
    first.arrived('r1', 'ben');
    second.arrived('r1', 'chris');
    await toBe(['anna', 'ben']);
    await toBe(['chris'], 's2');
    first.left('r1', 'anna');
    first.left('r1', 'ben');
    await toBe(['anna']);
    first.left('r1', 'anna');
    await toBe([]);
  });

  it('is told whole again after a loss, thousands too, and goes with its process', async () => {
    const presence = open('s1');
    const userIds = Array.from({ length: 3000 }, (_, i) => `user${i}`);
    for (const userId of userIds) presence.arrived('r1', userId);
    await waitFor('all', async () => (await inRedis()).length === 3000);
    expect(Number(await redis.command('TTL', 'lianmai:{r1}:present:s1'))).toBeGreaterThan(30);
    redis.pause();
    await waitFor('redis to hang', () => !link.isReady);
    presence.left('r1', 'user0');
    redis.resume();
    await redis.command('FLUSHALL');
    await waitFor('all but one', async () => (await inRedis()).length === 2999);
    await presence.close();
    expect(await inRedis()).toEqual([]);
  });
});

describe('limits that several servers share', () => {
  const rate = { burst: 5, perSecond: 1 / 60 };
  function server() {
    const limiter = new KeyedRateLimiter(clock, rate);
    opened(new SharedLimits({ way: link, clock, log })).share('login', limiter);
    return limiter.of.bind(limiter);
  }
  const takenElsewhere = async () => ((await redis.command('KEYS', 'lianmai:limit:*')) as string[]).length;
  const isTakenElsewhere = () => waitFor('it to be told', async () => (await takenElsewhere()) > 0);

  it('count what was taken on another one, or before a restart', async () => {
    const [first, second] = [server(), server()];
    expect(first('anna').takeUpTo(9)).toBe(5);
    await isTakenElsewhere();
    // It decides by what it knows, and learns by asking.
    expect(second('anna').take()).toBe(true);
    await waitFor('the other server to know', () => second('anna').waitMs > 0);
    expect(second('anna').take()).toBe(false);
    expect(second('ben').take()).toBe(true);
  });

  it('lose nothing by what is given back, however late the answers come', async () => {
    const first = server();
    for (let i = 0; i < 3; i++) {
      expect(first('anna').take()).toBe(true);
      if (i > 0) await isTakenElsewhere();
      first('anna').giveBack();
      await waitFor('it to be given back', async () => (await takenElsewhere()) === 0);
    }
    expect(first('anna').takeUpTo(9)).toBe(5);
  });

  it('hold on each server alone while Redis is away', async () => {
    const first = server();
    redis.pause();
    await waitFor('redis to hang', () => !link.isReady);
    expect(first('anna').takeUpTo(9)).toBe(5);
    expect(first('anna').take()).toBe(false);
    redis.resume();
  });

  it('write no name and no address into Redis', async () => {
    server()('anna@example.com 192.0.2.1').take();
    await isTakenElsewhere();
    const keys = String(await redis.command('KEYS', 'lianmai:limit:*'));
    expect(keys).not.toMatch(/anna|192/);
  });
});
