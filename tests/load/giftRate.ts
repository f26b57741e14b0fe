import { SystemClock } from '../../server/src/core/Clock.ts';
import { accounts, creditPostings, incomeOf } from '../../server/src/interaction/coins/postings.ts';
import { SqlGiftOrders } from '../../server/src/store/ledger/SqlGiftOrders.ts';
import { SqlLedger } from '../../server/src/store/ledger/SqlLedger.ts';
import type { TestDatabase } from '../support/TestDatabase.ts';
import { onBothDatabases } from './support/benchDatabases.ts';
import type { Figure, Measurement } from './support/Measurement.ts';
import { percentile } from './support/percentile.ts';

const seconds = 8;
const givers = 200;

/** Gifts of two hundred givers to one anchor, and to twenty, as fast as the database takes them: charge, income, order and outbox, committed. */
export const giftRate: Measurement = {
  name: 'gift-rate',
  title: 'Gifts charged a second',
  async run() {
    const figures = await onBothDatabases(async (name, database) => [
      ...(await measure(name, database, { atOnce: 1, anchors: 1 })),
      ...(await measure(name, database, { atOnce: 32, anchors: 1 })),
      ...(await measure(name, database, { atOnce: 32, anchors: 20 })),
    ]);
    return figures.flat();
  },
};

async function measure(
  name: string,
  database: TestDatabase,
  { atOnce, anchors }: { atOnce: number; anchors: number },
): Promise<Figure[]> {
  const { db } = await database.open();
  const clock = new SystemClock();
  const orders = new SqlGiftOrders(db, clock);
  const ledger = new SqlLedger(db, clock);
  for (let i = 0; i < givers; i += 1) {
    const postings = creditPostings(accounts.granted, `giver-${i}`, 1_000_000);
    await ledger.post({ key: `${atOnce}/${anchors}/${i}`, kind: 'grant', postings, note: null, atMs: 1 });
  }
  const times: number[] = [];
  const endMs = performance.now() + seconds * 1000;
  let n = 0;
  const giveOn = async () => {
    while (performance.now() < endMs) {
      const number = n++;
      const startedMs = performance.now();
      await orders.place(order(`${atOnce}-${anchors}-${number}`, number, anchors));
      times.push(performance.now() - startedMs);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, giveOn));
  const what = `${name}, ${atOnce} at once, ${anchors === 1 ? 'one anchor' : `${anchors} anchors`}`;
  return [
    { what: `${what}: gifts`, value: times.length / seconds, unit: '/s' },
    { what: `${what}: p50`, value: percentile(times, 0.5), unit: 'ms' },
    { what: `${what}: p95`, value: percentile(times, 0.95), unit: 'ms' },
  ];
}

function order(orderId: string, number: number, anchors: number) {
  const coins = 10;
  const giverId = `giver-${number % givers}`;
  const sent = {
    orderId,
    giver: { id: giverId, name: giverId, avatarUrl: null },
    gift: {
      id: 'rose',
      name: { zh: '玫瑰', en: 'Rose' },
      iconUrl: '/r.svg',
      tier: 'small',
      animationUrl: null,
    },
    count: 1,
    coins,
    comboId: 'combo',
    comboCount: 1,
    sentAtMs: Date.now(),
  } as const;
  const anchorId = `anchor-${number % anchors}`;
  return { sent, roomId: anchorId, showId: anchorId, anchorId, income: incomeOf(coins, 50) };
}
