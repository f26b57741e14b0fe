import { type Kysely, sql } from 'kysely';
import type { Migration } from 'kysely/migration';

/** Coins, gifts, and the outbox between the two and the rooms. */
export const ledger: Migration = {
  async up(db: Kysely<unknown>) {
    await createLedger(db);
    await createGifts(db);
    await createPurchases(db);
  },
};

async function createLedger(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('ledger_accounts')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('owner_id', 'text')
    .addColumn('balance', 'bigint')
    // The last line of defence: whatever our code does, the database books nothing that nobody has.
    .addCheckConstraint('ledger_balance', sql`(owner_id is null and balance is null) or balance >= 0`)
    .execute();

  await db.schema
    .createTable('ledger_transfers')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('key', 'text', (column) => column.notNull().unique())
    .addColumn('kind', 'text', (column) => column.notNull())
    .addColumn('note', 'text')
    .addColumn('order_id', 'text')
    .addColumn('created_at', 'bigint', (column) => column.notNull())
    .execute();

  await db.schema
    .createTable('ledger_entries')
    .addColumn('transfer_id', 'text', (column) => column.notNull().references('ledger_transfers.id'))
    .addColumn('account_id', 'text', (column) => column.notNull().references('ledger_accounts.id'))
    .addColumn('amount', 'bigint', (column) => column.notNull())
    .addColumn('created_at', 'bigint', (column) => column.notNull())
    .addPrimaryKeyConstraint('ledger_entries_key', ['transfer_id', 'account_id'])
    .addCheckConstraint('ledger_amount', sql`amount <> 0`)
    .execute();
  await db.schema
    .createIndex('ledger_entries_by_account')
    .on('ledger_entries')
    .columns(['account_id', 'created_at', 'transfer_id'])
    .execute();

  for (const id of ['platform:share', 'platform:granted', 'platform:toppedUp', 'platform:sold']) {
    await sql`insert into ledger_accounts (id, owner_id, balance) values (${id}, null, null)`.execute(db);
  }
}

async function createGifts(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('gifts')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('name_zh', 'text', (column) => column.notNull())
    .addColumn('name_en', 'text', (column) => column.notNull())
    .addColumn('price', 'bigint', (column) => column.notNull())
    .addColumn('icon_url', 'text', (column) => column.notNull())
    .addColumn('tier', 'text', (column) => column.notNull())
    .addColumn('animation_url', 'text')
    .addColumn('position', 'integer', (column) => column.notNull())
    .addColumn('is_offered', 'integer', (column) => column.notNull())
    .execute();

  await db.schema
    .createTable('gift_orders')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('transfer_id', 'text', (column) => column.notNull().unique().references('ledger_transfers.id'))
    .addColumn('room_id', 'text', (column) => column.notNull())
    .addColumn('show_id', 'text', (column) => column.notNull())
    .addColumn('anchor_id', 'text', (column) => column.notNull())
    .addColumn('giver_id', 'text', (column) => column.notNull())
    .addColumn('gift_id', 'text', (column) => column.notNull())
    .addColumn('count', 'integer', (column) => column.notNull())
    .addColumn('coins', 'bigint', (column) => column.notNull())
    .addColumn('income', 'bigint', (column) => column.notNull())
    .addColumn('sent', 'text', (column) => column.notNull())
    .addColumn('balance_after', 'bigint', (column) => column.notNull())
    .addColumn('created_at', 'bigint', (column) => column.notNull())
    .addColumn('refunded_at', 'bigint')
    .execute();
  const index = (name: string, columns: string[]) =>
    db.schema.createIndex(name).on('gift_orders').columns(columns).execute();
  await index('gift_orders_by_room', ['room_id', 'created_at']);
  await index('gift_orders_by_show', ['show_id', 'giver_id']);
  await index('gift_orders_by_time', ['created_at']);
  await index('gift_orders_by_anchor', ['anchor_id', 'created_at']);

  await db.schema
    .createTable('gift_outbox')
    .addColumn('order_id', 'text', (column) => column.primaryKey().references('gift_orders.id'))
    .addColumn('created_at', 'bigint', (column) => column.notNull())
    .execute();
}

async function createPurchases(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('coin_purchases')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('user_id', 'text', (column) => column.notNull())
    .addColumn('pack_id', 'text', (column) => column.notNull())
    .addColumn('coins', 'bigint', (column) => column.notNull())
    .addColumn('amount_minor', 'bigint', (column) => column.notNull())
    .addColumn('currency', 'text', (column) => column.notNull())
    .addColumn('provider', 'text', (column) => column.notNull())
    .addColumn('checkout_url', 'text')
    .addColumn('status', 'text', (column) => column.notNull())
    .addColumn('created_at', 'bigint', (column) => column.notNull())
    .addColumn('settled_at', 'bigint')
    .execute();
}
