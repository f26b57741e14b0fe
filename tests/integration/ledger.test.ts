import { randomInt } from 'node:crypto';
import type { SentGift } from '@lianmai/shared';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { SystemClock } from '../../server/src/core/Clock.ts';
import { accounts, creditPostings, incomeOf } from '../../server/src/interaction/coins/postings.ts';
import { SqlGiftOrders } from '../../server/src/store/ledger/SqlGiftOrders.ts';
import { SqlGiftReports } from '../../server/src/store/ledger/SqlGiftReports.ts';
import { SqlLedger } from '../../server/src/store/ledger/SqlLedger.ts';
import { SqlPurchases } from '../../server/src/store/ledger/SqlPurchases.ts';
import type { Store } from '../../server/src/store/Store.ts';
import { databases, type TestDatabase } from '../support/databases.ts';
import { ledgerProblems } from '../support/gifts/ledgerCheck.ts';
import { seededRandom } from '../support/seededRandom.ts';

const clock = new SystemClock();

describe.each(databases)('the ledger on $name', ({ create }) => {
  let database: TestDatabase;
  let store: Store;
  let ledger: SqlLedger;
  let orders: SqlGiftOrders;
  let nextKey = 1;

  beforeAll(async () => {
    database = await create();
    store = await database.open();
    ledger = new SqlLedger(store.db, clock);
    orders = new SqlGiftOrders(store.db, clock);
  });
  afterAll(() => database.remove());

  const topUp = (userId: string, coins: number, key = `test:${nextKey++}`) =>
    ledger.post({
      key,
      kind: 'topUp',
      postings: creditPostings(accounts.toppedUp, userId, coins),
      note: null,
      atMs: Date.now(),
    });

  const give = (orderId: string, giverId: string, coins: number, changes: { anchorId?: string } = {}) =>
    orders.place({
      sent: sentGift(orderId, giverId, coins),
      roomId: 'room',
      showId: 'show',
      anchorId: changes.anchorId ?? 'anna',
      income: incomeOf(coins, 50),
    });

  it('books a transfer once for its key, also at the same time', async () => {
    const booked = await Promise.all(Array.from({ length: 10 }, () => topUp('once', 50, 'same-key')));
    expect(booked.filter(Boolean)).toHaveLength(1);
    expect(await ledger.wallet('once')).toEqual({ balance: 50, income: 0 });
  });

  it('places one order ten times at once as one: one charge, and the same answer', async () => {
    await topUp('bob', 100);
    const placed = await Promise.all(Array.from({ length: 10 }, () => give('ten-times', 'bob', 30)));
    expect(placed.filter(({ isNew }) => isNew)).toHaveLength(1);
    expect(new Set(placed.map(({ order }) => JSON.stringify(order.sent) + order.balanceAfter)).size).toBe(1);
    expect(await ledger.wallet('bob')).toEqual({ balance: 70, income: 0 });
    expect((await ledger.wallet('anna')).income).toBe(15);
  });

  it('never goes below zero, however many want the last coins', async () => {
    await topUp('carl', 100);
    const tries = await Promise.allSettled(
      Array.from({ length: 20 }, (_, i) => give(`last-coins-${i}`, 'carl', 30)),
    );
    expect(tries.filter(({ status }) => status === 'fulfilled')).toHaveLength(3);
    for (const one of tries) {
      if (one.status === 'rejected') expect(one.reason).toMatchObject({ code: 'balance_too_low' });
    }
    expect((await ledger.wallet('carl')).balance).toBe(10);
    await expect(give('no-wallet', 'nobody', 1)).rejects.toMatchObject({ code: 'balance_too_low' });
  });

  it('refuses a balance below zero in the database itself', async () => {
    await topUp('dora', 10);
    const account = store.db.updateTable('ledger_accounts').where('id', '=', 'coins:dora');
    await expect(account.set({ balance: -1 }).execute()).rejects.toThrow();
  });

  it('refunds once, and keeps what is shown and what is not apart', async () => {
    await topUp('ed', 100);
    await give('refund-me', 'ed', 40, { anchorId: 'ann' });
    await give('show-me', 'ed', 10, { anchorId: 'ann' });
    const unshown = async () => (await orders.unshown()).map(({ sent }) => sent.orderId);
    expect(await unshown()).toEqual(expect.arrayContaining(['refund-me', 'show-me']));
    await orders.markShown(['show-me']);
    const refunds = await Promise.all([orders.refund('refund-me', 5), orders.refund('refund-me', 6)]);
    expect(refunds.map((one) => one?.isNew).sort()).toEqual([false, true]);
    expect(await unshown()).not.toEqual(expect.arrayContaining(['refund-me']));
    expect(await ledger.wallet('ed')).toEqual({ balance: 90, income: 0 });
    expect(await ledger.wallet('ann')).toEqual({ balance: 0, income: 5 });
    expect(await orders.find('show-me')).toMatchObject({ isShown: true, refundedAtMs: null });
    expect(await orders.refund('no-such-order', 1)).toBeNull();
  });

  it('pages the history, newest first, without gap or repetition', async () => {
    for (let i = 1; i <= 7; i += 1) await topUp('fay', i);
    await give('of-fay', 'fay', 3);
    const amounts: number[] = [];
    let cursor: string | undefined;
    do {
      const page = await ledger.history('fay', { limit: 3, cursor });
      amounts.push(...page.entries.map(({ amount }) => amount));
      cursor = page.nextCursor ?? undefined;
    } while (cursor);
    expect([...amounts].sort((a, b) => a - b)).toEqual([-3, 1, 2, 3, 4, 5, 6, 7]);
    const [newest] = (await ledger.history('fay', { limit: 1, account: 'coins' })).entries;
    expect(newest?.at).toEqual(expect.any(String));
    expect((await ledger.history('fay', { limit: 5, account: 'income' })).entries).toEqual([]);
    await expect(ledger.history('fay', { limit: 1, cursor: 'x' })).rejects.toMatchObject({
      code: 'invalid_request',
    });
  });

  it('tells who gave most, and what an anchor earned, without what was refunded', async () => {
    const reports = new SqlGiftReports(store.db);
    await topUp('gil', 1000);
    await topUp('hal', 1000);
    const place = (orderId: string, giverId: string, coins: number, showId: string) =>
      orders.place({
        sent: sentGift(orderId, giverId, coins),
        roomId: 'ranks',
        showId,
        anchorId: 'ira',
        income: incomeOf(coins, 50),
      });
    await place('rank-0001', 'gil', 10, 's1');
    await place('rank-0002', 'hal', 30, 's1');
    await place('rank-0003', 'gil', 50, 's2');
    await place('rank-0004', 'hal', 900, 's2');
    await orders.refund('rank-0004', Date.now());
    const ranks = await reports.givers({ roomId: 'ranks', limit: 10 });
    expect(ranks.givers.map(({ user, coins }) => [user.id, user.name, coins])).toEqual([
      ['gil', 'name of gil', 60],
      ['hal', 'name of hal', 30],
    ]);
    expect(ranks).toMatchObject({ giverCount: 2, coins: 90 });
    expect(await reports.givers({ roomId: 'ranks', showId: 's2', limit: 1 })).toMatchObject({
      giverCount: 1,
      coins: 50,
    });
    expect(await reports.givers({ roomId: 'nowhere', limit: 1 })).toEqual({
      givers: [],
      giverCount: 0,
      coins: 0,
    });
    const income = await reports.incomeOf('ira', { todayMs: Date.now() + 1000, monthMs: 0 });
    expect(income).toMatchObject({ today: 0, last30Days: 45, all: 45 });
    expect(income.shows.map(({ showId, coins }) => [showId, coins])).toEqual(
      expect.arrayContaining([
        ['s1', 40],
        ['s2', 50],
      ]),
    );
  });

  it('books a purchase once, however often its payment is told', async () => {
    const purchases = new SqlPurchases(store.db, clock);
    const pack = { id: 'p', coins: 60, amountMinor: 600, currency: 'CNY' };
    await purchases.add({ id: 'buy-1', userId: 'joy', pack, provider: 'x', checkoutUrl: null, atMs: 1 });
    const transfer = {
      key: 'purchase:buy-1',
      kind: 'purchase',
      postings: creditPostings(accounts.sold, 'joy', 60),
      note: null,
      atMs: 2,
    } as const;
    await purchases.markFailed('buy-1');
    await Promise.all([1, 2, 3].map(() => purchases.markPaid('buy-1', transfer)));
    await purchases.markFailed('buy-1');
    expect((await purchases.find('buy-1'))?.purchase.status).toBe('paid');
    expect((await ledger.wallet('joy')).balance).toBe(60);
  });

  it('stays balanced whatever is done at the same time', async () => {
    const seed = Number(process.env.FUZZ_SEED ?? randomInt(2 ** 31));
    const random = seededRandom(seed);
    const pick = <T>(list: readonly T[]) => list[Math.floor(random() * list.length)] as T;
    const users = ['u0', 'u1', 'u2', 'u3'];
    const orderIds = Array.from({ length: 60 }, (_, i) => `fuzz-${seed}-${i}`);
    const act = () => {
      const kind = random();
      if (kind < 0.2)
        return topUp(pick(users), 1 + Math.floor(random() * 200), `fuzz:${Math.floor(random() * 40)}`);
      if (kind < 0.35) return orders.refund(pick(orderIds), Date.now());
      const giver = pick(users);
      const anchorId = pick(users.filter((user) => user !== giver));
      return give(pick(orderIds), giver, 1 + Math.floor(random() * 60), { anchorId });
    };
    for (let round = 0; round < 20; round += 1) {
      const done = await Promise.allSettled(Array.from({ length: 10 }, act));
      const odd = done.filter((one) => one.status === 'rejected' && one.reason?.code !== 'balance_too_low');
      expect({ seed, odd }).toEqual({ seed, odd: [] });
    }
    expect({ seed, problems: await ledgerProblems(store.db) }).toEqual({ seed, problems: [] });
  });
});

function sentGift(orderId: string, giverId: string, coins: number): SentGift {
  return {
    orderId,
    giver: { id: giverId, name: `name of ${giverId}`, avatarUrl: null },
    gift: {
      id: 'rose',
      name: { zh: '玫瑰', en: 'Rose' },
      iconUrl: '/r.svg',
      tier: 'small',
      animationUrl: null,
    },
    count: 1,
    coins,
    comboId: `combo of ${orderId}`,
    comboCount: 1,
    sentAtMs: Date.now(),
  };
}
