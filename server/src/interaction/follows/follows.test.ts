import { beforeEach, describe, expect, it } from 'vitest';
import { FakeClock } from '../../core/FakeClock.ts';
import { silentLogger } from '../../core/logger.ts';
import { FakeFollowStores, FakeNoticeChannel, FakeNoticeStore } from './FakeFollowStores.ts';
import { Follows } from './Follows.ts';
import { Notices } from './Notices.ts';
import { Schedule } from './Schedule.ts';

const minuteMs = 60_000;
const anchor = { id: 'mei', name: 'Mei', avatarUrl: null };
const room = { id: 'r1', title: 'Tea at five', anchor };

let clock: FakeClock;
let stores: FakeFollowStores;
let noticeStore: FakeNoticeStore;
let channel: FakeNoticeChannel;
let follows: Follows;
let schedule: Schedule;
let notices: Notices;

beforeEach(() => {
  clock = new FakeClock();
  stores = new FakeFollowStores();
  stores.people.push(anchor, { id: 'ada', name: 'Ada', avatarUrl: null });
  noticeStore = new FakeNoticeStore();
  channel = new FakeNoticeChannel();
  follows = new Follows({ store: stores, people: stores, clock });
  notices = new Notices({
    store: noticeStore,
    follows: stores,
    schedules: stores,
    people: stores,
    channels: [channel],
    clock,
    log: silentLogger(),
  });
  schedule = new Schedule({
    store: stores,
    people: stores,
    clock,
    onCancelled: (cancelled) => void notices.showCancelled(cancelled),
  });
});

const anybody = () => undefined;
const isListed = () => true;
const inMinutes = (minutes: number) => Math.round(clock.nowMs()) + minutes * minuteMs;
const announce = (minutes: number, title = 'Tea at five') =>
  schedule.announce(room, { title, startsAtMs: inMinutes(minutes) });

describe('Follows', () => {
  it('counts a follow once however often it is said', async () => {
    await follows.follow('ada', 'mei');
    expect(await follows.follow('ada', 'mei')).toEqual({ isFollowed: true, followerCount: 1 });
    expect(await follows.unfollow('ada', 'mei')).toEqual({ isFollowed: false, followerCount: 0 });
    expect(await follows.unfollow('ada', 'mei')).toEqual({ isFollowed: false, followerCount: 0 });
  });

  it.each([
    { name: 'oneself', userId: 'mei', anchorId: 'mei', code: 'invalid_state' },
    { name: 'somebody nobody knows', userId: 'ada', anchorId: 'nobody', code: 'not_found' },
  ])('does not follow $name', async ({ userId, anchorId, code }) => {
    await expect(follows.follow(userId, anchorId)).rejects.toMatchObject({ code });
  });

  it('limits how fast one user may toggle', async () => {
    for (let i = 0; i < 10; i += 1) {
      await follows.follow('ada', 'mei');
      await follows.unfollow('ada', 'mei');
    }
    await expect(follows.follow('ada', 'mei')).rejects.toMatchObject({ code: 'too_many_requests' });
  });

  it('asks the store once for many chat messages, and knows at once what changed here', async () => {
    for (let i = 0; i < 50; i += 1) expect(await follows.follows('ada', 'mei')).toBe(false);
    expect(stores.asked).toBe(1);
    await follows.follow('ada', 'mei');
    expect(await follows.follows('ada', 'mei')).toBe(true);
    clock.advance(11_000);
    await follows.follows('ada', 'mei');
    expect(stores.asked).toBe(2);
  });
});

describe('Schedule', () => {
  it('lists what is announced, soonest first, as each user sees it', async () => {
    await announce(120, 'Later');
    const { id } = await announce(60, 'Sooner');
    expect(await schedule.remind('ada', id, anybody)).toEqual({ isReminded: true, reminderCount: 1 });
    expect(await schedule.list('ada', { isListed, limit: 9 })).toMatchObject([
      { title: 'Sooner', isReminded: true, reminderCount: 1, anchor },
      { title: 'Later', isReminded: false },
    ]);
    expect(await schedule.list(null, { isListed, limit: 1 })).toMatchObject([
      { title: 'Sooner', isReminded: null },
    ]);
  });

  it('fills a page although many rooms before are not listed', async () => {
    for (let i = 1; i <= 5; i += 1) await announce(i, 'Private');
    const other = { ...room, id: 'r2' };
    for (let i = 6; i <= 8; i += 1)
      await schedule.announce(other, { title: `Public ${i}`, startsAtMs: inMinutes(i) });
    const listed = async (limit: number) =>
      (await schedule.list(null, { limit, isListed: (roomId) => roomId !== 'r1' })).map(({ title }) => title);
    expect(await listed(2)).toEqual(['Public 6', 'Public 7']);
    expect(await listed(20)).toEqual(['Public 6', 'Public 7', 'Public 8']);
  });

  it('reminds nobody who is to know nothing of the room', async () => {
    const { id } = await announce(60);
    const refuse = (roomId: string) => {
      throw new Error(`not ${roomId}`);
    };
    await expect(schedule.remind('ada', id, refuse)).rejects.toThrow('not r1');
    expect(stores.reminders).toEqual([]);
  });

  it.each([
    { name: 'the past', minutes: -1 },
    { name: 'next year', minutes: 400 * 24 * 60 },
  ])('takes no show in $name', async ({ minutes }) => {
    await expect(announce(minutes)).rejects.toMatchObject({
      code: 'invalid_request',
      fields: [{ path: 'startsAt' }],
    });
  });

  it('has a limit for one room, however they are asked for', async () => {
    const results = await Promise.allSettled(Array.from({ length: 7 }, (_, i) => announce(i + 1)));
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(5);
  });

  it('keeps the room for as long as its last show may begin, also after a restart', async () => {
    expect(schedule.isAwaited('r1')).toBe(false);
    await announce(48 * 60);
    await announce(60);
    const restarted = new Schedule(
      { store: stores, people: stores, clock, onCancelled: () => undefined },
      await stores.listUpcoming({ limit: 9 }),
    );
    clock.advance(49 * 60 * minuteMs);
    expect([schedule.isAwaited('r1'), restarted.isAwaited('r1')]).toEqual([true, true]);
    clock.advance(2 * 60 * minuteMs);
    expect([schedule.isAwaited('r1'), restarted.isAwaited('r1')]).toEqual([false, false]);
  });

  it('forgets what was never begun', async () => {
    await announce(60);
    clock.advance(60 * minuteMs + 2 * 60 * minuteMs + 1);
    expect(await schedule.list(null, { isListed, limit: 9 })).toEqual([]);
  });

  it('cancels only what is of this room, once, and tells those who wait', async () => {
    const { id } = await announce(60);
    await schedule.remind('ada', id, anybody);
    await expect(schedule.cancel('r2', id)).rejects.toMatchObject({ code: 'not_found' });
    await schedule.cancel('r1', id);
    await expect(schedule.cancel('r1', id)).rejects.toMatchObject({ code: 'not_found' });
    await expect.poll(() => channel.delivered).toHaveLength(1);
    expect(channel.delivered[0]).toMatchObject({ notice: { kind: 'showCancelled' }, userIds: ['ada'] });
  });
});

describe('Notices', () => {
  it('tells followers that an anchor is live, and nobody twice', async () => {
    const { id } = await announce(10);
    for (const userId of ['ada', 'bo']) await stores.follow(userId, 'mei', 0);
    for (const userId of ['bo', 'cai']) await schedule.remind(userId, id, anybody);
    await notices.showStarted(room, schedule);
    expect(channel.delivered).toMatchObject([
      { notice: { kind: 'wentLive', anchor, roomId: 'r1', scheduleId: id }, userIds: ['ada', 'bo', 'cai'] },
    ]);
  });

  it('pages through many followers', async () => {
    for (let i = 0; i < 1234; i += 1) await stores.follow(`u${i}`, 'mei', 0);
    await notices.showStarted(room, schedule);
    expect(new Set(channel.delivered[0]?.userIds).size).toBe(1234);
  });

  it('tells once of an anchor who goes on and off, and again later', async () => {
    await notices.showStarted(room, schedule);
    clock.advance(5 * minuteMs);
    await notices.showStarted(room, schedule);
    expect(channel.delivered).toHaveLength(1);
    clock.advance(15 * minuteMs);
    await notices.showStarted(room, schedule);
    expect(channel.delivered).toHaveLength(2);
  });

  it('tells of the announced show even shortly after another', async () => {
    await notices.showStarted(room, schedule);
    const { id } = await announce(5);
    await schedule.remind('ada', id, anybody);
    clock.advance(5 * minuteMs);
    await notices.showStarted(room, schedule);
    expect(channel.delivered[1]).toMatchObject({ notice: { scheduleId: id }, userIds: ['ada'] });
    expect(await schedule.list(null, { isListed, limit: 9 })).toEqual([]);
  });

  it('does not take a show for one that is announced for tomorrow', async () => {
    await announce(24 * 60);
    await notices.showStarted(room, schedule);
    expect(channel.delivered[0]?.notice.scheduleId).toBeNull();
    expect(await schedule.list(null, { isListed, limit: 9 })).toHaveLength(1);
  });

  it('keeps the show out of the troubles of the database', async () => {
    noticeStore.failure = new Error('no database');
    await expect(notices.showStarted(room, schedule)).resolves.toBeUndefined();
    expect(channel.delivered).toEqual([]);
  });

  it('remembers what was read, never the future', async () => {
    await notices.showStarted(room, schedule);
    await notices.markRead('ada', inMinutes(60));
    const { notices: listed, readUpTo } = await notices.list('ada');
    expect(listed).toHaveLength(1);
    expect(Date.parse(readUpTo ?? '')).toBeLessThanOrEqual(clock.nowMs());
  });
});
