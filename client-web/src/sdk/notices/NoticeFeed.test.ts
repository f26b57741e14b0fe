import type { UserNotice, UserNotices } from '@lianmai/shared';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { NoticeFeed } from './NoticeFeed.ts';

const notice = (id: string, second: number): UserNotice => ({
  id,
  kind: 'wentLive',
  at: new Date(second * 1000).toISOString(),
  anchor: { id: 'mei', name: 'Mei', avatarUrl: null },
  roomId: 'r1',
  title: 'Tea',
  scheduleId: null,
});

let answer: UserNotices;
let read: string[];
let page: EventTarget & { visibilityState: string };
let feed: NoticeFeed;
let arrived: string[];

beforeEach(() => {
  vi.useFakeTimers();
  answer = { notices: [], readUpTo: null };
  read = [];
  arrived = [];
  page = Object.assign(new EventTarget(), { visibilityState: 'visible' });
  vi.stubGlobal('document', page);
  feed = new NoticeFeed({
    notices: async () => answer,
    markRead: async (upTo) => void read.push(upTo),
  });
  feed.on('arrived', (notices) => arrived.push(...notices.map(({ id }) => id)));
});

afterEach(() => {
  feed.stop();
  vi.useRealTimers();
});

it('lists what is there without telling it as news, and tells what comes', async () => {
  answer = { notices: [notice('a', 1)], readUpTo: null };
  feed.start();
  await vi.advanceTimersByTimeAsync(0);
  expect([feed.list.getSnapshot().unreadCount, arrived]).toEqual([1, []]);
  answer = { notices: [notice('c', 3), notice('b', 2), notice('a', 1)], readUpTo: null };
  await vi.advanceTimersByTimeAsync(20_000);
  expect([feed.list.getSnapshot().unreadCount, arrived]).toEqual([3, ['b', 'c']]);
  await vi.advanceTimersByTimeAsync(60_000);
  expect(arrived).toEqual(['b', 'c']);
});

it('does not ask while nobody looks, and at once when they do again', async () => {
  feed.start();
  await vi.advanceTimersByTimeAsync(0);
  page.visibilityState = 'hidden';
  answer = { notices: [notice('a', 1)], readUpTo: null };
  await vi.advanceTimersByTimeAsync(120_000);
  expect(arrived).toEqual([]);
  page.visibilityState = 'visible';
  page.dispatchEvent(new Event('visibilitychange'));
  await vi.advanceTimersByTimeAsync(0);
  expect(arrived).toEqual(['a']);
});

it('counts by what was read, here or elsewhere', async () => {
  answer = { notices: [notice('b', 2), notice('a', 1)], readUpTo: new Date(1000).toISOString() };
  feed.start();
  await vi.advanceTimersByTimeAsync(0);
  expect(feed.list.getSnapshot().unreadCount).toBe(1);
  await feed.markRead();
  await feed.markRead();
  expect([feed.list.getSnapshot().unreadCount, read]).toEqual([0, [notice('b', 2).at]]);
});

it('forgets everything when it stops, also an answer under way', async () => {
  answer = { notices: [notice('a', 1)], readUpTo: null };
  feed.start();
  feed.stop();
  await vi.advanceTimersByTimeAsync(60_000);
  expect(feed.list.getSnapshot()).toEqual({ notices: [], unreadCount: 0 });
});
