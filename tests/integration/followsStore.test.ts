import type { UserNotice } from '@lianmai/shared';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { SqlFollows } from '../../server/src/store/follows/SqlFollows.ts';
import { SqlNotices } from '../../server/src/store/follows/SqlNotices.ts';
import { SqlPushSubscriptions } from '../../server/src/store/follows/SqlPushSubscriptions.ts';
import { SqlSchedules } from '../../server/src/store/follows/SqlSchedules.ts';
import type { Store } from '../../server/src/store/Store.ts';
import { databases, type TestDatabase } from '../support/databases.ts';

let database: TestDatabase;
let store: Store;

afterEach(() => database.remove());

const mei = { id: 'mei', name: 'Mei', avatarUrl: null };
const hourMs = 3_600_000;

function notice(id: string, atMs: number, changes: Partial<UserNotice> = {}): UserNotice {
  const at = new Date(atMs).toISOString();
  return { id, kind: 'wentLive', at, anchor: mei, roomId: 'r1', title: 'Tea', scheduleId: null, ...changes };
}

describe.each(databases)('follows on $name', ({ create }) => {
  beforeEach(async () => {
    database = await create();
    store = await database.open();
  });

  it('takes a follow once, also when ten come at once', async () => {
    const follows = new SqlFollows(store.db);
    const results = await Promise.all(Array.from({ length: 10 }, () => follows.follow('ada', 'mei', 5)));
    expect(results.filter(Boolean)).toHaveLength(1);
    expect(await follows.followerCount('mei')).toBe(1);
    expect(await follows.follows('ada', 'mei')).toBe(true);
    expect([await follows.unfollow('ada', 'mei'), await follows.unfollow('ada', 'mei')]).toEqual([
      true,
      false,
    ]);
  });

  it('pages through follows, newest first, and through followers, each once', async () => {
    const follows = new SqlFollows(store.db);
    const anchors = Array.from({ length: 7 }, (_, i) => `a${i}`);
    // Two of them in the same millisecond.
    for (const [i, anchorId] of anchors.entries()) await follows.follow('ada', anchorId, Math.floor(i / 2));
    const first = await follows.listFollows('ada', { limit: 4, below: null });
    const rest = await follows.listFollows('ada', { limit: 4, below: first.at(-1) ?? null });
    expect([...first, ...rest].map(({ anchorId }) => anchorId)).toEqual([...anchors].reverse());
    expect(await follows.listFollowsAmong('ada', ['a3', 'zz'])).toEqual([{ anchorId: 'a3', atMs: 1 }]);

    for (const userId of ['u1', 'u2', 'u3']) await follows.follow(userId, 'mei', 1);
    expect(await follows.listFollowers('mei', { limit: 2, after: null })).toEqual(['u1', 'u2']);
    expect(await follows.listFollowers('mei', { limit: 2, after: 'u2' })).toEqual(['u3']);
  });

  it('keeps announced shows and who waits for them', async () => {
    const schedules = new SqlSchedules(store.db);
    const announced = (id: string, startsAtMs: number) =>
      schedules.add({ id, roomId: 'r1', anchorId: 'mei', title: 'Tea', startsAtMs, createdAtMs: 1 });
    await announced('later', 2 * hourMs);
    await announced('sooner', hourMs);
    for (const userId of ['bo', 'ada', 'ada']) await schedules.remind(userId, 'sooner', 1);
    expect(await schedules.listUpcoming({ limit: 9 })).toMatchObject([
      { id: 'sooner', reminderCount: 2, startsAtMs: hourMs },
      { id: 'later', reminderCount: 0 },
    ]);
    expect(await schedules.listReminded('ada', ['later', 'sooner'])).toEqual(['sooner']);

    await new SqlFollows(store.db).follow('bo', 'mei', 1);
    const schedule = { id: 'sooner', anchorId: 'mei' };
    expect(await schedules.listToRemind(schedule, { limit: 9, after: null })).toEqual(['ada']);

    const firsts = await Promise.all([1, 2, 3].map(() => schedules.leaveUpcoming('sooner', 'begun')));
    expect(firsts.filter(Boolean)).toHaveLength(1);
    await schedules.missBefore(3 * hourMs);
    expect(await schedules.listUpcoming({ limit: 9 })).toEqual([]);
    expect(await schedules.find('sooner')).toMatchObject({ state: 'begun' });
    expect(await schedules.find('later')).toMatchObject({ state: 'missed' });
  });

  it('finds the notices of each user: followed since, or reminded, each once', async () => {
    const notices = new SqlNotices(store.db);
    const follows = new SqlFollows(store.db);
    const schedules = new SqlSchedules(store.db);
    await follows.follow('ada', 'mei', 100);
    await schedules.remind('ada', 's1', 1);
    await schedules.remind('bo', 's1', 1);
    await notices.add(notice('before she followed', 50));
    await notices.add(notice('both', 200, { scheduleId: 's1' }));
    await notices.add(notice('followers', 300));
    await notices.add(notice('cancelled', 400, { kind: 'showCancelled', scheduleId: 's2' }));
    await notices.add(notice('other', 500, { anchor: { ...mei, id: 'other' } }));
    const idsFor = async (userId: string) =>
      (await notices.listFor(userId, { sinceMs: 0, limit: 9 })).map(({ id }) => id);
    expect(await idsFor('ada')).toEqual(['followers', 'both']);
    expect(await idsFor('bo')).toEqual(['both']);
    expect(await notices.listFor('ada', { sinceMs: 0, limit: 1 })).toEqual([notice('followers', 300)]);
    expect(await notices.lastWentLiveMs('mei')).toBe(300);

    await notices.markRead('ada', 300);
    await notices.markRead('ada', 200);
    expect(await notices.readUpToMs('ada')).toBe(300);
    await notices.removeBefore(300);
    expect(await idsFor('ada')).toEqual(['followers']);
  });

  it('has each browser once, under its newest user, and ten of a user', async () => {
    const subscriptions = new SqlPushSubscriptions(store.db);
    const save = (userId: string, endpoint: string, atMs: number) =>
      subscriptions.save({ userId, endpoint, p256dh: 'p', auth: 'a', language: 'zh' }, atMs);
    for (let i = 0; i < 12; i += 1) await save('ada', `https://push.test/${i}`, i);
    await save('bo', 'https://push.test/11', 99);
    const listed = await subscriptions.listFor(['ada', 'bo']);
    expect(listed.filter(({ userId }) => userId === 'ada')).toHaveLength(9);
    expect(listed.filter(({ userId }) => userId === 'bo')).toEqual([
      { userId: 'bo', endpoint: 'https://push.test/11', p256dh: 'p', auth: 'a', language: 'zh' },
    ]);
    await subscriptions.remove('https://push.test/11', 'ada');
    expect(await subscriptions.listFor(['bo'])).toHaveLength(1);
    await subscriptions.remove('https://push.test/11');
    expect(await subscriptions.listFor(['bo'])).toEqual([]);
  });
});
