import type { HostMessageQuota, LoginResult, ServerInfo } from '@lianmai/shared';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { askRest } from '../support/askRest.ts';
import { databases, type TestDatabase } from '../support/databases.ts';
import { FakeHostServers } from '../support/FakeHostServers.ts';
import { type RunningApp, startApp } from '../support/startApp.ts';

const templateId = 'tmpl-went-live';

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

function settings(): Record<string, string> {
  return {
    WECHAT_APP_ID: servers.app.appId,
    WECHAT_APP_SECRET: servers.app.secret,
    WECHAT_API_BASE: servers.baseUrl,
    WECHAT_WENT_LIVE_TEMPLATE: templateId,
  };
}

const login = async (openId: string): Promise<LoginResult> =>
  (
    await askRest(running.baseUrl, '/api/auth/wechat', {
      method: 'POST',
      body: { code: servers.code('wechat', openId) },
    })
  ).json;
const answer = (token: string, result: string, fields: Record<string, string> = {}) =>
  askRest(running.baseUrl, '/api/me/host-messages', {
    method: 'POST',
    token,
    body: { host: 'wechat', templateId, result, ...fields },
  });
const quotas = async (token: string): Promise<HostMessageQuota[]> =>
  (await askRest(running.baseUrl, '/api/me/host-messages', { token })).json;

describe.each(databases)('messages that users of a mini program agree to, on $name', ({ create }) => {
  let kept: Record<string, string>;
  beforeEach(async () => {
    database = await create();
    kept = { ...settings(), ...database.settings };
    running = await startApp(kept);
  });

  it('counts one for each accept, for this user, also after a restart', async () => {
    const { token } = await login('anna');
    expect(await quotas(token)).toEqual([{ templateId, remaining: 0 }]);
    expect((await answer(token, 'accept')).json).toEqual({ templateId, remaining: 1 });
    expect((await answer(token, 'accept')).json).toEqual({ templateId, remaining: 2 });
    expect((await answer(token, 'reject')).json).toEqual({ templateId, remaining: 2 });
    expect((await answer(token, 'ban')).json).toEqual({ templateId, remaining: 2 });
    expect(await quotas((await login('bob')).token)).toEqual([{ templateId, remaining: 0 }]);
    await running.close();
    running = await startApp(kept);
    expect(await quotas((await login('anna')).token)).toEqual([{ templateId, remaining: 2 }]);
  });

  it('counts presses at the same time one by one', async () => {
    const { token } = await login('anna');
    await Promise.all(Array.from({ length: 8 }, () => answer(token, 'accept')));
    expect(await quotas(token)).toEqual([{ templateId, remaining: 8 }]);
  });

  it('takes no answer of who did not come from that host, or about another template', async () => {
    const guest = await askRest(running.baseUrl, '/api/auth/guest', {
      method: 'POST',
      body: { name: 'Gil' },
    });
    expect(await answer(guest.json.token, 'accept')).toMatchObject({
      status: 403,
      json: { error: { code: 'forbidden' } },
    });
    const { token } = await login('anna');
    expect((await answer(token, 'accept', { templateId: 'another' })).json.error).toMatchObject({
      code: 'invalid_request',
      fields: [{ path: 'templateId' }],
    });
    expect((await answer(token, 'perhaps')).status).toBe(400);
    expect((await answer('', 'accept')).status).toBe(401);
  });
});

describe('what pages are told of hosts', () => {
  const info = async (): Promise<ServerInfo> => (await askRest(running.baseUrl, '/api/info')).json;

  it('are those that are set up, with their templates', async () => {
    running = await startApp({
      ...settings(),
      ALIPAY_APP_ID: 'app',
      ALIPAY_PRIVATE_KEY: servers.privateKey,
    });
    expect((await info()).hosts).toEqual({
      wechat: { templates: { wentLive: templateId } },
      alipay: { templates: {} },
    });
  });

  it('are none where none is', async () => {
    running = await startApp();
    expect((await info()).hosts).toEqual({});
    const guest = await askRest(running.baseUrl, '/api/auth/guest', {
      method: 'POST',
      body: { name: 'Gil' },
    });
    expect(await quotas(guest.json.token)).toEqual([]);
    expect((await answer(guest.json.token, 'accept')).json.error.code).toBe('not_supported');
  });
});
