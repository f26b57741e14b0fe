import { requestSchemas } from '@lianmai/shared';
import { describe, expect, it } from 'vitest';
import type { Session } from '../../rooms/Session.ts';
import { chatsOf } from '../../testing/chatFixture.ts';
import { FakeClientLink } from '../../testing/FakeClientLink.ts';
import { identity, roomFixture } from '../../testing/roomFixture.ts';
import { FakeChatArchive } from './FakeChatArchive.ts';
import type { ChatPorts } from './ports.ts';

function fixture(ports: Partial<ChatPorts> = {}) {
  const base = roomFixture();
  const archive = new FakeChatArchive();
  const { room, clock, rooms } = base;
  const chat = chatsOf({ rooms, clock }, { archive, ...ports }).of(room);
  const events = () => room.log.since(0) ?? [];
  const texts = () =>
    events().flatMap((event) => (event.type === 'chatPosted' ? [event.data.message.content] : []));
  const joinAs = (userId: string, grants = {}) =>
    room.join(identity(userId, grants), 'viewer', new FakeClientLink());
  const say = (session: Session, content: string, more: { clientId?: string; mentions?: string[] } = {}) =>
    chat.post(session, requestSchemas.chat.parse({ content, ...more }));
  return { ...base, archive, chat, events, texts, joinAs, say };
}

describe('posting', () => {
  it('logs and archives a message with what its author is here', async () => {
    const { joinAs, say, events, archive, room } = fixture();
    const anna = joinAs('anna');
    const { messageId } = await say(anna, ' 你好 ');
    expect(events().at(-1)).toMatchObject({
      type: 'chatPosted',
      data: { message: { id: messageId, content: '你好', role: 'anchor', user: { id: 'anna' } } },
    });
    expect(await archive.page(room.id, { limit: 9 })).toHaveLength(1);
  });

  it('posts a message once however often it is sent, also in another Session', async () => {
    const { joinAs, say, texts } = fixture();
    const bob = joinAs('bob');
    const [first, second] = await Promise.all([
      say(bob, 'once', { clientId: 'c1' }),
      say(bob, 'once', { clientId: 'c1' }),
    ]);
    bob.end('grace_over');
    const third = await say(joinAs('bob'), 'once', { clientId: 'c1' });
    expect([second, third]).toEqual([first, first]);
    expect(texts()).toEqual(['once']);
    await say(joinAs('carl'), 'other', { clientId: 'c1' });
    expect(texts()).toEqual(['once', 'other']);
  });

  it('keeps the order of one author however long a review takes', async () => {
    const waits = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    let asked = 0;
    const { joinAs, say, texts } = fixture({
      review: {
        review: async (text) => {
          await waits[asked++]?.promise;
          return { verdict: 'pass', text };
        },
      },
    });
    const bob = joinAs('bob');
    const posts = [say(bob, 'first'), say(bob, 'second')];
    waits[1]?.resolve();
    waits[0]?.resolve();
    await Promise.all(posts);
    expect(texts()).toEqual(['first', 'second']);
  });

  it('shows what the reviewer makes of a text, and refuses what it refuses', async () => {
    const { joinAs, say, texts } = fixture({
      review: {
        review: (text) =>
          text.includes('terrible')
            ? { verdict: 'refuse' }
            : { verdict: 'pass', text: text.replace('bad', '***') },
      },
    });
    const bob = joinAs('bob');
    await expect(say(bob, 'terrible')).rejects.toMatchObject({ code: 'text_refused' });
    await say(bob, 'a bad word');
    expect(texts()).toEqual(['a *** word']);
  });

  it('mentions only people who are here and named', async () => {
    const { joinAs, say, events } = fixture();
    joinAs('carl');
    joinAs('dora');
    const bob = joinAs('bob');
    await say(bob, 'hi @name of carl', { mentions: ['carl', 'dora', 'nobody'] });
    expect(events().at(-1)).toMatchObject({
      data: { message: { mentions: [{ id: 'carl', name: 'name of carl' }] } },
    });
  });

  it('limits how fast somebody writes, and says when to try again', async () => {
    const { joinAs, say, clock } = fixture();
    const bob = joinAs('bob');
    for (let n = 0; n < 6; n += 1) await say(bob, `message ${n}`);
    const refusal = await say(bob, 'one more').catch((error: unknown) => error);
    expect(refusal).toMatchObject({ code: 'too_many_requests', retryAfterMs: 1000 });
    clock.advance(1000);
    await say(bob, 'now');
  });

  it('refuses who may not chat by their token', async () => {
    const { joinAs, say } = fixture();
    await expect(say(joinAs('mute', { chat: false }), 'x')).rejects.toMatchObject({ code: 'forbidden' });
  });
});

describe('settings', () => {
  it('closes the chat for all but hosts', async () => {
    const { joinAs, say, chat } = fixture();
    const anna = joinAs('anna');
    chat.change(anna, { isOpen: false });
    await expect(say(joinAs('bob'), 'x')).rejects.toMatchObject({ code: 'chat_closed' });
    await say(anna, 'still me');
  });

  it('slows everybody down but hosts', async () => {
    const { joinAs, say, chat, clock } = fixture();
    const anna = joinAs('anna');
    const bob = joinAs('bob');
    chat.change(anna, { slowModeMs: 10_000 });
    await say(bob, 'one');
    clock.advance(4000);
    await expect(say(bob, 'two')).rejects.toMatchObject({ code: 'slow_mode', retryAfterMs: 6000 });
    clock.advance(6000);
    await say(bob, 'two');
    await say(anna, 'a');
    await say(anna, 'b');
  });

  it('lets only followers write', async () => {
    const { joinAs, say, chat } = fixture({ follows: { follows: async (userId) => userId === 'fan' } });
    chat.change(joinAs('anna'), { followersOnly: true });
    await expect(say(joinAs('bob'), 'x')).rejects.toMatchObject({ code: 'followers_only' });
    await say(joinAs('fan'), 'hello');
  });

  it('tells each change once, and keeps it', () => {
    const { joinAs, chat, events, archive, room } = fixture();
    const anna = joinAs('anna');
    chat.change(anna, { isOpen: true, slowModeMs: 5000 });
    chat.change(anna, { slowModeMs: 5000 });
    expect(events().filter(({ type }) => type === 'chatSettingsChanged')).toHaveLength(1);
    expect(archive.frameOf(room.id)?.settings.slowModeMs).toBe(5000);
    expect(() => chat.change(joinAs('bob'), { isOpen: false })).toThrow('You may not');
  });

  it('pins a notice for whoever comes', async () => {
    const { joinAs, chat, room } = fixture();
    await chat.pin(joinAs('anna'), 'rules');
    expect(room.snapshot().chat.notice).toMatchObject({ content: 'rules', by: { id: 'anna' } });
    await chat.pin(joinAs('anna'), null);
    expect(room.snapshot().chat.notice).toBeNull();
    await expect(chat.pin(joinAs('bob'), 'mine')).rejects.toMatchObject({ code: 'forbidden' });
  });
});

describe('deleting', () => {
  it('takes messages from the snapshot and from the archive', async () => {
    const { joinAs, say, chat, room, archive } = fixture();
    const bob = joinAs('bob');
    const { messageId } = await say(bob, 'oops');
    await say(bob, 'fine');
    await chat.delete(bob, [messageId]);
    expect(room.snapshot().chat.messages.map(({ content }) => content)).toEqual(['fine']);
    expect(await archive.page(room.id, { limit: 9 })).toHaveLength(1);
  });

  it('lets authors delete their own, hosts anybody’s, and nobody but the anchor the anchor’s', async () => {
    const { joinAs, say, chat } = fixture();
    const anna = joinAs('anna');
    const bob = joinAs('bob');
    const mod = joinAs('mod', { moderate: true, role: 'moderator' });
    const { messageId: annas } = await say(anna, 'a');
    const { messageId: bobs } = await say(bob, 'b');
    await expect(chat.delete(joinAs('carl'), [bobs])).rejects.toMatchObject({ code: 'forbidden' });
    await expect(chat.delete(mod, [annas])).rejects.toMatchObject({ code: 'forbidden' });
    await expect(chat.delete(mod, ['nothing'])).rejects.toMatchObject({ code: 'not_found' });
    await chat.delete(mod, [bobs]);
    await chat.delete(anna, [annas]);
  });

  it('deletes all of one user', async () => {
    const { joinAs, say, chat, room, archive } = fixture();
    const bob = joinAs('bob');
    await say(bob, '1');
    await say(bob, '2');
    await say(joinAs('carl'), '3');
    expect(() => chat.deleteAllOf(bob, 'carl')).toThrow('You may not');
    chat.deleteAllOf(joinAs('anna'), 'bob');
    expect(room.snapshot().chat.messages.map(({ content }) => content)).toEqual(['3']);
    expect(await archive.page(room.id, { limit: 9 })).toHaveLength(1);
  });
});

describe('late joiners', () => {
  it('get the newest fifty, also those from before a restart', async () => {
    const { joinAs, say, room, archive, rooms, clock } = fixture();
    const bob = joinAs('bob');
    for (let n = 0; n < 60; n += 1) {
      clock.advance(1000);
      await say(bob, `${n}`);
    }
    const { messages } = room.snapshot().chat;
    expect([messages.length, messages[0]?.content, messages.at(-1)?.content]).toEqual([50, '10', '59']);
    chatsOf({ rooms, clock }, { archive }).of(room);
    expect(room.snapshot().chat.messages).toEqual([]);
    await Promise.resolve();
    expect(room.snapshot().chat.messages.map(({ content }) => content)).toEqual(
      messages.map(({ content }) => content),
    );
  });
});

describe('finding people', () => {
  it('lists who is here and called something like that, but not oneself', () => {
    const { joinAs, chat } = fixture();
    joinAs('carl');
    joinAs('carla');
    joinAs('dora');
    const bob = joinAs('bob');
    expect(chat.findPeople(bob, 'CARL').map(({ id }) => id)).toEqual(['carl', 'carla']);
    expect(chat.findPeople(bob, '').map(({ id }) => id)).not.toContain('bob');
  });
});

describe('what the protocol lets through', () => {
  it.each([
    ['nothing visible', { content: ' \u200b ' }],
    ['too many characters', { content: 'x'.repeat(201) }],
    ['100 KB', { content: 'x'.repeat(100_000) }],
    ['too many mentions', { content: 'x', mentions: Array.from({ length: 11 }, () => 'u') }],
    ['unknown fields', { content: 'x', html: true }],
  ])('refuses %s', (_what, fields) => {
    expect(requestSchemas.chat.safeParse(fields).success).toBe(false);
  });

  it('keeps every event small', async () => {
    const { joinAs, say, events } = fixture();
    await say(joinAs('bob'), '漢'.repeat(200));
    await say(joinAs('carl'), '👨‍👩‍👧‍👦'.repeat(36));
    for (const event of events()) expect(Buffer.byteLength(JSON.stringify(event))).toBeLessThan(2048);
  });
});
