import { Purchase } from '@lianmai/shared';
import type { Clock } from '../../core/Clock.ts';
import type { NewPurchase, Purchases, StoredPurchase } from '../../interaction/coins/ports.ts';
import type { Transfer } from '../../interaction/coins/postings.ts';
import type { Database } from '../Tables.ts';
import { bookTransfer } from './bookTransfer.ts';
import { ledgerTransaction } from './ledgerTransaction.ts';
import type { CoinPurchaseTable } from './tables.ts';

export class SqlPurchases implements Purchases {
  readonly #db: Database;
  readonly #clock: Clock;

  constructor(db: Database, clock: Clock) {
    this.#db = db;
    this.#clock = clock;
  }

  async add({ id, userId, pack, provider, checkoutUrl, atMs }: NewPurchase): Promise<Purchase> {
    const row: CoinPurchaseTable = {
      id,
      user_id: userId,
      pack_id: pack.id,
      coins: pack.coins,
      amount_minor: pack.amountMinor,
      currency: pack.currency,
      provider,
      checkout_url: checkoutUrl,
      status: 'pending',
      created_at: atMs,
      settled_at: null,
    };
    await this.#db.insertInto('coin_purchases').values(row).execute();
    return purchaseOf(row);
  }

  async find(purchaseId: string): Promise<StoredPurchase | null> {
    const row = await this.#db
      .selectFrom('coin_purchases')
      .selectAll()
      .where('id', '=', purchaseId)
      .executeTakeFirst();
    return row ? { userId: row.user_id, purchase: purchaseOf(row) } : null;
  }

  // Also after `failed`: money that came in late is still money that came in.
  async markPaid(purchaseId: string, transfer: Transfer): Promise<void> {
    await ledgerTransaction(this.#db, this.#clock, async (trx) => {
      const booked = await bookTransfer(trx, transfer);
      if (!booked) return;
      await trx
        .updateTable('coin_purchases')
        .set({ status: 'paid', settled_at: transfer.atMs })
        .where('id', '=', purchaseId)
        .execute();
    });
  }

  async markFailed(purchaseId: string): Promise<void> {
    await this.#db
      .updateTable('coin_purchases')
      .set({ status: 'failed', settled_at: Math.round(this.#clock.nowMs()) })
      .where('id', '=', purchaseId)
      .where('status', '=', 'pending')
      .execute();
  }
}

function purchaseOf(row: CoinPurchaseTable): Purchase {
  return Purchase.parse({
    id: row.id,
    status: row.status,
    coins: row.coins,
    amountMinor: row.amount_minor,
    currency: row.currency,
    checkoutUrl: row.checkout_url,
  });
}
