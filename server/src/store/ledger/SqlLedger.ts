import { TransferKind, type Wallet, type WalletEntry, type WalletHistoryQuery } from '@lianmai/shared';
import { AppError } from '../../core/AppError.ts';
import type { Clock } from '../../core/Clock.ts';
import type { Ledger, WalletPage } from '../../interaction/coins/ports.ts';
import { accounts, type Transfer } from '../../interaction/coins/postings.ts';
import type { Database } from '../Tables.ts';
import { bookTransfer } from './bookTransfer.ts';
import { ledgerTransaction } from './ledgerTransaction.ts';

/** The ledger in SQL. */
export class SqlLedger implements Ledger {
  readonly #db: Database;
  readonly #clock: Clock;

  constructor(db: Database, clock: Clock) {
    this.#db = db;
    this.#clock = clock;
  }

  async post(transfer: Transfer): Promise<boolean> {
    const booked = await ledgerTransaction(this.#db, this.#clock, (trx) => bookTransfer(trx, transfer));
    return booked !== null;
  }

  async wallet(userId: string): Promise<Wallet> {
    const ids = { balance: accounts.coinsOf(userId), income: accounts.incomeOf(userId) };
    const rows = await this.#db
      .selectFrom('ledger_accounts')
      .select(['id', 'balance'])
      .where('id', 'in', Object.values(ids))
      .execute();
    const balanceOf = (accountId: string) => rows.find(({ id }) => id === accountId)?.balance ?? 0;
    return { balance: balanceOf(ids.balance), income: balanceOf(ids.income) };
  }

  async history(userId: string, { account, limit, cursor }: WalletHistoryQuery): Promise<WalletPage> {
    const rows = await this.#historyRows(userId, { account, limit: limit + 1, cursor });
    const page = rows.slice(0, limit);
    const last = page.at(-1);
    return {
      entries: page.map((row) => entryOf(row, userId)),
      nextCursor: rows.length > limit && last ? `${last.created_at}.${last.transfer_id}` : null,
    };
  }

  #historyRows(
    userId: string,
    { account, limit, cursor }: Pick<WalletHistoryQuery, 'account' | 'limit' | 'cursor'>,
  ) {
    const accountIds = [
      ...(account === 'income' ? [] : [accounts.coinsOf(userId)]),
      ...(account === 'coins' ? [] : [accounts.incomeOf(userId)]),
    ];
    const after = cursor === undefined ? null : parseCursor(cursor);
    return this.#db
      .selectFrom('ledger_entries as entry')
      .innerJoin('ledger_transfers as transfer', 'transfer.id', 'entry.transfer_id')
      .leftJoin('gift_orders as order', (join) => join.onRef('order.id', '=', 'transfer.order_id'))
      .select([
        'entry.transfer_id',
        'entry.account_id',
        'entry.amount',
        'entry.created_at',
        'transfer.kind',
        'transfer.note',
        'order.gift_id',
        'order.count',
        'order.room_id',
      ])
      .where('entry.account_id', 'in', accountIds)
      .$if(after !== null, (query) =>
        query.where((eb) =>
          eb.or([
            eb('entry.created_at', '<', after?.atMs ?? 0),
            eb.and([
              eb('entry.created_at', '=', after?.atMs ?? 0),
              eb('entry.transfer_id', '<', after?.transferId ?? ''),
            ]),
          ]),
        ),
      )
      .orderBy('entry.created_at', 'desc')
      .orderBy('entry.transfer_id', 'desc')
      .limit(limit)
      .execute();
  }
}

interface HistoryRow {
  transfer_id: string;
  account_id: string;
  amount: number;
  created_at: number;
  kind: string;
  note: string | null;
  gift_id: string | null;
  count: number | null;
  room_id: string | null;
}

function entryOf(row: HistoryRow, userId: string): WalletEntry {
  return {
    id: row.transfer_id,
    kind: TransferKind.parse(row.kind),
    account: row.account_id === accounts.incomeOf(userId) ? 'income' : 'coins',
    amount: row.amount,
    at: new Date(row.created_at).toISOString(),
    note: row.note,
    giftId: row.gift_id,
    count: row.count,
    roomId: row.room_id,
  };
}

/** @throws AppError `invalid_request` */
function parseCursor(cursor: string): { atMs: number; transferId: string } {
  const [, atMs, transferId] = /^(\d{1,15})\.([\w-]+)$/.exec(cursor) ?? [];
  if (!atMs || !transferId) {
    throw new AppError('invalid_request', { fields: [{ path: 'cursor', message: 'is not one of ours' }] });
  }
  return { atMs: Number(atMs), transferId };
}
