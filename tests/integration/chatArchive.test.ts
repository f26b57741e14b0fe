import type { ChatMessage } from '@lianmai/shared';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { SystemClock } from '../../server/src/core/Clock.ts';
import { silentLogger } from '../../server/src/core/logger.ts';
import { MessageIds } from '../../server/src/interaction/chat/MessageIds.ts';
import { SqlChatArchive } from '../../server/src/store/chat/SqlChatArchive.ts';
import type { Store } from '../../server/src/store/Store.ts';
import { databases, type TestDatabase } from '../support/databases.ts';
import { waitFor } from '../support/waitFor.ts';

const ids = new MessageIds();
const host = { id: 'anna', name: 'Anna' };

function message(content: string, userId = 'bob', postedAtMs = Date.now()): ChatMessage {
  return {
    id: ids.next(postedAtMs),
    clientId: null,
    user: { id: userId, name: `name of ${userId}`, avatarUrl: null },
    role: 'viewer',
    giverRank: null,
    content,
    mentions: [{ id: 'anna', name: 'Anna' }],
    postedAtMs,
  };
}

describe.each(databases)('chat archive on $name', ({ create }) => {
  let database: TestDatabase;
  let store: Store;
  let archive: SqlChatArchive;
  const open = () => new SqlChatArchive({ db: store.db, clock: new SystemClock(), log: silentLogger() });

  beforeAll(async () => {
    database = await create();
    store = await database.open();
    archive = open();
  });

  afterAll(async () => {
    await archive.close();
    await database.remove();
  });

  const contents = async (roomId: string, query: { before?: string; limit: number }) =>
    (await archive.page(roomId, query)).map(({ content }) => content);
  const written = () => waitFor('everything to be written', () => archive.stats.waiting === 0);

  it('reads back what was written, page by page, before and after it reached the database', async () => {
    const messages = Array.from({ length: 130 }, (_, n) => message(`${n} 👨‍👩‍👧 ‘漢’`));
    for (const one of messages) archive.keep('r1', 'show1', one);
    const newest = await archive.page('r1', { limit: 50 });
    expect(newest).toEqual(messages.slice(-50).reverse());
    await written();
    expect(await archive.page('r1', { limit: 50 })).toEqual(newest);
    const older = await archive.page('r1', { before: newest.at(-1)?.id ?? '', limit: 100 });
    expect(older).toEqual(messages.slice(0, 80).reverse());
    expect(await archive.page('r2', { limit: 50 })).toEqual([]);
  });

  it('writes the same batch twice without an error and without doubles', async () => {
    const one = message('once');
    archive.keep('r3', null, one);
    archive.keep('r3', null, one);
    await written();
    archive.keep('r3', null, one);
    await written();
    expect(await contents('r3', { limit: 9 })).toEqual(['once']);
  });

  it('hides what is deleted at once and for good, and keeps it for those who keep order', async () => {
    const early = message('early', 'carl', Date.now() - 1000);
    const ofBob = message('of bob');
    for (const one of [early, ofBob, message('of dora', 'dora')]) archive.keep('r4', null, one);
    await written();
    archive.delete('r4', { messageIds: [ofBob.id] }, host, Date.now());
    archive.delete('r4', { userId: 'carl', untilMs: Date.now() }, host, Date.now());
    expect(await contents('r4', { limit: 9 })).toEqual(['of dora']);
    await written();
    expect(await contents('r4', { limit: 9 })).toEqual(['of dora']);
    archive.keep('r4', null, message('later', 'carl', Date.now() + 10));
    expect(await contents('r4', { limit: 9 })).toEqual(['later', 'of dora']);
    const kept = await store.db
      .selectFrom('chat_messages')
      .select(['content', 'deleted_by'])
      .where('room_id', '=', 'r4')
      .where('deleted_at', 'is not', null)
      .execute();
    expect(kept.map(({ content }) => content).sort()).toEqual(['early', 'of bob']);
    expect(kept.every(({ deleted_by }) => deleted_by === 'anna')).toBe(true);
  });

  it('knows who wrote what', async () => {
    const [one, two] = [message('1', 'u1'), message('2', 'u2')];
    archive.keep('r5', null, one);
    await written();
    archive.keep('r5', null, two);
    const authors = await archive.authorsOf('r5', [one.id, two.id, 'none']);
    expect(Object.fromEntries(authors)).toEqual({ [one.id]: 'u1', [two.id]: 'u2' });
  });

  it('remembers notice and settings over a restart', async () => {
    const settings = { isOpen: true, followersOnly: true, slowModeMs: 5000 };
    const notice = { content: '公告', by: { ...host, avatarUrl: null }, pinnedAtMs: 1 };
    archive.keepFrame('r6', { notice: null, settings });
    archive.keepFrame('r6', { notice, settings });
    await written();
    const reopened = open();
    await reopened.load();
    expect(reopened.frameOf('r6')).toEqual({ notice, settings });
    expect(reopened.frameOf('r1')).toBeUndefined();
    await reopened.close();
  });

  it('takes hostile text as text', async () => {
    const hostile = `'); drop table chat_messages; -- \\ " % _ 💥`;
    archive.keep('r7', null, message(hostile));
    await written();
    expect(await contents('r7', { limit: 1 })).toEqual([hostile]);
  });
});
