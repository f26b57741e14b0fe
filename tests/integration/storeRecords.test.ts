import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { FakeClock } from '../../server/src/core/FakeClock.ts';
import { silentLogger } from '../../server/src/core/logger.ts';
import { SqlRoomRecords } from '../../server/src/store/records/SqlRoomRecords.ts';
import { SqlUserDirectory } from '../../server/src/store/records/SqlUserDirectory.ts';
import type { Store } from '../../server/src/store/Store.ts';
import { roomFixture } from '../../server/src/testing/roomFixture.ts';
import { databases, type TestDatabase } from '../support/databases.ts';

let database: TestDatabase;
let store: Store;

afterEach(() => database.remove());

const user = (id: string, name = id) => ({ id, name, avatarUrl: null });

describe.each(databases)('records on $name', ({ create }) => {
  beforeEach(async () => {
    database = await create();
    store = await database.open();
  });

  describe('users', () => {
    const directory = (clock = new FakeClock()) =>
      new SqlUserDirectory(store, { clock, log: silentLogger() });

    it('are found in any number, also by a later server; who is unknown is left out', async () => {
      const users = directory();
      for (let i = 0; i < 1100; i += 1) users.remember(user(`u${i}`), 'guest');
      await users.close();
      const ids = ['nobody', ...Array.from({ length: 1100 }, (_, i) => `u${i}`)];
      expect(await directory().find(ids)).toEqual(ids.slice(1).map((id) => user(id)));
      expect(await directory().find([])).toEqual([]);
    });

    it('change their names with their tokens, but not their kind', async () => {
      const users = directory();
      users.remember(user('guest-1', 'Old'), 'guest');
      await users.flush();
      users.remember(user('guest-1', 'New'), 'external');
      await users.close();
      const rows = await store.db.selectFrom('users').select(['name', 'kind']).execute();
      expect(rows).toEqual([{ name: 'New', kind: 'guest' }]);
    });

    it('who have an account keep the name of their profile, whatever an old token says', async () => {
      const seen = { created_at: 1, seen_at: 1 };
      await store.db
        .insertInto('users')
        .values({ id: 'a', kind: 'account', name: 'Ada', avatar_url: '/a.png', ...seen })
        .execute();
      const users = directory();
      users.remember(user('a', 'Impostor'), 'external');
      await users.close();
      const row = await store.db.selectFrom('users').selectAll().executeTakeFirstOrThrow();
      expect(row).toMatchObject({ name: 'Ada', avatar_url: '/a.png', kind: 'account', created_at: 1 });
      expect(row.seen_at).toBeGreaterThan(1);
    });

    it('are written once an hour at most while nothing changes', async () => {
      const clock = new FakeClock();
      const users = directory(clock);
      const seenAt = async () => {
        await users.flush();
        return (await store.db.selectFrom('users').select('seen_at').executeTakeFirst())?.seen_at;
      };
      users.remember(user('a'), 'guest');
      const first = await seenAt();
      clock.advance(3_599_000);
      users.remember(user('a'), 'guest');
      expect(await seenAt()).toBe(first);
      clock.advance(1000);
      users.remember(user('a'), 'guest');
      expect(await seenAt()).toBe((first ?? 0) + 3_600_000);
    });
  });

  describe('rooms', () => {
    const roomRecords = () => new SqlRoomRecords(store, { clock: new FakeClock(), log: silentLogger() });
    const keptOf = () => {
      const { records } = roomFixture();
      return [...records.rooms.values()][0] as NonNullable<ReturnType<typeof records.rooms.get>>;
    };

    it('come back as they were written, each with its newest show', async () => {
      const records = roomRecords();
      const room = { ...keptOf(), id: 'r1', coverUrl: 'https://example.com/1.png' };
      records.saveRoom(room);
      records.saveRoom({ ...room, id: 'r2', title: '夜场' });
      const show = { roomId: 'r1', anchorId: 'anna', title: 'Morning' };
      const over = { atMs: 300, reason: 'ended_by_anchor' } as const;
      records.saveShow({ ...show, id: 's1', startedAtMs: 100, ended: over });
      records.saveShow({ ...show, id: 's2', startedAtMs: 200, ended: null });
      records.saveShow({ ...show, id: 's2', startedAtMs: 200, ended: over });
      records.saveInvited('r1', 'ben', room.createdAtMs);
      await records.flush();
      const kept = await roomRecords().keptRooms();
      expect(kept.sort((a, b) => a.room.id.localeCompare(b.room.id))).toEqual([
        {
          room,
          lastShow: { ...show, id: 's2', startedAtMs: 200, ended: over },
          likeCount: 0,
          invited: ['ben'],
        },
        { room: { ...room, id: 'r2', title: '夜场' }, lastShow: null, likeCount: 0, invited: [] },
      ]);
    });

    it('are gone when they were removed; their shows stay, and whose they were', async () => {
      const records = roomRecords();
      records.saveRoom({ ...keptOf(), id: 'r1' });
      await records.flush();
      records.removeRoom({ id: 'r1', anchorId: 'anna', closedAtMs: 5 });
      records.removeRoom({ id: 'r2', anchorId: 'ben', closedAtMs: 6 });
      records.saveShow({ id: 's', roomId: 'r1', anchorId: 'a', title: 't', startedAtMs: 1, ended: null });
      await records.close();
      expect(await roomRecords().keptRooms()).toEqual([]);
      expect(await roomRecords().closedRooms(9)).toEqual([
        { id: 'r2', anchorId: 'ben', closedAtMs: 6 },
        { id: 'r1', anchorId: 'anna', closedAtMs: 5 },
      ]);
      expect(await roomRecords().closedRooms(1)).toHaveLength(1);
      expect(await store.db.selectFrom('shows').select('id').execute()).toEqual([{ id: 's' }]);
    });

    it('take the invited with them, whatever waits while the database is away', async () => {
      const records = roomRecords();
      const room = { ...keptOf(), id: 'r1', createdAtMs: 100 };
      const invited = async () =>
        (await store.db.selectFrom('room_invited').select(['room_id', 'user_id']).execute()).map(
          ({ room_id, user_id }) => `${room_id} ${user_id}`,
        );
      // Written in this order: the removal has the place of the room's first coming.
      records.saveRoom(room);
      records.saveInvited('r1', 'ben', 150);
      records.removeRoom({ id: 'r1', anchorId: 'anna', closedAtMs: 200 });
      await records.flush();
      expect(await invited()).toEqual([]);

      records.saveRoom(room);
      records.saveInvited('r1', 'ben', 150);
      await records.flush();
      expect(await invited()).toEqual(['r1 ben']);
      // Its removal waits until there is another room of that id.
      records.saveInvited('r1', 'cai', 160);
      records.removeRoom({ id: 'r1', anchorId: 'anna', closedAtMs: 200 });
      records.saveRoom({ ...room, createdAtMs: 300 });
      records.saveInvited('r1', 'dan', 310);
      await records.flush();
      expect(await invited()).toEqual(['r1 dan']);
    });

    it('say when a lost show ended: when the room was last in use', async () => {
      const records = roomRecords();
      records.saveRoom({ ...keptOf(), id: 'r1', usedAtMs: 50 });
      for (const [id, roomId, startedAtMs] of [
        ['a', 'r1', 100],
        ['b', 'r1', 400],
        ['c', 'gone', 100],
      ] as const)
        records.saveShow({ id, roomId, anchorId: 'x', title: 't', startedAtMs, ended: null });
      await records.flush();
      records.noteUse(['r1'], 250);
      await records.flush();
      expect(await records.closeLostShows()).toBe(3);
      const rows = await store.db
        .selectFrom('shows')
        .select(['id', 'ended_at', 'end_reason'])
        .orderBy('id')
        .execute();
      expect(rows.map(({ id, ended_at }) => [id, ended_at])).toEqual([
        ['a', 250],
        ['b', 400],
        ['c', 100],
      ]);
      expect(new Set(rows.map(({ end_reason }) => end_reason))).toEqual(new Set(['server_lost']));
      expect(await records.closeLostShows()).toBe(0);
    });
  });
});
