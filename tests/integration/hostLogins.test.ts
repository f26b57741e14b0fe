import { readFile } from 'node:fs/promises';
import type { LoginResult, WireError } from '@lianmai/shared';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { postgresCluster } from '../support/databases.ts';
import { FakeHostServers } from '../support/FakeHostServers.ts';
import { jsonOf } from '../support/jsonOf.ts';
import { RawClient } from '../support/RawClient.ts';
import { type RunningApp, startApp } from '../support/startApp.ts';
import { createPostgres, type TestDatabase } from '../support/TestDatabase.ts';

const hosts = ['wechat', 'douyin', 'alipay'] as const;

let servers: FakeHostServers;
let running: RunningApp;

beforeEach(async () => {
  servers = await FakeHostServers.start();
});
afterEach(async () => {
  await running.close();
  await servers.close();
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
    running = await startApp(servers.settings);
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

  it('says that the host is away, and never what it said of our secrets', async () => {
    servers[host].busyFor = 1;
    const response = await post(host, servers.code(host, 'anna'));
    expect(await refusal(response)).toEqual([503, 'host_unavailable']);
    const log = await readFile(running.logFile, 'utf8');
    expect(log).not.toContain(servers.app.secret);
  });
});

describe('host logins', () => {
  it('are refused where a host is not set up', async () => {
    running = await startApp();
    for (const host of hosts) expect(await refusal(await post(host, 'x'))).toEqual([501, 'not_supported']);
  });

  it('are remembered in PostgreSQL too', async () => {
    const database: TestDatabase = await createPostgres(await postgresCluster());
    running = await startApp({ ...servers.settings, ...database.settings });
    const first = await login('wechat', 'anna');
    expect((await login('wechat', 'anna')).user).toEqual(first.user);
    await running.close();
    running = await startApp({ ...servers.settings, ...database.settings });
    expect((await login('wechat', 'anna')).user).toEqual(first.user);
  });
});
