import { AppError } from '../../core/AppError.ts';
import {
  assertBalanced,
  isUserAccount,
  type Posting,
  type Transfer,
} from '../../interaction/coins/postings.ts';
import { randomId } from '../../rooms/ids.ts';
import type { DatabaseTransaction } from '../Tables.ts';

/** What booking a transfer did: its id, and what its users' accounts have now. */
export interface Booked {
  transferId: string;
  balances: ReadonlyMap<string, number>;
}

/**
 * Books a transfer within a transaction. Its key goes first: of two at the same time the second waits there, and finds it taken.
 * @returns `null` when the key was used before: nothing is changed then
 * @throws AppError `balance_too_low`: roll the transaction back
 */
export async function bookTransfer(trx: DatabaseTransaction, transfer: Transfer): Promise<Booked | null> {
  const { key, kind, postings, note, orderId = null, atMs } = transfer;
  assertBalanced(postings);
  const transferId = randomId();
  const { numInsertedOrUpdatedRows } = await trx
    .insertInto('ledger_transfers')
    .values({ id: transferId, key, kind, note, order_id: orderId, created_at: atMs })
    .onConflict((conflict) => conflict.column('key').doNothing())
    .executeTakeFirst();
  if (numInsertedOrUpdatedRows === 0n) return null;

  const balances = new Map<string, number>();
  // Always in the same order: two transfers between the same accounts must not wait for each other.
  for (const posting of [...postings].sort(byAccount)) {
    if (isUserAccount(posting.accountId)) balances.set(posting.accountId, await moveBalance(trx, posting));
  }
  const entries = postings.map(({ accountId, amount }) => ({
    transfer_id: transferId,
    account_id: accountId,
    amount,
    created_at: atMs,
  }));
  await trx.insertInto('ledger_entries').values(entries).execute();
  return { transferId, balances };
}

function byAccount(a: Posting, b: Posting): number {
  return a.accountId < b.accountId ? -1 : 1;
}

/** @returns the balance after it */
async function moveBalance(trx: DatabaseTransaction, { accountId, amount }: Posting): Promise<number> {
  const moved = amount > 0 ? await credit(trx, accountId, amount) : await debit(trx, accountId, -amount);
  if (moved?.balance == null) throw new AppError('balance_too_low');
  return moved.balance;
}

function credit(trx: DatabaseTransaction, accountId: string, amount: number) {
  return trx
    .insertInto('ledger_accounts')
    .values({ id: accountId, owner_id: accountId.slice(accountId.indexOf(':') + 1), balance: amount })
    .onConflict((conflict) =>
      conflict.column('id').doUpdateSet((eb) => ({ balance: eb('ledger_accounts.balance', '+', amount) })),
    )
    .returning('balance')
    .executeTakeFirst();
}

// The guard stands in the statement itself: no other transaction can come between looking and taking.
function debit(trx: DatabaseTransaction, accountId: string, amount: number) {
  return trx
    .updateTable('ledger_accounts')
    .set((eb) => ({ balance: eb('balance', '-', amount) }))
    .where('id', '=', accountId)
    .where('balance', '>=', amount)
    .returning('balance')
    .executeTakeFirst();
}
