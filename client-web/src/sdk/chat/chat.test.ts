import { type ChatMessage, type ChatSnapshot, emptyChat, type RoomEvent } from '@lianmai/shared';
import { describe, expect, it } from 'vitest';
import { LiveError } from '../LiveError.ts';
import { ChatFeed } from './ChatFeed.ts';
import { ChatOutbox } from './ChatOutbox.ts';

function message(id: string, userId = 'bob', clientId: string | null = null): ChatMessage {
  return {
    id,
    clientId,
    user: { id: userId, name: userId, avatarUrl: null },
    role: 'viewer',
    giverRank: null,
    content: `text of ${id}`,
    mentions: [],
    postedAtMs: 0,
  };
}

const posted = (one: ChatMessage): RoomEvent => ({
  seq: 1,
  at: 0,
  type: 'chatPosted',
  data: { message: one },
});
const snapshot = (...messages: ChatMessage[]): ChatSnapshot => ({ ...emptyChat, messages });

function feedFixture() {
  const flushes: (() => void)[] = [];
  const feed = new ChatFeed((flush) => flushes.push(flush));
  const frame = () => {
    for (const flush of flushes.splice(0)) flush();
    return feed.view
      .getSnapshot()
      .lines.map((line) => (line.kind === 'message' ? line.message.id : line.event.type));
  };
  return { feed, flushes, frame };
}

describe('ChatFeed', () => {
  it('tells once a frame however fast messages come', () => {
    const { feed, flushes, frame } = feedFixture();
    let told = 0;
    feed.view.subscribe(() => {
      told += 1;
    });
    for (let n = 0; n < 50; n += 1) feed.follow(posted(message(`m${n}`)));
    expect([told, flushes.length]).toEqual([0, 1]);
    frame();
    expect(told).toBe(1);
  });

  it('keeps 200 lines for who follows, and what one reads for who reads', () => {
    const { feed, frame } = feedFixture();
    for (let n = 0; n < 500; n += 1) feed.follow(posted(message(`m${n}`)));
    expect(frame()).toHaveLength(200);
    feed.setReading(true);
    for (let n = 500; n < 600; n += 1) feed.follow(posted(message(`m${n}`)));
    expect(frame()).toHaveLength(300);
    feed.setReading(false);
    expect(frame()).toHaveLength(200);
  });

  it('removes what was deleted: some, or all of one user', () => {
    const { feed, frame } = feedFixture();
    feed.restart(snapshot(message('1'), message('2', 'carl'), message('3')));
    const by = { id: 'anna', name: 'Anna' };
    feed.follow({ seq: 1, at: 0, type: 'chatDeleted', data: { messageIds: ['3'], userId: null, by } });
    expect(frame()).toEqual(['1', '2']);
    feed.follow({ seq: 2, at: 0, type: 'chatDeleted', data: { messageIds: [], userId: 'bob', by } });
    expect(frame()).toEqual(['2']);
  });

  it('joins a snapshot to what it knows where they overlap, and starts over where they do not', () => {
    const { feed, frame } = feedFixture();
    feed.restart(snapshot(message('1'), message('2'), message('3')));
    feed.restart(snapshot(message('3'), message('4')));
    expect(frame()).toEqual(['1', '2', '3', '4']);
    feed.restart(snapshot(message('8'), message('9')));
    expect(frame()).toEqual(['8', '9']);
  });

  it('puts older pages above, without doubles', () => {
    const { feed, frame } = feedFixture();
    feed.restart(snapshot(message('3')));
    feed.prepend([message('1'), message('2'), message('3')]);
    expect(frame()).toEqual(['1', '2', '3']);
    expect(feed.oldestId).toBe('1');
  });
});

function outboxFixture() {
  const posts: { clientId: string; resolve: () => void; reject: (error: LiveError) => void }[] = [];
  const outbox = new ChatOutbox(
    ({ clientId = '' }) =>
      new Promise((resolve, reject) => {
        posts.push({ clientId, resolve: () => resolve(null), reject });
      }),
  );
  const settle = () => new Promise((resolve) => setTimeout(resolve));
  const states = () => outbox.pending.getSnapshot().map(({ error }) => error?.code ?? 'sending');
  return { outbox, posts, settle, states };
}

describe('ChatOutbox', () => {
  it('shows a message at once, and drops it when the room sees it', async () => {
    const { outbox, posts, states } = outboxFixture();
    outbox.send('hi', []);
    expect(states()).toEqual(['sending']);
    outbox.posted(message('1', 'me', posts[0]?.clientId));
    expect(states()).toEqual([]);
  });

  it('keeps a refused one with its reason and when to try again, under the same name', async () => {
    const { outbox, posts, settle, states } = outboxFixture();
    outbox.send('hi', []);
    posts[0]?.reject(new LiveError('slow_mode', { retryAfterMs: 5000 }));
    await settle();
    expect(states()).toEqual(['slow_mode']);
    expect(outbox.pending.getSnapshot()[0]?.retryAtMs).toBeGreaterThan(Date.now() + 4000);
    const { clientId = '' } = posts[0] ?? {};
    outbox.retry(clientId);
    expect(states()).toEqual(['sending']);
    expect(posts[1]?.clientId).toBe(clientId);
  });

  it('sends again in the next Session what the last one left without an answer', async () => {
    const { outbox, posts, settle, states } = outboxFixture();
    outbox.send('hi', []);
    posts[0]?.reject(new LiveError('session_not_found', { retryable: true }));
    await settle();
    expect(states()).toEqual(['sending']);
    outbox.joined(true);
    expect(posts.map(({ clientId }) => clientId)).toEqual([posts[0]?.clientId, posts[0]?.clientId]);
  });

  it('forgets what the server has when the entry itself was passed over', async () => {
    const { outbox, posts, settle, states } = outboxFixture();
    outbox.send('hi', []);
    posts[0]?.resolve();
    await settle();
    expect(states()).toEqual(['sending']);
    outbox.joined(true);
    expect(states()).toEqual([]);
  });
});
