import type { RoomEvent } from '@lianmai/shared';
import { describe, expect, it } from 'vitest';
import { AppError } from '../../core/AppError.ts';
import { silentLogger } from '../../core/logger.ts';
import { roomFixture } from '../../testing/roomFixture.ts';
import { accounts, creditPostings } from '../coins/postings.ts';
import { Wallets } from '../coins/Wallets.ts';
import { PerRoom } from '../PerRoom.ts';
import { nextCombo } from './Combos.ts';
import { FakeGiftOrders } from './FakeGiftOrders.ts';
import { GiftCatalogue } from './GiftCatalogue.ts';
import { GiftDesk } from './GiftDesk.ts';
import { GiftOutbox } from './GiftOutbox.ts';
import { GiftScores } from './GiftScores.ts';
import { LiveShows } from './LiveShows.ts';
import type { GiftOrder } from './ports.ts';
import { RoomGifts } from './RoomGifts.ts';
import { ShowGivers } from './ShowGivers.ts';

const bob = { id: 'bob', name: 'Bob', avatarUrl: null };
const eve = { id: 'eve', name: 'Eve', avatarUrl: null };

async function fixture({ coins = 1000 } = {}) {
  const base = roomFixture();
  const { rooms, clock } = base;
  const log = silentLogger();
  const orders = new FakeGiftOrders();
  const shows = new LiveShows();
  const inRoom = new PerRoom(rooms, (room) => new RoomGifts(room, shows, clock));
  const giftsOf = (roomId: string) => {
    const room = rooms.find(roomId);
    return room && inRoom.of(room);
  };
  const scores = new GiftScores();
  const begin = async () => {
    const outbox = new GiftOutbox({ orders, giftsOf, scores, clock, log });
    const wallets = new Wallets({ ledger: orders.ledger, clock, log, startingCoins: 0 });
    const catalogue = await GiftCatalogue.load({ all: async () => [], put: async () => undefined });
    const deps = { catalogue, orders, wallets, outbox, giftsOf, clock, log, platformSharePercent: 50 };
    return { outbox, catalogue, desk: new GiftDesk(deps) };
  };
  for (const { id } of [bob, eve]) {
    const postings = creditPostings(accounts.toppedUp, id, coins);
    orders.ledger.book({ key: `t:${id}`, kind: 'topUp', postings, note: null, atMs: 0 });
  }
  const room = rooms.get('r1');
  inRoom.of(room);
  const events: RoomEvent[] = [];
  room.log.onAppended((event) => events.push(event));
  const shown = () => events.flatMap((event) => (event.type === 'giftSent' ? [event.data.gift] : []));
  const { showId } = room.openShow();
  return { ...base, room, showId, orders, shows, scores, begin, events, shown, ...(await begin()) };
}

const rose = (orderId?: string, count = 1) => ({ giftId: 'rose', count, orderId });

describe('GiftDesk', () => {
  it('charges, shares, and shows the room', async () => {
    const { desk, room, orders, shown } = await fixture();
    const reply = await desk.give(room, bob, rose('order-0001', 3));
    expect(reply).toMatchObject({ balance: 970, gift: { coins: 30, count: 3, giver: bob, comboCount: 3 } });
    expect(shown()).toEqual([reply.gift]);
    expect(Object.fromEntries(orders.ledger.balances)).toMatchObject({
      'coins:bob': 970,
      'income:anna': 15,
      'platform:share': 15,
    });
    expect(room.snapshot().gifts).toEqual({
      givers: { top: [{ user: bob, coins: 30 }], giverCount: 1, coins: 30 },
      recent: [reply.gift],
    });
  });

  it('does ten identical requests once, with one answer', async () => {
    const { desk, room, shown, orders } = await fixture();
    const replies = await Promise.all(
      Array.from({ length: 10 }, () => desk.give(room, bob, rose('order-0001'))),
    );
    expect(new Set(replies.map((reply) => JSON.stringify(reply))).size).toBe(1);
    expect(shown()).toHaveLength(1);
    expect(orders.ledger.balanceOf('coins:bob')).toBe(990);
    room.endShow('ended_by_anchor');
    expect(await desk.give(room, bob, rose('order-0001'))).toEqual(replies[0]);
  });

  it.each([
    ['another gift', bob, { giftId: 'heart', count: 1, orderId: 'order-0001' }],
    ['another count', bob, rose('order-0001', 2)],
    ['somebody else', eve, rose('order-0001')],
  ])('refuses an order id again for %s', async (_name, giver, fields) => {
    const { desk, room } = await fixture();
    await desk.give(room, bob, rose('order-0001'));
    await expect(desk.give(room, giver, fields)).rejects.toMatchObject({ code: 'order_conflict' });
  });

  it('refuses what is not there, not paid for, or to oneself, and charges nothing', async () => {
    const { desk, room, anchor, shown, orders } = await fixture({ coins: 9 });
    await expect(desk.give(room, bob, rose())).rejects.toMatchObject({ code: 'balance_too_low' });
    await expect(desk.give(room, bob, { giftId: 'moon', count: 1 })).rejects.toMatchObject({
      code: 'gift_not_found',
    });
    await expect(desk.give(room, anchor, rose())).rejects.toMatchObject({ code: 'forbidden' });
    room.endShow('ended_by_anchor');
    await expect(desk.give(room, bob, rose())).rejects.toMatchObject({ code: 'room_not_live' });
    expect(shown()).toEqual([]);
    expect(orders.ledger.balanceOf('coins:bob')).toBe(9);
  });

  it('counts combos of one kind by one giver within four seconds', async () => {
    const { desk, room, clock } = await fixture();
    const first = await desk.give(room, bob, rose());
    clock.advance(4000);
    const second = await desk.give(room, bob, rose(undefined, 10));
    const other = await desk.give(room, eve, rose());
    clock.advance(4001);
    const later = await desk.give(room, bob, rose());
    expect([first, second, other, later].map(({ gift }) => gift.comboCount)).toEqual([1, 11, 1, 1]);
    expect(second.gift.comboId).toBe(first.gift.comboId);
    expect(new Set([first, other, later].map(({ gift }) => gift.comboId)).size).toBe(3);
  });

  it('is not a machine gun', async () => {
    const { desk, room } = await fixture();
    const burst = await Promise.allSettled(
      Array.from({ length: 40 }, () => desk.give(room, bob, { giftId: 'lollipop', count: 1 })),
    );
    expect(burst.filter(({ status }) => status === 'fulfilled')).toHaveLength(30);
  });

  it('refunds once, and the lists follow', async () => {
    const { desk, room, orders, clock, shows, showId } = await fixture();
    await desk.give(room, bob, rose('order-0001', 5));
    await desk.give(room, eve, rose('order-0002', 2));
    expect(shows.contributionOf(showId, 'bob')).toBe(50);
    await desk.refund('op', 'order-0001');
    await desk.refund('op', 'order-0001');
    clock.advance(1000);
    expect(orders.ledger.balanceOf('coins:bob')).toBe(1000);
    expect(orders.ledger.balanceOf('income:anna')).toBe(10);
    expect(shows.contributionOf(showId, 'bob')).toBe(0);
    expect(room.snapshot().gifts.givers).toMatchObject({ giverCount: 1, coins: 20 });
    await expect(desk.refund('op', 'order-9999')).rejects.toMatchObject({ code: 'order_not_found' });
  });

  it('tells the ranks at most once a second, and begins anew with each show', async () => {
    const { desk, room, clock, events, shows, showId } = await fixture();
    for (let i = 0; i < 10; i += 1) await desk.give(room, bob, rose());
    expect(events.filter(({ type }) => type === 'giversRanked')).toHaveLength(1);
    clock.advance(1000);
    const ranked = events.filter(({ type }) => type === 'giversRanked');
    expect(ranked).toHaveLength(2);
    expect(ranked[1]?.data).toMatchObject({ givers: { coins: 100 } });
    room.endShow('ended_by_anchor');
    expect(room.snapshot().gifts.givers.coins).toBe(100);
    room.openShow();
    expect(room.snapshot().gifts.givers.coins).toBe(0);
    expect(shows.contributionOf(showId, 'bob')).toBe(0);
  });

  it('feeds a PK, and minds nothing outside of one', async () => {
    const { desk, room, scores } = await fixture();
    await desk.give(room, bob, rose());
    const points: [string, number][] = [];
    scores.connect((roomId, coins) => points.push([roomId, coins]));
    await desk.give(room, bob, rose(undefined, 2));
    expect(points).toEqual([['r1', 20]]);
  });
});

describe('GiftOutbox', () => {
  it('shows what was paid for before a crash, once', async () => {
    const { desk, room, orders, begin, shown } = await fixture();
    orders.losesNextAnswer = true;
    await expect(desk.give(room, bob, rose('order-0001'))).rejects.toThrow('lost');
    expect(shown()).toEqual([]);
    const restarted = await begin();
    await restarted.outbox.begin();
    await restarted.outbox.begin();
    expect(shown().map(({ orderId }) => orderId)).toEqual(['order-0001']);
    const again = await restarted.desk.give(room, bob, rose('order-0001'));
    expect(again.balance).toBe(990);
    expect(shown()).toHaveLength(1);
  });

  it('looks by itself when it is open whether the charge was made', async () => {
    const { desk, room, orders, clock, shown } = await fixture();
    orders.losesNextAnswer = true;
    await expect(desk.give(room, bob, rose('order-0001'))).rejects.toThrow();
    clock.advance(2000);
    await expect.poll(() => shown().length).toBe(1);
  });

  it('shows it for the request that asks again', async () => {
    const { desk, room, orders, shown } = await fixture();
    orders.losesNextAnswer = true;
    await expect(desk.give(room, bob, rose('order-0001'))).rejects.toThrow();
    await desk.give(room, bob, rose('order-0001'));
    expect(shown()).toHaveLength(1);
  });

  it('is not misled by an order that was read before it was marked', async () => {
    const { desk, room, orders, outbox, shown } = await fixture();
    await desk.give(room, bob, rose('order-0001'));
    const before = { ...(await orders.find('order-0001')), isShown: false } as GiftOrder;
    await outbox.close();
    expect((await orders.find('order-0001'))?.isShown).toBe(true);
    expect(outbox.publish(before)).toBe(false);
    expect(shown()).toHaveLength(1);
  });

  it('refunds what can not be shown any more', async () => {
    const { orders, outbox, room, desk, begin } = await fixture();
    await outbox.close();
    orders.losesNextAnswer = true;
    await expect(desk.give(room, bob, rose('order-0001'))).rejects.toThrow();
    const order = orders.orders.get('order-0001');
    if (order) orders.orders.set('order-0001', { ...order, roomId: 'gone' });
    expect(await (await begin()).outbox.recover()).toEqual({ shown: 0, refunded: 1 });
    expect(orders.ledger.balanceOf('coins:bob')).toBe(1000);
  });

  it('is not held up by a refund that its anchor can no longer pay', async () => {
    const { desk, room, orders, begin } = await fixture();
    for (const orderId of ['order-0001', 'order-0002']) {
      orders.losesNextAnswer = true;
      await expect(desk.give(room, bob, rose(orderId))).rejects.toThrow();
      const order = orders.orders.get(orderId);
      if (order) orders.orders.set(orderId, { ...order, roomId: 'gone' });
    }
    const refund = orders.refund.bind(orders);
    orders.refund = async (orderId, atMs) => {
      if (orderId === 'order-0001') throw new AppError('balance_too_low');
      return refund(orderId, atMs);
    };
    expect(await (await begin()).outbox.recover()).toEqual({ shown: 0, refunded: 1 });
    expect(orders.orders.get('order-0002')?.refundedAtMs).not.toBeNull();
  });

  it('refunds by itself what was charged while its room closed', async () => {
    const { desk, room, rooms, orders, clock, shown } = await fixture();
    const place = orders.place.bind(orders);
    orders.place = async (order) => {
      const placed = await place(order);
      room.endShow('ended_by_anchor');
      clock.advance(3_700_000);
      return placed;
    };
    await desk.give(room, bob, rose('order-0001'));
    expect([rooms.find('r1'), shown()]).toEqual([undefined, []]);
    clock.advance(2000);
    await expect.poll(() => orders.ledger.balanceOf('coins:bob')).toBe(1000);
    expect(orders.orders.get('order-0001')?.refundedAtMs).not.toBeNull();
  });

  it('looks as well when all that is known is that the database is away', async () => {
    const { desk, room, orders, clock, shown } = await fixture();
    const place = orders.place.bind(orders);
    orders.place = async (order) => {
      await place(order);
      throw new AppError('database_unavailable');
    };
    await expect(desk.give(room, bob, rose('order-0001'))).rejects.toThrow();
    clock.advance(2000);
    await expect.poll(() => shown().length).toBe(1);
  });

  it('marks what was shown, also when the database did not answer at first', async () => {
    const { desk, room, orders, clock, outbox, shown } = await fixture();
    orders.refusesMarks = true;
    await desk.give(room, bob, rose('order-0001'));
    await desk.give(room, bob, rose('order-0001'));
    expect(shown()).toHaveLength(1);
    orders.refusesMarks = false;
    await expect
      .poll(() => {
        clock.advance(1000);
        return orders.orders.get('order-0001')?.isShown;
      })
      .toBe(true);
    await outbox.close();
  });
});

describe('nextCombo', () => {
  it.each([
    ['the first', undefined, 3, { comboCount: 3 }],
    ['the next', { comboId: 'c', comboCount: 7, lastAtMs: 6000 }, 2, { comboId: 'c', comboCount: 9 }],
    ['one at the last moment', { comboId: 'c', comboCount: 7, lastAtMs: 6000 }, 1, { comboCount: 8 }],
  ])('%s', (_name, before, count, expected) => {
    expect(nextCombo(before, count, 10_000)).toMatchObject({ ...expected, lastAtMs: 10_000 });
  });
});

describe('ShowGivers', () => {
  it('keeps the first five in order, whoever passes whom', () => {
    const givers = new ShowGivers();
    const give = (id: string, coins: number) =>
      givers.add({ giver: { id, name: id, avatarUrl: null }, coins });
    for (let i = 1; i <= 9; i += 1) give(`u${i}`, i);
    give('u1', 100);
    expect(givers.view.top.map(({ user }) => user.id)).toEqual(['u1', 'u9', 'u8', 'u7', 'u6']);
    expect(givers.view).toMatchObject({ giverCount: 9, coins: 145 });
  });
});
