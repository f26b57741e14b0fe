import type { SentGift } from '@lianmai/shared';
import { describe, expect, it } from 'vitest';
import { silentLogger } from '../../core/logger.ts';
import { FakeClientLink } from '../../testing/FakeClientLink.ts';
import { identity, roomFixture } from '../../testing/roomFixture.ts';
import { RoomLikes } from '../likes/RoomLikes.ts';
import { FakeStatisticsStore } from './FakeStatisticsStore.ts';
import { Statistics } from './Statistics.ts';

const settle = () => new Promise<void>((resolve) => setImmediate(resolve));

const aGift: SentGift = {
  orderId: 'order-1',
  giver: { id: 'bob', name: 'Bob', avatarUrl: null },
  gift: {
    id: 'rose',
    name: { zh: '玫瑰', en: 'Rose' },
    iconUrl: '/rose.svg',
    tier: 'small',
    animationUrl: null,
  },
  count: 1,
  coins: 10,
  comboId: 'combo-1',
  comboCount: 1,
  sentAtMs: 0,
};

function fixture() {
  const base = roomFixture();
  const { clock, rooms } = base;
  const store = new FakeStatisticsStore();
  const statistics = new Statistics({ rooms, store, clock, log: silentLogger() });
  const room = rooms.create({ id: 'r2', title: 'Counted', coverUrl: null, anchor: base.anchor });
  const join = (userId: string, platform?: 'mobile' | 'desktop') =>
    room.join(identity(userId), 'viewer', new FakeClientLink(), platform);
  const start = () => {
    room.join(identity('anna'), 'publisher', new FakeClientLink());
    return room.openShow().showId;
  };
  return { ...base, store, statistics, room, join, start };
}

describe('Statistics', () => {
  it('counts a show from its start to its end', async () => {
    const { clock, room, store, statistics, join, start } = fixture();
    const early = join('early', 'desktop');
    const showId = start();
    clock.advance(10_000);
    const bob = join('bob', 'mobile');
    statistics.record(room, bob, { protocol: 'webrtc', firstFrameMs: 400 });
    clock.advance(20_000);
    bob.end('left');
    join('bob', 'mobile');
    clock.advance(30_000);
    early.end('left');
    room.endShow('ended_by_anchor');
    await settle();

    const kept = await statistics.ofShow(showId);
    expect(kept.figures).toEqual({
      viewers: 0,
      peakViewers: 2,
      uniqueViewers: 2,
      // early 60 s, bob 20 s and 30 s
      watchMs: 110_000,
      averageWatchMs: 55_000,
      arrivals: 3,
      leavings: 2,
      chatMessages: 0,
      likes: 0,
      gifts: 0,
      income: 0,
    });
    expect(kept.platforms).toMatchObject({ desktop: { watchMs: 60_000 }, mobile: { watchMs: 50_000 } });
    expect(kept.protocols.webrtc.watchMs).toBe(20_000);
    expect(kept.quality.joinTime).toMatchObject({ count: 1 });
    expect(kept.samples.map(({ viewers }) => viewers)).toEqual([1, 2, 2, 2, 2, 2, 1]);
    expect((await store.find(showId))?.record).toMatchObject({ endedAtMs: clock.nowMs() });
  });

  it('takes a reloaded page for no leaving, and a lost connection for one at the time it was lost', async () => {
    const { clock, statistics, room, start } = fixture();
    start();
    const link = new FakeClientLink();
    room.join(identity('bob'), 'viewer', new FakeClientLink());
    const session = room.join(identity('bob'), 'viewer', link);
    clock.advance(10_000);
    expect(statistics.current(room)?.figures).toMatchObject({
      viewers: 1,
      peakViewers: 1,
      arrivals: 1,
      leavings: 0,
    });
    session.detach(link);
    clock.advance(30_000);
    expect(statistics.current(room)?.figures).toMatchObject({
      viewers: 0,
      leavings: 1,
      watchMs: 10_000,
    });
  });

  it('counts players without a Session, and who comes back with one once', async () => {
    const { clock, statistics, room, join, start } = fixture();
    const vlc = { delivery: 'flv', platform: 'player', origin: '10.0.0.1 VLC' } as const;
    const before = statistics.openPlayer(room.id, vlc);
    start();
    join('bob', 'desktop');
    clock.advance(10_000);
    before();
    before();
    const after = statistics.openPlayer(room.id, vlc);
    statistics.openPlayer(room.id, { ...vlc, delivery: 'hls' });
    expect(statistics.current(room)).toMatchObject({
      figures: { viewers: 3, peakViewers: 3, uniqueViewers: 2, arrivals: 4, leavings: 1 },
      shares: {
        protocols: { flv: { viewers: 1, watchMs: 10_000 }, hls: { viewers: 1 } },
        platforms: { player: { viewers: 2 }, desktop: { viewers: 1 } },
      },
    });
    after();
    expect(statistics.viewersIn(room)).toBe(2);
    statistics.openPlayer('nowhere', vlc)();
  });

  it('does not count the anchor as their own audience', () => {
    const { statistics, room, join, start } = fixture();
    start();
    join('anna');
    expect(statistics.viewersIn(room)).toBe(0);
  });

  it('counts what the Room log says', () => {
    const { clock, statistics, room, join, start } = fixture();
    start();
    new RoomLikes(room, { clock }).add(join('bob'), 7);
    clock.advance(2000);
    room.log.append('giftSent', { gift: { ...aGift, count: 3, coins: 30 } });
    room.log.append('giftSent', { gift: { ...aGift, orderId: 'order-2', count: 1, coins: 10 } });
    expect(statistics.current(room)?.figures).toMatchObject({ likes: 7, gifts: 4, income: 40 });
    expect(statistics.totals().counts).toMatchObject({ likes: 7, arrivals: 1 });
  });

  it('counts every show anew, and the room all together', async () => {
    const { clock, statistics, room, join, start } = fixture();
    start();
    join('bob');
    clock.advance(60_000);
    room.endShow('ended_by_anchor');
    room.openShow();
    clock.advance(10_000);
    const { current, totals } = await statistics.ofRoom(room);
    expect(current?.figures).toMatchObject({ arrivals: 1, watchMs: 10_000 });
    expect(totals).toMatchObject({ shows: 2, liveMs: 70_000, arrivals: 2, watchMs: 70_000 });
    expect(statistics.totals().viewers).toBe(1);
  });

  it('pages through the shows, newest first', async () => {
    const { clock, statistics, room, start } = fixture();
    const ids = [start()];
    for (let i = 0; i < 4; i++) {
      clock.advance(1000);
      room.endShow('ended_by_anchor');
      await settle();
      ids.unshift(room.openShow().showId);
    }
    clock.advance(10_000);
    await settle();
    const listed: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await statistics.showsOf(room.id, { limit: 2, cursor });
      listed.push(...page.shows.map(({ show }) => show.id));
      cursor = page.nextCursor ?? undefined;
    } while (cursor);
    expect(listed).toEqual(ids);
    await expect(statistics.showsOf(room.id, { limit: 2, cursor: "1.' or 1=1" })).rejects.toMatchObject({
      code: 'invalid_request',
    });
  });

  it('loses one interval at most when the server is killed', async () => {
    const { clock, store, statistics, join, start, rooms } = fixture();
    const showId = start();
    join('bob');
    clock.advance(25_000);
    await settle();
    // Another server finds what this one has left behind.
    await store.closeInterrupted();
    const kept = await new Statistics({ rooms, store, clock, log: silentLogger() }).ofShow(showId);
    expect(kept.show).toMatchObject({ durationMs: 20_000, isInterrupted: true });
    expect(kept.figures.watchMs).toBe(20_000);
    await statistics.close();
  });

  it('never waits for the store, and keeps everything once it is back', async () => {
    const { clock, store, statistics, room, join, start } = fixture();
    const opened = Promise.withResolvers<void>();
    store.gate = opened.promise;
    const showId = start();
    join('bob');
    clock.advance(3 * 3600_000);
    expect(statistics.writing).toMatchObject({ waitingShows: 1 });
    expect(statistics.writing.unsavedForMs).toBeGreaterThan(3_000_000);
    store.isBroken = true;
    opened.resolve();
    await settle();
    expect(statistics.writing.failures).toBe(1);
    store.isBroken = false;
    clock.advance(10_000);
    await settle();
    expect((await store.find(showId))?.record.figures.watchMs).toBe(3 * 3600_000 + 10_000);
    const samples = (await store.find(showId))?.samples ?? [];
    expect(samples.reduce((sum, { arrivals }) => sum + arrivals, 0)).toBe(1);
    room.endShow('ended_by_anchor');
    await statistics.close();
    expect(statistics.writing.waitingShows).toBe(0);
  });

  it('tells of an ended show before it is kept', async () => {
    const { clock, store, statistics, room, start } = fixture();
    store.gate = new Promise(() => undefined);
    const showId = start();
    clock.advance(15_000);
    room.endShow('ended_by_anchor');
    expect((await statistics.ofShow(showId)).show.durationMs).toBe(15_000);
    await expect(statistics.ofShow('nowhere')).rejects.toMatchObject({ code: 'not_found' });
  });
});
