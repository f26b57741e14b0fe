import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { LoginResult, MeUpdated, WireError } from '@lianmai/shared';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { askRest } from '../support/askRest.ts';
import { postgresCluster } from '../support/databases.ts';
import { FakeHostServers } from '../support/FakeHostServers.ts';
import { jsonOf } from '../support/jsonOf.ts';
import { createRoom, RawClient } from '../support/RawClient.ts';
import { smallPng } from '../support/smallPng.ts';
import { type RunningApp, startApp } from '../support/startApp.ts';
import { createPostgres, createSqlite, type TestDatabase } from '../support/TestDatabase.ts';

const hosts = ['wechat', 'douyin', 'alipay'] as const;

let servers: FakeHostServers;
let running: RunningApp;
let database: TestDatabase | null = null;

beforeEach(async () => {
  servers = await FakeHostServers.start();
});
afterEach(async () => {
  await running.close();
  await servers.close();
  await database?.remove();
  database = null;
});

const post = (host: string, code: unknown) =>
  fetch(`${running.baseUrl}/api/auth/${host}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ code }),
  });
const login = async (host: (typeof hosts)[number], openId: string) =>
  jsonOf<LoginResult>(await post(host, servers.code(host, openId)));
const refusal = async (response: Response) =>
  [response.status, (await jsonOf<{ error: WireError }>(response)).error.code] as const;

describe.each(hosts)('a login by %s', (host) => {
  beforeEach(async () => {
    const kept = await createSqlite();
    database = kept;
    running = await startApp({ ...servers.settings, ...kept.settings });
  });

  it('is the same user every time, and may enter rooms', async () => {
    const first = await login(host, 'anna');
    const again = await login(host, 'anna');
    const other = await login(host, 'bob');
    expect(again.user).toEqual(first.user);
    expect(other.user.id).not.toBe(first.user.id);
    expect(first.user.id).toMatch(new RegExp(`^${host}-`, 'u'));
    const client = await RawClient.connect(running.baseUrl, first.token);
    client.close();
  });

  it('is one user also when a phone asks twice at once', async () => {
    const [one, two] = await Promise.all([login(host, 'anna'), login(host, 'anna')]);
    expect(two.user).toEqual(one.user);
  });

  it('takes a code once', async () => {
    const code = servers.code(host, 'anna');
    expect((await post(host, code)).status).toBe(200);
    expect(await refusal(await post(host, code))).toEqual([401, 'login_code_refused']);
    expect(await refusal(await post(host, 'made up'))).toEqual([401, 'login_code_refused']);
    expect(await refusal(await post(host, ''))).toEqual([400, 'invalid_request']);
  });

  it('is good for an hour, and then they log in again and take their Session up', async () => {
    const before = Date.now();
    const first = await login(host, 'anna');
    const aliveMs = Date.parse(first.expiresAt) - before;
    expect(Math.abs(aliveMs - 3_600_000)).toBeLessThan(60_000);
    expect(Object.keys(first).sort()).toEqual(['expiresAt', 'token', 'user']);
    const roomId = await createRoom(running.baseUrl, first.token);
    const client = await RawClient.connect(running.baseUrl, first.token);
    const { sessionId, resumeKey, snapshot } = await client.request('join', { roomId });
    client.cut();
    const again = await RawClient.connect(running.baseUrl, (await login(host, 'anna')).token);
    const resume = { sessionId, resumeKey, lastSeq: snapshot.seq };
    expect(await again.request('join', { roomId, resume })).toMatchObject({ isResumed: true, sessionId });
    again.close();
  });

  it('keeps the name and the picture that the user gave themselves', async () => {
    const { token, user } = await login(host, 'anna');
    const me = await askRest(running.baseUrl, '/api/me', {
      method: 'PATCH',
      token,
      body: { name: '安娜' },
    });
    expect(me.json).toMatchObject({ kind: 'host', user: { id: user.id, name: '安娜' } });
    const picture = await fetch(`${running.baseUrl}/api/me/avatar`, {
      method: 'PUT',
      headers: { authorization: `Bearer ${me.json.token}` },
      body: smallPng,
    });
    const { user: pictured } = await jsonOf<MeUpdated>(picture);
    expect(pictured.avatarUrl).toMatch(/^\/media\/avatars\/.+\.png$/u);
    // The token of before still says the old name.
    await askRest(running.baseUrl, '/api/me/notices', { token });
    expect((await login(host, 'anna')).user).toEqual(pictured);
  });

  it('gives no session key or other secret away: not in an answer, not in the log, not in the database', async () => {
    const code = servers.code(host, 'anna');
    const answer = await (await post(host, code)).text();
    await post(host, code);
    const log = await readFile(running.logFile, 'latin1');
    await running.close();
    const folder = database?.settings.DATA_DIR ?? '';
    const names = await readdir(folder, { recursive: true, withFileTypes: true });
    const files = names
      .filter((entry) => entry.isFile())
      .map(({ parentPath, name }) => join(parentPath, name));
    const kept = await Promise.all(files.map((file) => readFile(file, 'latin1')));
    expect(files.some((file) => file.endsWith('.db'))).toBe(true);
    const secrets = [...servers[host].sessionKeys, servers.app.secret, servers.alipay.privateKey];
    expect(servers[host].sessionKeys.length).toBeGreaterThan(0);
    for (const text of [answer, log, ...kept])
      for (const secret of secrets) expect(text.includes(secret)).toBe(false);
  });

  it('takes a code for five minutes', async () => {
    const code = servers.code(host, 'anna');
    servers.advance(5 * 60_000);
    expect(await refusal(await post(host, code))).toEqual([401, 'login_code_refused']);
  });

  it('says that the host is away, and never what it said of our secrets', async () => {
    servers[host].busyFor = 1;
    const response = await post(host, servers.code(host, 'anna'));
    expect(await refusal(response)).toEqual([503, 'host_unavailable']);
    const log = await readFile(running.logFile, 'utf8');
    expect(log).not.toContain(servers.app.secret);
  });
});

describe('a login by wechat', () => {
  beforeEach(async () => {
    running = await startApp(servers.settings);
  });

  it('is refused for whom WeChat takes for a danger', async () => {
    servers.wechat.blocked.add('mallory');
    expect(await refusal(await post('wechat', servers.code('wechat', 'mallory')))).toEqual([
      403,
      'forbidden',
    ]);
  });

  it('has to wait when WeChat has had too many of one user', async () => {
    const codes = Array.from({ length: 101 }, () => servers.code('wechat', 'anna'));
    const statuses: number[] = [];
    for (const code of codes) statuses.push((await post('wechat', code)).status);
    expect(statuses.at(-1)).toBe(429);
    expect(statuses.filter((status) => status === 200)).toHaveLength(100);
  });
});

describe('host logins', () => {
  it('are refused where a host is not set up', async () => {
    running = await startApp();
    for (const host of hosts) expect(await refusal(await post(host, 'x'))).toEqual([501, 'not_supported']);
  });

  it('are remembered in PostgreSQL too', async () => {
    const kept = await createPostgres(await postgresCluster());
    database = kept;
    running = await startApp({ ...servers.settings, ...kept.settings });
    const first = await login('wechat', 'anna');
    expect((await login('wechat', 'anna')).user).toEqual(first.user);
    await running.close();
    running = await startApp({ ...servers.settings, ...kept.settings });
    expect((await login('wechat', 'anna')).user).toEqual(first.user);
  });
});
