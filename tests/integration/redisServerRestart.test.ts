import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { askRest } from '../support/askRest.ts';
import { createRoom, guestToken, RawClient } from '../support/RawClient.ts';
import { RedisServer } from '../support/RedisServer.ts';
import { rowIn } from '../support/rowIn.ts';
import { ServerProcess } from '../support/ServerProcess.ts';
import { waitFor } from '../support/waitFor.ts';

let redis: RedisServer;
let server: ServerProcess | undefined;
let dataDir: string;

beforeEach(async () => {
  redis = await RedisServer.start();
  dataDir = await mkdtemp(join(tmpdir(), 'lianmai-redis-test-'));
});
afterEach(async () => {
  await server?.close();
  server = undefined;
  await redis.close();
  await rm(dataDir, { recursive: true, force: true });
});

describe('a server with Redis', () => {
  async function start(): Promise<ServerProcess> {
    server = await ServerProcess.start({ REDIS_URL: redis.url, DATA_DIR: dataDir });
    return server;
  }

  /** Joins as anchor and starts a show; what the log's number was before and after. */
  async function goLive({ baseUrl }: ServerProcess, known?: { token: string; roomId: string }) {
    const token = known?.token ?? (await guestToken(baseUrl)).token;
    const roomId = known?.roomId ?? (await createRoom(baseUrl, token));
    const anchor = await RawClient.connect(baseUrl, token);
    const { snapshot } = await anchor.request('join', { roomId, as: 'publisher' });
    await anchor.request('startShow', {});
    const { seq } = await anchor.event('showStarted');
    return { token, roomId, anchor, joinedAt: snapshot.seq, startedAt: seq };
  }

  const hasKept = (roomId: string): boolean =>
    rowIn(dataDir, 'select id from rooms where id = ?', roomId) !== undefined;

  const newestIn = async (roomId: string): Promise<number> => {
    const found = await redis.command('XREVRANGE', `lianmai:{${roomId}}:log`, '+', '-', 'COUNT', '1');
    return Number.parseInt((found as [string, string[]][])[0]?.[0] ?? '0', 10);
  };

  it('goes on numbering where the one before was stopped', async () => {
    const before = await goLive(await start());
    before.anchor.close();
    await server?.close();
    const sealedAt = await newestIn(before.roomId);
    expect(sealedAt).toBeGreaterThanOrEqual(before.startedAt);
    const after = await goLive(await start(), before);
    expect(after.joinedAt).toBeGreaterThanOrEqual(sealedAt);
    expect(after.joinedAt).toBeLessThan(sealedAt + 5);
    after.anchor.close();
  });

  it('numbers after everything that one which was killed can have told', async () => {
    const before = await goLive(await start());
    before.anchor.close();
    await waitFor('the room to be kept', () => hasKept(before.roomId));
    redis.pause();
    server?.signal('SIGKILL');
    await server?.exited;
    redis.resume();
    const after = await goLive(await start(), before);
    expect(after.joinedAt).toBeGreaterThan(before.startedAt + 100);
    await waitFor('the new show to be saved', async () => (await newestIn(before.roomId)) >= after.startedAt);
    after.anchor.close();
  });

  it('starts without it, says so, and uses it when it comes', async () => {
    await redis.stop({ isDataKept: false });
    const running = await start();
    expect(running.output).toContain('Redis cannot be used now');
    const { anchor, roomId, startedAt } = await goLive(running);
    await redis.startAgain();
    await waitFor('the show to be saved', async () => (await newestIn(roomId)) >= startedAt);
    anchor.close();
  });

  it('keeps likes, who is here, and how often passwords were tried', async () => {
    const first = await start();
    const { token, roomId, anchor } = await goLive(first);
    const viewer = await RawClient.connect(first.baseUrl, (await guestToken(first.baseUrl)).token);
    await viewer.request('join', { roomId });
    await viewer.request('like', { count: 7 });
    const present = async () => {
      const [key] = (await redis.command('KEYS', `lianmai:{${roomId}}:present:*`)) as string[];
      return key ? Number(await redis.command('SCARD', key)) : 0;
    };
    await waitFor('both to be present', async () => (await present()) === 2);
    const body = { account: 'anna', password: 'wrong-password' };
    const login = async (baseUrl: string) =>
      (await askRest(baseUrl, '/api/auth/login', { method: 'POST', body })).status;
    for (let i = 0; i < 5; i++) expect(await login(first.baseUrl)).toBe(401);
    expect(await login(first.baseUrl)).toBe(429);
    for (const client of [anchor, viewer]) client.close();
    await server?.close();
    expect(await present()).toBe(0);

    const second = await start();
    const { json: room } = await askRest(second.baseUrl, `/api/rooms/${roomId}`, { token });
    expect(room).toMatchObject({ likeCount: 7 });
    await login(second.baseUrl);
    await waitFor('the limit to be known', async () => (await login(second.baseUrl)) === 429);
  });
});
