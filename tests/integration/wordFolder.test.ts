import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { askRest } from '../support/askRest.ts';
import { createRoom, guestToken, RawClient } from '../support/RawClient.ts';
import { type RunningApp, startApp } from '../support/startApp.ts';
import { waitFor } from '../support/waitFor.ts';
import { operatorToken } from './moderationFixture.ts';

let folder: string;
let running: RunningApp;
let operator: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lianmai-words-'));
  running = await startApp({ DATA_DIR: folder });
  operator = await operatorToken(running);
});
afterAll(async () => {
  await running.close();
  await rm(folder, { recursive: true, force: true });
});

const save = (name: string, text: string) => writeFile(join(folder, 'words', name), text);
const list = () => askRest(running.baseUrl, '/api/moderation/words', { token: operator });
const verdictOf = async (text: string) => {
  const answer = await askRest(running.baseUrl, '/api/moderation/words-test', {
    method: 'POST',
    token: operator,
    body: { text },
  });
  return answer.json.action;
};

it('takes up a file that somebody saves, and keeps what it said before when it has a mistake', async () => {
  await save('ads.txt', '加微信\n@mask\n卖*片');
  await waitFor('the list', async () => (await verdictOf('加 微 信')) === 'block');
  await save('ads.txt', '加微信\n@burn\n');
  const broken = await waitFor('the mistake', async () => {
    const { json } = await list();
    return json[0].problems.length > 0 ? json[0] : undefined;
  });
  expect(broken).toMatchObject({ name: 'ads', size: 2, problems: [{ line: 2 }] });
  expect(await verdictOf('卖大片')).toBe('mask');
  await rm(join(folder, 'words', 'ads.txt'));
  await waitFor('the list is gone', async () => (await verdictOf('加微信')) === null);
});

it('is edited over REST, by operators only, and a wrong list changes nothing', async () => {
  const put = (name: string, body: string, token: string) =>
    fetch(`${running.baseUrl}/api/moderation/words/${encodeURIComponent(name)}`, {
      method: 'PUT',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'text/plain' },
      body,
    });
  const big = Array.from({ length: 20_000 }, (_, index) => `敏感词${index}号`).join('\n');
  expect((await put('脏话', big, operator)).status).toBe(204);
  expect(await verdictOf('敏.感.词.777.号')).toBe('block');
  const wrong = await put('脏话', 'fine\n***', operator);
  expect(wrong.status).toBe(400);
  expect(await wrong.json()).toMatchObject({ error: { fields: [{ path: 'line 2' }] } });
  expect(await verdictOf('敏感词1号')).toBe('block');
  expect((await put('..%2fevil', 'x', operator)).status).toBe(400);
  const guest = await guestToken(running.baseUrl);
  expect((await put('mine', 'x', guest.token)).status).toBe(403);
});

it('counts for chat, names, titles and applications; a held message is shown when a moderator lets it pass', async () => {
  const { baseUrl } = running;
  await save('all.txt', 'blocked-word\n@mask\nsoft\n@hold\nmaybe');
  await waitFor('the list', async () => (await verdictOf('maybe')) === 'hold');
  const anchor = await guestToken(baseUrl, 'Anna');
  const roomId = await createRoom(baseUrl, anchor.token, { title: 'A soft title' });
  expect((await askRest(baseUrl, `/api/rooms/${roomId}`)).json.title).toBe('A **** title');
  const named = await askRest(baseUrl, '/api/auth/guest', { method: 'POST', body: { name: 'Blocked Word' } });
  expect(named.json).toMatchObject({ error: { code: 'text_refused' } });

  const bob = await guestToken(baseUrl, 'Bob');
  const viewer = await RawClient.connect(baseUrl, bob.token);
  const host = await RawClient.connect(baseUrl, anchor.token);
  await host.request('join', { roomId });
  await viewer.request('join', { roomId });
  const send = (content: string, fields = {}) => viewer.send({ type: 'chat', content, ...fields });
  expect(await send('b.l.o.c.k.e.d w0rd')).toMatchObject({ error: { code: 'text_refused' } });
  expect(await send('ｓｏｆｔ words')).toMatchObject({ ok: true });
  expect((await host.event('chatPosted')).data.message.content).toBe('**** words');
  // Sent again, as a client does that has not heard the answer, it waits once.
  for (let i = 0; i < 2; i += 1)
    expect(await send('maybe later', { clientId: 'mine' })).toMatchObject({ error: { code: 'text_held' } });
  await host.notice('reportsChanged');
  const queue = await askRest(baseUrl, `/api/rooms/${roomId}/reports`, { token: anchor.token });
  expect(queue.json).toMatchObject([
    { category: 'held', reporter: null, subject: { type: 'held', content: 'maybe later', words: ['maybe'] } },
  ]);
  const resolve = () =>
    askRest(baseUrl, `/api/moderation/reports/${queue.json[0].id}/resolve`, {
      method: 'POST',
      token: anchor.token,
      body: { outcome: 'approved' },
    });
  expect((await resolve()).json).toMatchObject({ outcome: 'approved', resolvedBy: { name: 'Anna' } });
  expect(await resolve()).toMatchObject({ status: 409 });
  const shown = () =>
    host.events.flatMap(({ type, data }) =>
      type === 'chatPosted' && data.message.content === 'maybe later' ? [data.message] : [],
    );
  const [message] = await waitFor('the message', () => (shown().length > 0 ? shown() : null));
  // By this its author's page takes away what it showed as waiting.
  expect(message).toMatchObject({ clientId: 'mine', user: { name: 'Bob' } });
  const late = await send('maybe later', { clientId: 'mine' });
  expect(late).toMatchObject({ ok: true, data: { messageId: message?.id } });
  expect(shown()).toHaveLength(1);

  const ownList = { method: 'PUT', token: anchor.token, body: { text: 'spoiler' } };
  expect((await askRest(baseUrl, `/api/rooms/${roomId}/words`, ownList)).status).toBe(204);
  expect(await send('a SPOILER')).toMatchObject({ error: { code: 'text_refused' } });
  for (const client of [viewer, host]) client.close();
});
