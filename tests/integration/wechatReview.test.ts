import { randomUUID } from 'node:crypto';
import type { LoginResult } from '@lianmai/shared';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { askRest } from '../support/askRest.ts';
import { FakeHostServers } from '../support/FakeHostServers.ts';
import { createRoom, guestToken, RawClient } from '../support/RawClient.ts';
import { type RunningApp, startApp } from '../support/startApp.ts';

let servers: FakeHostServers;
let running: RunningApp;
let anchor: { token: string; userId: string };
let roomId: string;

async function start(settings: Record<string, string> = {}): Promise<void> {
  running = await startApp({ ...servers.settings, REVIEW_TIMEOUT_MS: '10000', ...settings });
  anchor = await guestToken(running.baseUrl, 'Mei');
  roomId = await createRoom(running.baseUrl, anchor.token);
}

async function enter(token: string): Promise<RawClient> {
  const client = await RawClient.connect(running.baseUrl, token);
  await client.request('join', { roomId });
  return client;
}

async function wechatUser(openId: string): Promise<RawClient> {
  const { json } = await askRest(running.baseUrl, '/api/auth/wechat', {
    method: 'POST',
    body: { code: servers.code('wechat', openId) },
  });
  return await enter((json as LoginResult).token);
}

const say = async (client: RawClient, content: string): Promise<string> => {
  const reply = await client.send({ type: 'chat', id: randomUUID(), content });
  return reply.ok ? 'shown' : reply.error.code;
};

beforeEach(async () => {
  servers = await FakeHostServers.start();
  servers.wechat.words.set('加微信', 'review').set('赌博', 'risky');
});
afterEach(async () => {
  await running.close();
  await servers.close();
});

describe("WeChat's look at texts", () => {
  it('lets pass, holds and refuses what its users write, and is asked about nobody else', async () => {
    await start();
    const anna = await wechatUser('anna');
    expect(await say(anna, '大家好')).toBe('shown');
    expect(await say(anna, '加微信 123')).toBe('text_held');
    expect(await say(anna, '来赌博')).toBe('text_refused');
    const guest = await enter((await guestToken(running.baseUrl, 'Gil')).token);
    expect(await say(guest, '来赌博')).toBe('shown');
    expect(servers.wechat.checked.map(({ openid }) => openid)).toEqual(['anna', 'anna', 'anna']);
    const reports = await askRest(running.baseUrl, `/api/rooms/${roomId}/reports`, { token: anchor.token });
    expect(JSON.stringify(reports.json)).toContain('加微信 123');
  });

  it.each([
    ['open', 'shown'],
    ['closed', 'text_refused'],
  ])(
    'has no say when it does not know the user any more, is away or slow, and REVIEW_FAIL_MODE is %s',
    async (failMode, expected) => {
      await start({ REVIEW_FAIL_MODE: failMode, REVIEW_TIMEOUT_MS: '300' });
      const anna = await wechatUser('anna');
      const guest = await enter((await guestToken(running.baseUrl, 'Gil')).token);
      servers.advance(2 * 3_600_000);
      expect(await say(anna, '来赌博')).toBe(expected);
      servers.wechat.busyFor = 1;
      expect(await say(anna, '来赌博')).toBe(expected);
      servers.wechat.isHanging = true;
      expect(await say(anna, '来赌博')).toBe(expected);
      expect(await say(guest, '大家好')).toBe('shown');
    },
  );

  it('covers the names that they give themselves, which cannot wait', async () => {
    await start();
    const { json } = await askRest(running.baseUrl, '/api/auth/wechat', {
      method: 'POST',
      body: { code: servers.code('wechat', 'anna') },
    });
    const rename = async (name: string) => {
      const answer = await askRest(running.baseUrl, '/api/me', {
        method: 'PATCH',
        token: json.token,
        body: { name },
      });
      return answer.json.error?.code ?? answer.json.user.name;
    };
    expect(await rename('安娜')).toBe('安娜');
    expect(await rename('赌博')).toBe('text_refused');
    expect(await rename('加微信')).toBe('text_refused');
    expect(servers.wechat.checked).toHaveLength(3);
  });

  it('can be switched off', async () => {
    await start({ WECHAT_REVIEW: 'off' });
    expect(await say(await wechatUser('anna'), '来赌博')).toBe('shown');
    expect(servers.wechat.checked).toEqual([]);
  });
});
