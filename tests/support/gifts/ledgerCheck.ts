import { sql } from 'kysely';
import type { Database } from '../../../server/src/store/Tables.ts';

/** Everything that is wrong with the books; empty when nothing is. */
export async function ledgerProblems(db: Database): Promise<string[]> {
  const checks: [string, () => Promise<readonly object[]>][] = [
    [
      'entries of a transfer do not sum to zero',
      () =>
        db
          .selectFrom('ledger_entries')
          .select(['transfer_id'])
          .groupBy('transfer_id')
          .having((eb) => eb.fn.sum<number>('amount'), '<>', 0)
          .execute(),
    ],
    [
      'a transfer has no entries',
      () =>
        db
          .selectFrom('ledger_transfers as transfer')
          .leftJoin('ledger_entries as entry', 'entry.transfer_id', 'transfer.id')
          .select('transfer.id')
          .where('entry.transfer_id', 'is', null)
          .execute(),
    ],
    [
      'a balance is not the sum of its entries',
      async () => {
        const { rows } = await sql<object>`
          select account.id, account.balance, coalesce(sum(entry.amount), 0) as entries
          from ledger_accounts account left join ledger_entries entry on entry.account_id = account.id
          where account.owner_id is not null
          group by account.id, account.balance
          having account.balance <> coalesce(sum(entry.amount), 0)`.execute(db);
        return rows;
      },
    ],
    [
      'a balance is below zero',
      () => db.selectFrom('ledger_accounts').select('id').where('balance', '<', 0).execute(),
    ],
    [
      'a gift has no charge of its price',
      async () => {
        const { rows } = await sql<object>`
          select gift.id from gift_orders gift
          left join ledger_entries entry
            on entry.transfer_id = gift.transfer_id and entry.account_id = 'coins:' || gift.giver_id
          where entry.amount is null or entry.amount <> -gift.coins`.execute(db);
        return rows;
      },
    ],
    [
      'a charge has no gift',
      async () => {
        const { rows } = await sql<object>`
          select transfer.id from ledger_transfers transfer
          left join gift_orders gift on gift.transfer_id = transfer.id
          where transfer.kind = 'gift' and gift.id is null`.execute(db);
        return rows;
      },
    ],
    [
      'a refund is not on its order, or on an order that has none',
      async () => {
        const { rows } = await sql<object>`
          select gift.id from gift_orders gift
          left join ledger_transfers refund on refund.key = 'giftRefund:' || gift.id
          where (gift.refunded_at is null) <> (refund.id is null)`.execute(db);
        return rows;
      },
    ],
  ];
  const problems: string[] = [];
  for (const [what, find] of checks) {
    const rows = await find();
    if (rows.length > 0) problems.push(`${what}: ${JSON.stringify(rows.slice(0, 3))}`);
  }
  return problems;
}
