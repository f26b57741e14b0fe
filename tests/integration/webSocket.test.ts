import type { ReplyMap } from '@lianmai/shared';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { PlainClient } from '../support/PlainClient.ts';
import { createRoom, guestToken, RawClient } from '../support/RawClient.ts';
import { type RunningApp, startApp } from '../support/startApp.ts';
import { waitFor } from '../support/waitFor.ts';

let running: RunningApp;
let roomId: string;
let token: string;
const open: { close(): void }[] = [];

beforeEach(async () => {
  running = await startApp();
  token = (await guestToken(running.baseUrl, 'Anna')).token;
  roomId = await createRoom(running.baseUrl, token);
});
afterEach(async () => {
  for (const client of open.splice(0)) client.close();
  await running.close();
});

function connect(query: ConstructorParameters<typeof PlainClient>[2] = {}, room = roomId): PlainClient {
  const client = new PlainClient(running.baseUrl, room, query);
  open.push(client);
  return client;
}

/** The anchor, live. */
async function browser(): Promise<RawClient> {
  const client = await RawClient.connect(running.baseUrl, token);
  open.push(client);
  await client.request('join', { roomId, as: 'publisher' });
  await client.request('startShow', {});
  return client;
}

async function joined(client: PlainClient): Promise<ReplyMap['join']> {
  const reply = await client.reply('join');
  if (!reply.ok) throw new Error(reply.error.code);
  return reply.data as ReplyMap['join'];
}

describe('a plain WebSocket', () => {
  it.each<[string, { token?: string }]>([
    ['without a token', {}],
    ['with an empty one', { token: '' }],
  ])('is in the room when it opens, %s as a guest of its own', async (_what, query) => {
    const client = connect(query);
    const { role, snapshot } = await joined(client);
    expect([role, snapshot.room.id]).toEqual(['viewer', roomId]);
    const [first] = client.frames;
    expect(first).toMatchObject({ type: 'notice', notice: 'guestAdmitted' });
  });

  it('serves what tutorials teach: queued messages are sent on open, a browser reads them and answers', async () => {
    const anna = await browser();
    const client = connect();
    await client.opened();
    // In the very moment of opening, before anything has come.
    for (const content of ['一', '二', '三']) client.send({ type: 'chat', content });
    const texts = () =>
      anna.events.flatMap((event) => (event.type === 'chatPosted' ? [event.data.message.content] : []));
    await waitFor('three messages', () => texts().length === 3);
    expect(texts()).toEqual(['一', '二', '三']);
    await anna.request('chat', { content: '你好' });
    await waitFor('the answer', () =>
      client.events.some((event) => event.type === 'chatPosted' && event.data.message.content === '你好'),
    );
    client.send({ type: 'like', id: 'heart' });
    expect(await client.reply('heart')).toMatchObject({ ok: true });
    await client.event('likesAdded');
  });

  it('comes again after a cut and misses nothing', async () => {
    const anna = await browser();
    const bob = (await guestToken(running.baseUrl, 'Bob')).token;
    const first = connect({ token: bob });
    const { sessionId, resumeKey, snapshot } = await joined(first);
    first.close();
    await first.closed();
    for (let i = 0; i < 5; i += 1) await anna.request('chat', { content: `while away ${i}` });
    const again = connect({ token: bob, sessionId, resumeKey, lastSeq: snapshot.seq });
    const { isResumed, missed } = await joined(again);
    expect(isResumed).toBe(true);
    const contents = missed?.flatMap((event) =>
      event.type === 'chatPosted' ? [event.data.message.content] : [],
    );
    expect(contents).toEqual([0, 1, 2, 3, 4].map((i) => `while away ${i}`));
    await anna.request('chat', { content: 'and now' });
    const live = await again.event('chatPosted');
    expect(live.seq).toBeGreaterThan(missed?.at(-1)?.seq ?? Number.NaN);
  });

  it.each(['kick', 'ban'] as const)('ends with a %s, and does not let them in again', async (kind) => {
    const anna = await browser();
    const bob = await guestToken(running.baseUrl, 'Bob');
    const client = connect({ token: bob.token });
    const { sessionId, resumeKey, snapshot } = await joined(client);
    await anna.request('sanction', { userId: bob.userId, kind });
    const code = kind === 'kick' ? 'kicked' : 'banned';
    const isTold = () =>
      client.frames.some((frame) => frame.type === 'notice' && frame.notice === 'sessionEnded');
    await waitFor('the end of the Session', isTold);
    client.send({ type: 'chat', id: 'late', content: 'still here?' });
    expect(await client.reply('late')).toMatchObject({ ok: false });
    const resuming = { token: bob.token, sessionId, resumeKey, lastSeq: snapshot.seq };
    const queries: Record<string, string | number>[] = [{ token: bob.token }, resuming];
    for (const query of queries) {
      const again = connect(query);
      expect(await again.reply('join')).toMatchObject({ ok: false, error: { code } });
      expect(await again.closed()).toBe(4403);
    }
  });

  it('takes the language, and the token as a header or in the address', async () => {
    const refused = connect({ token: 'a.b.c', lang: 'zh' });
    expect(await refused.reply('join')).toMatchObject({
      error: { code: 'token_invalid', message: '访问令牌无效。' },
    });
    const { role } = await joined(connect({ token }));
    expect(role).toBe('anchor');
  });

  it.each<[string, Parameters<typeof connect>, string, number]>([
    ['a forged token', [{ token: 'a.b.c' }], 'token_invalid', 4401],
    ['a room that is not there', [{}, 'nowhere'], 'room_not_found', 4404],
    ['what can be no room', [{}, '房间'], 'room_not_found', 4404],
    ['what can be no room, before it lets anybody in', [{ join: 'later' }, 'a/b'], 'room_not_found', 4404],
    ['no room at all', [{ join: 'later' }, ''], 'room_not_found', 4404],
    ['a publisher who is not the anchor', [{ as: 'publisher' }], 'forbidden', 4403],
    ['a Session that never was', [{ sessionId: 'x', resumeKey: 'y', lastSeq: 0 }], 'session_not_found', 4410],
    ['half of what a resume takes', [{ sessionId: 'x' }], 'invalid_request', 4400],
  ])('refuses %s, and says why before it closes', async (_what, args, code, closeCode) => {
    const client = connect(...args);
    const reply = await client.reply('join');
    expect(reply).toMatchObject({ ok: false, error: { code } });
    expect(await client.closed()).toBe(closeCode);
  });

  it.each<[string, object | string]>([
    ['no JSON', '{"type":'],
    ['JSON that is no frame', '[1,2]'],
    ['a frame with unknown fields', { type: 'chat', content: 'x', admin: true }],
  ])('answers %s and goes on', async (_what, frame) => {
    const client = connect();
    await joined(client);
    client.send(frame);
    expect(await client.reply(null)).toMatchObject({ error: { code: 'invalid_request' } });
    client.send({ type: 'chat', id: 'after', content: 'still here' });
    expect(await client.reply('after')).toMatchObject({ ok: true });
  });

  it.each<[string, string | Uint8Array<ArrayBuffer>, number]>([
    ['bytes', new Uint8Array([1, 2, 3]), 1003],
    ['a frame that is too large', 'x'.repeat(70_000), 1009],
  ])('closes on %s', async (_what, frame, code) => {
    const client = connect();
    await joined(client);
    client.send(frame);
    expect(await client.closed()).toBe(code);
  });

  it('keeps its Session for the grace period and then ends it', async () => {
    const client = connect();
    await joined(client);
    const sessions = () => running.app.rooms.get(roomId).sessionCount;
    expect(sessions()).toBe(1);
    client.send({ type: 'leave', id: 'bye' });
    expect(await client.reply('bye')).toMatchObject({ ok: true });
    expect(sessions()).toBe(0);
  });

  it.each(['/socket/rooms', '/socket/room/', '//', '/socket/room/%2e%2e'])(
    'is refused at %s',
    async (path) => {
      const socket = new WebSocket(`${running.baseUrl.replace(/^http/, 'ws')}${path}`);
      let isClosed = false;
      socket.addEventListener('error', () => undefined);
      socket.addEventListener('close', () => {
        isClosed = true;
      });
      await waitFor('the refusal', () => isClosed);
      await browser();
    },
  );
});

it('guests without a token are refused where tokens come from elsewhere', async () => {
  const server = await startApp({ API_SECRET: 'only for the tests of this process 2' });
  const client = new PlainClient(server.baseUrl, 'r1');
  expect(await client.reply('join')).toMatchObject({ error: { code: 'token_missing' } });
  expect(await client.closed()).toBe(4401);
  await server.close();
});
