import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { SystemClock } from '../../server/src/core/Clock.ts';
import { silentLogger } from '../../server/src/core/logger.ts';
import { type TokenShelf, WechatAccessToken } from '../../server/src/hosts/wechat/WechatAccessToken.ts';
import { WechatCalls } from '../../server/src/hosts/wechat/WechatCalls.ts';
import { WechatMessages } from '../../server/src/hosts/wechat/WechatMessages.ts';
import { RedisLink } from '../../server/src/store/redis/RedisLink.ts';
import { RedisTokenShelf } from '../../server/src/store/redis/RedisTokenShelf.ts';
import { FakeHostServers } from '../support/FakeHostServers.ts';
import { RedisServer } from '../support/RedisServer.ts';

const clock = new SystemClock();
const Answer = z.object({ errcode: z.number(), errmsg: z.string() });
const tokenPath = 'POST /cgi-bin/stable_token';
const checkPath = '/wxa/msg_sec_check';
const message = {
  openId: 'anna',
  templateId: 't',
  page: 'pages/room/room?id=r1',
  data: { thing1: '下午茶' },
};

let servers: FakeHostServers;

beforeEach(async () => {
  servers = await FakeHostServers.start();
  servers.wechat.templates.set('t', ['thing1']);
});
afterEach(() => servers.close());

function callsOf(shelf: TokenShelf | null = null): WechatCalls {
  const { app, baseUrl } = servers;
  return new WechatCalls({ baseUrl }, new WechatAccessToken({ ...app, baseUrl }, shelf, clock));
}

/** WeChat knows who has logged in. */
async function visit(openId: string): Promise<void> {
  const { app, baseUrl } = servers;
  const query = {
    appid: app.appId,
    secret: app.secret,
    js_code: servers.code('wechat', openId),
    grant_type: 'authorization_code',
  };
  await fetch(`${baseUrl}/sns/jscode2session?${new URLSearchParams(query)}`);
}

const check = (calls: WechatCalls, content = 'hello') =>
  calls.post(checkPath, { version: 2, openid: 'anna', scene: 2, content }, Answer);
const timesAsked = (what: string) => servers.asked.filter((asked) => asked === what).length;

describe("WeChat's access token", () => {
  beforeEach(() => visit('anna'));

  it('is asked for once, however many need it', async () => {
    const calls = callsOf();
    const answers = await Promise.all(Array.from({ length: 20 }, () => check(calls)));
    expect(answers.map(({ errcode }) => errcode)).toEqual(Array.from({ length: 20 }, () => 0));
    expect(timesAsked(tokenPath)).toBe(1);
  });

  it.each([
    ['somebody else has forced another one', () => servers.wechat.tokens.revoke()],
    ['it has ended before its time', () => servers.advance(7_200_000)],
    ['WeChat goes on giving a token that it refuses', () => servers.wechat.tokens.breakNewest()],
  ])('is renewed, and the call made again, when %s', async (_what, spoil) => {
    const calls = callsOf();
    await check(calls);
    spoil();
    await visit('anna');
    expect((await check(calls)).errcode).toBe(0);
    expect((await check(calls)).errcode).toBe(0);
  });

  it('is renewed once for all calls that it was refused for', async () => {
    const calls = callsOf();
    await check(calls);
    servers.wechat.tokens.revoke();
    await Promise.all(Array.from({ length: 10 }, () => check(calls)));
    expect(timesAsked(tokenPath)).toBe(2);
  });

  it('is not renewed over and over', async () => {
    const calls = callsOf();
    await check(calls);
    servers.wechat.tokens.breakNewest();
    await check(calls);
    servers.wechat.tokens.breakNewest();
    await expect(check(calls)).rejects.toMatchObject({ code: 'host_unavailable' });
    expect(timesAsked(tokenPath)).toBeLessThanOrEqual(4);
  });

  it('is not to be had without WeChat, and later it is', async () => {
    const calls = callsOf();
    servers.wechat.busyFor = 1;
    await expect(check(calls)).rejects.toMatchObject({ code: 'host_unavailable' });
    expect((await check(calls)).errcode).toBe(0);
  });
});

describe("WeChat's access token on Redis", () => {
  let redis: RedisServer;
  let link: RedisLink;

  beforeEach(async () => {
    await visit('anna');
    redis = await RedisServer.start();
    link = RedisLink.open({ url: redis.url, clock, log: silentLogger() });
    await link.whenReady(10_000);
  });
  afterEach(async () => {
    link.close();
    await redis.close();
  });

  it('is shared by the servers of a platform, also after it was renewed', async () => {
    const [one, two] = [0, 1].map(() => callsOf(new RedisTokenShelf(link, 'wechat:app', clock)));
    if (!one || !two) throw new Error('two servers');
    await check(one);
    await check(two);
    expect(timesAsked(tokenPath)).toBe(1);
    servers.wechat.tokens.revoke();
    await check(one);
    await check(two);
    expect(timesAsked(tokenPath)).toBe(2);
  });

  it('works without, while Redis is away', async () => {
    const calls = callsOf(new RedisTokenShelf(link, 'wechat:app', clock));
    await redis.stop({ isDataKept: false });
    expect((await check(calls)).errcode).toBe(0);
  });
});

describe("WeChat's subscribe messages", () => {
  const send = (fields: Partial<typeof message> = {}, calls = callsOf()) =>
    new WechatMessages({ calls, programState: 'formal' }).send(
      { ...message, ...fields },
      new AbortController().signal,
    );

  beforeEach(() => visit('anna'));

  it('go to who has agreed, one an agreement', async () => {
    servers.wechat.accept('anna', 't');
    expect((await send()).outcome).toBe('sent');
    expect((await send()).outcome).toBe('noneLeft');
    expect(servers.wechat.sent).toEqual([
      {
        touser: 'anna',
        template_id: 't',
        page: message.page,
        data: { thing1: { value: '下午茶' } },
        miniprogram_state: 'formal',
        lang: 'zh_CN',
      },
    ]);
  });

  it.each([
    ['another template', { templateId: 'x' }, 'impossible'],
    ['a text that is too long', { data: { thing1: '一'.repeat(21) } }, 'impossible'],
    ['a page that is none', { page: '/room' }, 'impossible'],
    ['somebody whom WeChat does not know', { openId: 'nobody' }, 'noneLeft'],
  ] as const)('are refused for %s', async (_what, fields, outcome) => {
    servers.wechat.accept('anna', 't');
    expect((await send(fields)).outcome).toBe(outcome);
    expect(servers.wechat.sent).toEqual([]);
  });

  it('may have been sent when the answer is lost, and have not when nobody was there or WeChat is busy', async () => {
    servers.wechat.accept('anna', 't');
    servers.wechat.accept('anna', 't');
    const calls = callsOf();
    await check(calls);
    servers.wechat.busyFor = 1;
    expect((await send({}, calls)).outcome).toBe('busy');
    servers.wechat.busyFor = 1;
    // Without an access token nothing is sent either.
    expect((await send()).outcome).toBe('busy');
    servers.wechat.losesAnswers = true;
    expect((await send({}, calls)).outcome).toBe('unknown');
    expect(servers.wechat.sent).toHaveLength(1);
    servers.wechat.losesAnswers = false;
    const gone = new WechatMessages({ calls, programState: 'formal' });
    await servers.close();
    expect((await gone.send(message, new AbortController().signal)).outcome).toBe('busy');
    servers = await FakeHostServers.start();
  });
});
