import type { Clock } from '../../core/Clock.ts';
import { accounts, giftPostings, reversed } from '../../interaction/coins/postings.ts';
import type { GiftOrder, GiftOrders, NewGiftOrder } from '../../interaction/gifts/ports.ts';
import type { Database, DatabaseTransaction } from '../Tables.ts';
import { bookTransfer } from './bookTransfer.ts';
import { balanceIn, orderOf, orderRow } from './giftOrderRows.ts';
import { ledgerTransaction } from './ledgerTransaction.ts';

const mostRecent = 1000;

/** Gift orders in SQL: money, order and outbox are written together or not at all. */
export class SqlGiftOrders implements GiftOrders {
  readonly #db: Database;
  readonly #clock: Clock;

  constructor(db: Database, clock: Clock) {
    this.#db = db;
    this.#clock = clock;
  }

  place(order: NewGiftOrder): Promise<{ order: GiftOrder; isNew: boolean }> {
    return ledgerTransaction(this.#db, this.#clock, async (trx) => {
      const row = await book(trx, order);
      if (row) return { order: orderOf(row, true), isNew: true };
      const before = await findOrder(trx, order.sent.orderId);
      if (!before) throw new Error(`gift ${order.sent.orderId} is paid for, but there is no order`);
      return { order: before, isNew: false };
    });
  }

  find(orderId: string): Promise<GiftOrder | null> {
    return findOrder(this.#db, orderId);
  }

  async unshown(): Promise<GiftOrder[]> {
    const rows = await this.#db
      .selectFrom('gift_outbox')
      .innerJoin('gift_orders', 'gift_orders.id', 'gift_outbox.order_id')
      .selectAll('gift_orders')
      .orderBy('gift_orders.created_at')
      .execute();
    return rows.map((row) => orderOf(row, true));
  }

  async markShown(orderIds: readonly string[]): Promise<void> {
    await this.#db
      .deleteFrom('gift_outbox')
      .where('order_id', 'in', [...orderIds])
      .execute();
  }

  refund(orderId: string, atMs: number): Promise<{ order: GiftOrder; isNew: boolean } | null> {
    return ledgerTransaction(this.#db, this.#clock, async (trx) => {
      const order = await findOrder(trx, orderId);
      if (!order) return null;
      const booked = await bookTransfer(trx, {
        key: `giftRefund:${orderId}`,
        kind: 'giftRefund',
        postings: reversed(postingsOf(order)),
        note: null,
        orderId,
        atMs,
      });
      if (!booked) return { order: (await findOrder(trx, orderId)) ?? order, isNew: false };
      await trx.updateTable('gift_orders').set({ refunded_at: atMs }).where('id', '=', orderId).execute();
      await trx.deleteFrom('gift_outbox').where('order_id', '=', orderId).execute();
      return { order: { ...order, refundedAtMs: atMs }, isNew: true };
    });
  }

  async since(ms: number): Promise<GiftOrder[]> {
    const rows = await this.#db
      .selectFrom('gift_orders')
      .leftJoin('gift_outbox', 'gift_outbox.order_id', 'gift_orders.id')
      .selectAll('gift_orders')
      .select('gift_outbox.order_id as unshown_id')
      .where('gift_orders.created_at', '>=', ms)
      .where('refunded_at', 'is', null)
      .orderBy('gift_orders.created_at', 'desc')
      .limit(mostRecent)
      .execute();
    return rows.reverse().map((row) => orderOf(row, row.unshown_id !== null));
  }
}

/** @returns `null` when this order id has been paid for already */
async function book(trx: DatabaseTransaction, order: NewGiftOrder) {
  const { sent } = order;
  const booked = await bookTransfer(trx, {
    key: `gift:${sent.orderId}`,
    kind: 'gift',
    postings: postingsOf(order),
    note: null,
    orderId: sent.orderId,
    atMs: sent.sentAtMs,
  });
  if (!booked) return null;
  const row = orderRow(order, booked.transferId, balanceIn(booked, accounts.coinsOf(sent.giver.id)));
  await trx.insertInto('gift_orders').values(row).execute();
  await trx.insertInto('gift_outbox').values({ order_id: row.id, created_at: row.created_at }).execute();
  return row;
}

function postingsOf({ sent, anchorId, income }: NewGiftOrder) {
  return giftPostings({ giverId: sent.giver.id, anchorId, coins: sent.coins, income });
}

async function findOrder(db: Database | DatabaseTransaction, orderId: string): Promise<GiftOrder | null> {
  const row = await db
    .selectFrom('gift_orders')
    .leftJoin('gift_outbox', 'gift_outbox.order_id', 'gift_orders.id')
    .selectAll('gift_orders')
    .select('gift_outbox.order_id as unshown_id')
    .where('gift_orders.id', '=', orderId)
    .executeTakeFirst();
  return row ? orderOf(row, row.unshown_id !== null) : null;
}
