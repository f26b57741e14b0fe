import { readFile } from 'node:fs/promises';
import type { HostMessageQuota, LoginResult, ServerInfo } from '@lianmai/shared';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { askRest } from '../support/askRest.ts';
import { databases, type TestDatabase } from '../support/databases.ts';
import { FakeHostServers } from '../support/FakeHostServers.ts';
import { createRoom, guestToken, RawClient } from '../support/RawClient.ts';
import { type RunningApp, startApp } from '../support/startApp.ts';
import { waitFor } from '../support/waitFor.ts';

const templateId = 'tmpl-went-live';

let servers: FakeHostServers;
let running: RunningApp;
let database: TestDatabase | null = null;

beforeEach(async () => {
  servers = await FakeHostServers.start();
  servers.wechat.templates.set(templateId, ['thing1', 'thing2', 'time3']);
});
afterEach(async () => {
  await running.close();
  await servers.close();
  await database?.remove();
  database = null;
});

const settings = () => ({ ...servers.settings, WECHAT_WENT_LIVE_TEMPLATE: templateId });

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

interface Anchor {
  userId: string;
  token: string;
  roomId: string;
}

async function stage(): Promise<Anchor> {
  const mei = await guestToken(running.baseUrl, 'Mei');
  return { ...mei, roomId: await createRoom(running.baseUrl, mei.token, { title: 'Tea' }) };
}

async function goLive({ token, roomId }: Anchor): Promise<void> {
  const client = await RawClient.connect(running.baseUrl, token);
  await client.request('join', { roomId, as: 'publisher' });
  await client.request('startShow', {});
}

const follow = (token: string, userId: string) =>
  askRest(running.baseUrl, `/api/users/${userId}/follow`, { method: 'PUT', token });
const logOf = () => readFile(running.logFile, 'utf8');

/** Presses "accept": WeChat knows it, and the mini program tells us. */
async function accept(openId: string, token: string): Promise<void> {
  servers.wechat.accept(openId, templateId);
  await answer(token, 'accept');
}

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

  it('tells a follower through the host when the anchor is live, once for each agreement', async () => {
    const anchor = await stage();
    const { token } = await login('anna');
    await follow(token, anchor.userId);
    await accept('anna', token);
    await follow((await login('bob')).token, anchor.userId);
    await goLive(anchor);
    await waitFor('the message', () => servers.wechat.sent.length > 0);
    expect(servers.wechat.sent).toMatchObject([
      {
        touser: 'anna',
        template_id: templateId,
        page: `pages/room/room?id=${anchor.roomId}`,
        data: { thing1: { value: 'Mei' }, thing2: { value: 'Tea' } },
        miniprogram_state: 'formal',
      },
    ]);
    await waitFor('the end of it', async () => (await logOf()).includes('messages sent by the host'));
    expect(await quotas(token)).toEqual([{ templateId, remaining: 0 }]);
    const { notices } = (await askRest(running.baseUrl, '/api/me/notices', { token })).json;
    expect(notices).toHaveLength(1);
  });

  it('reminds of an announced show, and knows when the host has no agreement any more', async () => {
    const anchor = await stage();
    const { token } = await login('anna');
    // Said to us, and never to WeChat.
    await answer(token, 'accept');
    await answer(token, 'accept');
    const { json: show } = await askRest(running.baseUrl, `/api/rooms/${anchor.roomId}/schedule`, {
      method: 'POST',
      token: anchor.token,
      body: { title: '下午茶', startsAt: new Date(Date.now() + 600_000).toISOString() },
    });
    await askRest(running.baseUrl, `/api/schedule/${show.id}/reminder`, { method: 'PUT', token });
    await goLive(anchor);
    await waitFor('the end of it', async () => (await logOf()).includes('messages sent by the host'));
    expect(servers.wechat.sent).toEqual([]);
    expect(await quotas(token)).toEqual([{ templateId, remaining: 0 }]);
    const sends = servers.asked.filter((asked) => asked.endsWith('/subscribe/send'));
    expect(sends).toHaveLength(1);
    expect(await logOf()).not.toContain(servers.app.secret);
  });

  it('takes no answer of who did not come from that host, or about another template', async () => {
    const guest = await askRest(running.baseUrl, '/api/auth/guest', {
      method: 'POST',
      body: { name: 'Gil' },
    });
    for (const result of ['accept', 'reject', 'ban', 'filter'])
      expect(await answer(guest.json.token, result)).toMatchObject({
        status: 403,
        json: { error: { code: 'forbidden' } },
      });
    expect(await logOf()).not.toContain('offers this template to nobody');
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
    running = await startApp({ ...settings(), DOUYIN_APP_ID: '', DOUYIN_APP_SECRET: '' });
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
