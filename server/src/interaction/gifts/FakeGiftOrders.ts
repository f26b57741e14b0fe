import { FakeLedger } from '../coins/FakeLedger.ts';
import { accounts, giftPostings, reversed } from '../coins/postings.ts';
import type { GiftOrder, GiftOrders, NewGiftOrder } from './ports.ts';

/** Gift orders in memory, on a FakeLedger. */
export class FakeGiftOrders implements GiftOrders {
  readonly ledger = new FakeLedger();
  readonly orders = new Map<string, GiftOrder>();
  /** Set by a test: the next `place` commits, and then fails as a lost connection does. */
  losesNextAnswer = false;
  /** Set by a test: `markShown` fails. */
  refusesMarks = false;

  async place(order: NewGiftOrder): Promise<{ order: GiftOrder; isNew: boolean }> {
    const { sent, anchorId, income } = order;
    const before = this.orders.get(sent.orderId);
    if (before) return { order: before, isNew: false };
    this.ledger.book({
      key: `gift:${sent.orderId}`,
      kind: 'gift',
      postings: giftPostings({ giverId: sent.giver.id, anchorId, coins: sent.coins, income }),
      note: null,
      atMs: sent.sentAtMs,
    });
    const balanceAfter = this.ledger.balanceOf(accounts.coinsOf(sent.giver.id));
    const placed = { ...order, balanceAfter, isShown: false, refundedAtMs: null };
    this.orders.set(sent.orderId, placed);
    if (this.losesNextAnswer) {
      this.losesNextAnswer = false;
      throw new Error('the connection is lost');
    }
    return { order: placed, isNew: true };
  }

  async find(orderId: string): Promise<GiftOrder | null> {
    return this.orders.get(orderId) ?? null;
  }

  async unshown(): Promise<GiftOrder[]> {
    return [...this.orders.values()].filter((order) => !order.isShown && order.refundedAtMs === null);
  }

  async since(ms: number): Promise<GiftOrder[]> {
    return [...this.orders.values()].filter(({ sent }) => sent.sentAtMs >= ms);
  }

  async markShown(orderIds: readonly string[]): Promise<void> {
    if (this.refusesMarks) throw new Error('the database does not answer');
    for (const orderId of orderIds) this.#change(orderId, { isShown: true });
  }

  async refund(orderId: string, atMs: number): Promise<{ order: GiftOrder; isNew: boolean } | null> {
    const order = this.orders.get(orderId);
    if (!order) return null;
    const { sent, anchorId, income } = order;
    const isNew = this.ledger.book({
      key: `giftRefund:${orderId}`,
      kind: 'giftRefund',
      postings: reversed(giftPostings({ giverId: sent.giver.id, anchorId, coins: sent.coins, income })),
      note: null,
      atMs,
    });
    if (isNew) this.#change(orderId, { refundedAtMs: atMs, isShown: true });
    return { order: this.orders.get(orderId) ?? order, isNew };
  }

  #change(orderId: string, changes: Partial<GiftOrder>): void {
    const order = this.orders.get(orderId);
    if (order) this.orders.set(orderId, { ...order, ...changes });
  }
}
