import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { SystemClock } from '../../server/src/core/Clock.ts';
import { createLogger, silentLogger } from '../../server/src/core/logger.ts';
import { type LinkState, RedisLink } from '../../server/src/store/redis/RedisLink.ts';
import { RedisUnavailable } from '../../server/src/store/redis/redisErrors.ts';
import { RedisServer } from '../support/RedisServer.ts';
import { waitFor } from '../support/waitFor.ts';

const timings = { commandDeadlineMs: 300, connectDeadlineMs: 500, probeEveryMs: 50, maxReconnectMs: 200 };

let server: RedisServer;
const links: RedisLink[] = [];

beforeEach(async () => {
  server = await RedisServer.start();
});
afterEach(async () => {
  for (const link of links.splice(0)) link.close();
  await server.close();
});

function open(url = server.url): RedisLink {
  const link = RedisLink.open({ url, clock: new SystemClock(), log: silentLogger(), timings });
  links.push(link);
  return link;
}

async function openReady(): Promise<{ link: RedisLink; verifications: () => number }> {
  const link = open();
  let count = 0;
  link.onVerify(() => {
    count += 1;
  });
  await toBe(link, 'ready');
  return { link, verifications: () => count };
}

function toBe(link: RedisLink, name: LinkState['name']): Promise<unknown> {
  return waitFor(`redis to be ${name}`, () => link.state.name === name);
}

const ping = (link: RedisLink) => link.run((redis) => redis.ping());

describe('the link to Redis', () => {
  it('is ready once Redis answers, and asks', async () => {
    const { link, verifications } = await openReady();
    expect(await ping(link)).toBe('PONG');
    expect(verifications()).toBe(1);
  });

  it('says at once that there is nobody, and finds Redis when it comes', async () => {
    await server.stop({ isDataKept: false });
    const link = open();
    expect(await link.whenReady(200)).toBe(false);
    await toBe(link, 'unreachable');
    await expect(ping(link)).rejects.toThrow(RedisUnavailable);
    await server.startAgain();
    expect(await link.whenReady(5000)).toBe(true);
  });

  it('gives up on a command that hangs, refuses the next at once, and comes back', async () => {
    const { link, verifications } = await openReady();
    server.pause();
    await expect(ping(link)).rejects.toThrow(RedisUnavailable);
    expect(link.state.name).toBe('hanging');
    const refused = vi.fn();
    ping(link).catch(refused);
    // In this very turn of the event loop: it waits for no timer, and for nothing that Redis would have to say.
    await nextTurn();
    expect(refused).toHaveBeenCalledExactlyOnceWith(expect.any(RedisUnavailable));
    server.resume();
    await toBe(link, 'ready');
    expect(verifications()).toBe(2);
  });

  it('notices a Redis that hangs by itself, without anybody asking', async () => {
    const { link } = await openReady();
    server.pause();
    await toBe(link, 'hanging');
    server.resume();
    await toBe(link, 'ready');
  });

  it('notices that the data are gone', async () => {
    const { link, verifications } = await openReady();
    await server.command('FLUSHALL');
    await waitFor('another verification', () => verifications() === 2);
    expect(link.figures.dataLosses).toBe(1);
    await server.stop({ isDataKept: false });
    await server.startAgain();
    await waitFor('the loss of data to be seen', () => link.figures.dataLosses === 2);
  });

  it('does not take a restart that kept the data for a loss', async () => {
    const { link, verifications } = await openReady();
    await server.stop({ isDataKept: true });
    await server.startAgain();
    await waitFor('another verification', () => verifications() === 2);
    expect(link.figures.dataLosses).toBe(0);
  });

  it('survives CLIENT KILL', async () => {
    const { link, verifications } = await openReady();
    await server.command('CLIENT', 'KILL', 'TYPE', 'normal');
    await waitFor('another verification', () => verifications() === 2);
    expect(await ping(link)).toBe('PONG');
  });

  it.each<[string, string[], string[]]>([
    ['full memory', ['CONFIG', 'SET', 'maxmemory', '1'], ['CONFIG', 'SET', 'maxmemory', '0']],
    ['a replica', ['REPLICAOF', '127.0.0.1', '1'], ['REPLICAOF', 'NO', 'ONE']],
  ])('is refusing with %s, until that is over', async (_name, breakIt, mendIt) => {
    const { link } = await openReady();
    await server.command(...(breakIt as [string]));
    await toBe(link, 'refusing');
    await server.command(...(mendIt as [string]));
    await toBe(link, 'ready');
  });

  it('is refusing with a wrong password, which stands in no log', async () => {
    await server.command('ACL', 'SETUSER', 'lianmai', 'on', '>right', '~*', '+@all');
    const dir = await mkdtemp(join(tmpdir(), 'lianmai-log-'));
    const file = join(dir, 'log');
    const log = createLogger({ level: 'trace', file });
    const open = (password: string) => {
      const url = server.url.replace('//', `//lianmai:${password}@`);
      const link = RedisLink.open({ url, clock: new SystemClock(), log, timings });
      links.push(link);
      return link;
    };
    const refused = open('wrong-password');
    await toBe(refused, 'refusing');
    expect(refused.state).toEqual({ name: 'refusing', reason: 'WRONGPASS' });
    await toBe(open('right'), 'ready');
    const written = await waitFor('the log', async () => {
      const text = await readFile(file, 'utf8');
      return text.includes('redis is ready') && text;
    });
    expect(written).toContain('WRONGPASS');
    expect(written).not.toMatch(/wrong-password|right/);
    await rm(dir, { recursive: true });
  });

  it('passes a command that Redis rejects to whoever asked, and stays ready', async () => {
    const { link } = await openReady();
    await expect(link.run((redis) => redis.call('NONSENSE'))).rejects.toThrow(/unknown command/);
    expect(link.state.name).toBe('ready');
  });
});
