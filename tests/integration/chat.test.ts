import type { ChatMessage, RoomEvent } from '@lianmai/shared';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { askRest } from '../support/askRest.ts';
import { createRoom, guestToken, RawClient } from '../support/RawClient.ts';
import { type RunningApp, startApp } from '../support/startApp.ts';
import { waitFor } from '../support/waitFor.ts';

// Rule numbers are those of docs/protocol.md.

let running: RunningApp;
const open: RawClient[] = [];

beforeAll(async () => {
  running = await startApp();
});
afterAll(async () => {
  for (const client of open) client.close();
  await running.close();
});

async function connect(token: string): Promise<RawClient> {
  const client = await RawClient.connect(running.baseUrl, token);
  open.push(client);
  return client;
}

async function newRoom() {
  const { token, userId } = await guestToken(running.baseUrl, 'Anna');
  const roomId = await createRoom(running.baseUrl, token);
  const anchor = await connect(token);
  await anchor.request('join', { roomId });
  return { roomId, anchor, token, userId };
}

async function joined(roomId: string, name = 'Bob') {
  const { token, userId } = await guestToken(running.baseUrl, name);
  const client = await connect(token);
  const reply = await client.request('join', { roomId });
  return { client, reply, token, userId };
}

function messagesIn(events: readonly RoomEvent[]): ChatMessage[] {
  return events.flatMap((event) => (event.type === 'chatPosted' ? [event.data.message] : []));
}

const contentsOf = (client: RawClient) => messagesIn(client.events).map(({ content }) => content);

async function refusal(request: Promise<unknown>): Promise<{ code: string; retryAfterMs?: number }> {
  const error: unknown = await request.then(
    () => new Error('it was not refused'),
    (cause: unknown) => cause,
  );
  return (error as { wire: { code: string } }).wire;
}

describe('posting', () => {
  it('CH1 reaches everybody in the same order, each message once', async () => {
    const { roomId } = await newRoom();
    const people = await Promise.all(Array.from({ length: 20 }, (_, n) => joined(roomId, `P${n}`)));
    await Promise.all(
      people.flatMap(({ client }, who) =>
        Array.from({ length: 5 }, (_, n) => client.request('chat', { content: `${who}/${n}` })),
      ),
    );
    for (const { client } of people) {
      await waitFor('all messages', () => contentsOf(client).length >= 100);
    }
    const first = contentsOf(people[0]?.client as RawClient);
    expect(new Set(first).size).toBe(100);
    for (const { client } of people) expect(contentsOf(client)).toEqual(first);
    for (let who = 0; who < 20; who += 1) {
      const own = first.filter((content) => content.startsWith(`${who}/`));
      expect(own).toEqual(Array.from({ length: 5 }, (_, n) => `${who}/${n}`));
    }
  });

  it('CH2 is the same message when it is sent again, also in another Session', async () => {
    const { roomId, anchor } = await newRoom();
    const bob = await joined(roomId);
    const wish = { content: 'once', clientId: 'mine-1' };
    const first = await bob.client.request('chat', wish);
    bob.client.cut();
    const again = await connect(bob.token);
    await again.request('join', { roomId });
    expect(await again.request('chat', wish)).toEqual(first);
    await again.request('chat', { content: 'the end' });
    await waitFor('the end', () => contentsOf(anchor).includes('the end'));
    expect(contentsOf(anchor)).toEqual(['once', 'the end']);
  });

  it('CH3 shows markup, bidi tricks and control characters as plain text', async () => {
    const { roomId, anchor } = await newRoom();
    const { client } = await joined(roomId);
    await client.request('chat', { content: '<img src=x onerror=alert(1)>' });
    await client.request('chat', { content: 'a\u202eb\u200bc\u0000d 👨‍👩‍👧' });
    await waitFor('both', () => contentsOf(anchor).length === 2);
    expect(contentsOf(anchor)).toEqual(['<img src=x onerror=alert(1)>', 'abcd 👨‍👩‍👧']);
  });

  it('CH4 names whom it mentions', async () => {
    const { roomId, anchor } = await newRoom();
    const carl = await joined(roomId, '小明 🐼');
    const bob = await joined(roomId);
    const { people } = await bob.client.request('findPeople', { name: '小' });
    expect(people.map(({ id }) => id)).toEqual([carl.userId]);
    await bob.client.request('chat', { content: '@小明 🐼 你好', mentions: [carl.userId, 'nobody'] });
    const { data } = await anchor.event('chatPosted');
    expect(data.message.mentions).toEqual([{ id: carl.userId, name: '小明 🐼' }]);
  });
});

it('is complete, in order and without doubles for who was offline for 20 s in a busy room', {
  timeout: 90_000,
}, async () => {
  const { roomId } = await newRoom();
  const talkers = await Promise.all(Array.from({ length: 50 }, (_, n) => joined(roomId, `T${n}`)));
  const watcher = await joined(roomId, 'Watcher');
  const offline = await joined(roomId, 'Offline');
  const startedAt = performance.now();
  let round = 0;
  const talk = async () => {
    const number = round++;
    await Promise.all(
      talkers.map(({ client }, who) => client.request('chat', { content: `${who}:${number}` })),
    );
    await waitFor('the next second', () => performance.now() - startedAt >= round * 1000, {
      deadlineMs: 5000,
    });
  };
  await talk();
  await waitFor('the first round', () => contentsOf(offline.client).length === 50);
  const seenBefore = contentsOf(offline.client);
  const lastSeq = offline.client.events.at(-1)?.seq ?? 0;
  offline.client.cut();
  for (let second = 0; second < 20; second += 1) await talk();
  const back = await connect(offline.token);
  const { sessionId, resumeKey } = offline.reply;
  const reply = await back.request('join', { roomId, resume: { sessionId, resumeKey, lastSeq } });
  await talk();
  expect(reply.isResumed).toBe(true);
  const missed = messagesIn(reply.missed ?? []).map(({ content }) => content);
  await waitFor('the last round', () => contentsOf(watcher.client).length === 22 * 50);
  await waitFor('the last round here', () => contentsOf(back).length >= 50);
  expect([...seenBefore, ...missed, ...contentsOf(back)]).toEqual(contentsOf(watcher.client));
});

describe('what hosts do', () => {
  it('CH6 a deleted message is gone for all, in snapshots and over REST', async () => {
    const { roomId, anchor, token } = await newRoom();
    const bob = await joined(roomId);
    const { messageId } = await bob.client.request('chat', { content: 'rude' });
    await bob.client.request('chat', { content: 'kind' });
    const carl = await joined(roomId, 'Carl');
    expect((await refusal(carl.client.request('deleteMessages', { messageIds: [messageId] }))).code).toBe(
      'forbidden',
    );
    await anchor.request('deleteMessages', { messageIds: [messageId] });
    const { data } = await carl.client.event('chatDeleted');
    expect(data).toMatchObject({ messageIds: [messageId], userId: null, by: { name: 'Anna' } });
    const late = await joined(roomId, 'Late');
    expect(late.reply.snapshot.chat.messages.map(({ content }) => content)).toEqual(['kind']);
    const answer = await askRest(running.baseUrl, `/api/rooms/${roomId}/messages`, { token });
    expect(answer.json).toMatchObject([{ content: 'kind' }]);

    await anchor.request('deleteMessages', { userId: bob.userId });
    expect((await joined(roomId, 'Later')).reply.snapshot.chat.messages).toEqual([]);
  });

  it('CH7 CH8 notice, slow mode and a closed chat count for who is here and who comes', async () => {
    const { roomId, anchor } = await newRoom();
    const bob = await joined(roomId);
    expect((await refusal(bob.client.request('pinNotice', { content: 'mine' }))).code).toBe('forbidden');
    await anchor.request('pinNotice', { content: '今晚八点抽奖' });
    await anchor.request('changeChat', { slowModeMs: 60_000 });
    await bob.client.request('chat', { content: 'one' });
    const slow = await refusal(bob.client.request('chat', { content: 'two' }));
    expect(slow.code).toBe('slow_mode');
    expect(slow.retryAfterMs).toBeGreaterThan(50_000);
    await anchor.request('changeChat', { isOpen: false });
    const carl = await joined(roomId, 'Carl');
    expect(carl.reply.snapshot.chat).toMatchObject({
      notice: { content: '今晚八点抽奖' },
      settings: { isOpen: false, slowModeMs: 60_000 },
    });
    expect((await refusal(carl.client.request('chat', { content: 'x' }))).code).toBe('chat_closed');
    await anchor.request('chat', { content: 'hosts may' });
  });
});

describe('abuse', () => {
  it('CH5 a flood is refused with a hint, cut at last, and disturbs nobody', async () => {
    const { roomId, anchor } = await newRoom();
    const flooder = await joined(roomId, 'Flood');
    const bob = await joined(roomId);
    const replies = await Promise.all(
      Array.from({ length: 60 }, (_, n) =>
        flooder.client.send({ type: 'chat', id: `f${n}`, content: `f${n}` }),
      ),
    );
    const refused = replies.flatMap((reply) => (reply.ok ? [] : [reply.error]));
    expect(replies.filter(({ ok }) => ok)).toHaveLength(6);
    expect(
      refused.every(({ code, retryAfterMs }) => code === 'too_many_requests' && (retryAfterMs ?? 0) > 0),
    ).toBe(true);
    for (let n = 0; n < 2000; n += 1)
      void flooder.client.send({ type: 'chat', content: 'x' }).catch(() => {});
    const startedAt = performance.now();
    await bob.client.request('chat', { content: 'still here' });
    await waitFor('it to arrive', () => contentsOf(anchor).includes('still here'));
    // The flood came before it, over another's connection.
    expect(performance.now() - startedAt).toBeLessThan(5000);
    await waitFor('the flooder to be cut', () => !flooder.client.isConnected);
  });

  it('a message of 100 KB ends the connection that sent it, and no other', async () => {
    const { roomId, anchor } = await newRoom();
    const bob = await joined(roomId);
    void bob.client.send({ type: 'chat', id: '1', content: 'x'.repeat(100_000) }).catch(() => {});
    await waitFor('the connection to be closed', () => !bob.client.isConnected);
    const carl = await joined(roomId, 'Carl');
    expect((await refusal(carl.client.request('chat', { content: 'x'.repeat(30_000) }))).code).toBe(
      'invalid_request',
    );
    await carl.client.request('chat', { content: 'fine' });
    await waitFor('it to arrive', () => contentsOf(anchor).includes('fine'));
  });
});

describe('the archive over REST', () => {
  it('CH9 pages back beyond the snapshot, for who may enter', async () => {
    const { roomId, anchor } = await newRoom();
    const talkers = await Promise.all(Array.from({ length: 24 }, (_, n) => joined(roomId, `T${n}`)));
    for (let n = 0; n < 5; n += 1) {
      for (const [who, { client }] of talkers.entries())
        await client.request('chat', { content: `${n}/${who}` });
    }
    await waitFor('all messages', () => contentsOf(anchor).length === 120);
    const all = contentsOf(anchor);
    const late = await joined(roomId, 'Late');
    const { messages } = late.reply.snapshot.chat;
    expect(messages.map(({ content }) => content)).toEqual(all.slice(-50));
    const older: string[] = [];
    let path = `/api/rooms/${roomId}/messages?limit=40&before=${messages[0]?.id}`;
    while (path) {
      const response = await fetch(running.baseUrl + path, {
        headers: { authorization: `Bearer ${late.token}` },
      });
      expect(response.status).toBe(200);
      older.push(...((await response.json()) as ChatMessage[]).map(({ content }) => content));
      path = /<([^>]+)>; rel="next"/.exec(response.headers.get('link') ?? '')?.[1] ?? '';
    }
    expect(older.toReversed()).toEqual(all.slice(0, 70));
    expect((await fetch(`${running.baseUrl}/api/rooms/${roomId}/messages`)).status).toBe(401);
  });
});
