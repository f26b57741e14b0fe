import type { Wallet, WalletHistoryQuery } from '@lianmai/shared';
import { AppError } from '../../core/AppError.ts';
import type { Ledger, WalletPage } from './ports.ts';
import { accounts, assertBalanced, isUserAccount, type Transfer } from './postings.ts';

/** A ledger in memory that refuses what the real one refuses. */
export class FakeLedger implements Ledger {
  readonly transfers = new Map<string, Transfer>();
  readonly balances = new Map<string, number>();

  async post(transfer: Transfer): Promise<boolean> {
    return this.book(transfer);
  }

  book(transfer: Transfer): boolean {
    assertBalanced(transfer.postings);
    if (this.transfers.has(transfer.key)) return false;
    const next = transfer.postings.map(
      ({ accountId, amount }) => [accountId, this.balanceOf(accountId) + amount] as const,
    );
    if (next.some(([accountId, balance]) => isUserAccount(accountId) && balance < 0)) {
      throw new AppError('balance_too_low');
    }
    for (const [accountId, balance] of next) this.balances.set(accountId, balance);
    this.transfers.set(transfer.key, transfer);
    return true;
  }

  async wallet(userId: string): Promise<Wallet> {
    return {
      balance: this.balanceOf(accounts.coinsOf(userId)),
      income: this.balanceOf(accounts.incomeOf(userId)),
    };
  }

  async history(_userId: string, _query: WalletHistoryQuery): Promise<WalletPage> {
    return { entries: [], nextCursor: null };
  }

  balanceOf(accountId: string): number {
    return this.balances.get(accountId) ?? 0;
  }
}
