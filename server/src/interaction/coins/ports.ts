import type { CoinPack, Purchase, Wallet, WalletEntry, WalletHistoryQuery } from '@lianmai/shared';
import type { Transfer } from './postings.ts';

export interface WalletPage {
  entries: WalletEntry[];
  nextCursor: string | null;
}

/** The double-entry ledger. Each call is one SQL transaction: it has happened wholly when the promise resolves, or not at all. */
export interface Ledger {
  /**
   * Books a transfer, once for its key.
   * @returns false when it had been booked before
   * @throws AppError `balance_too_low`
   */
  post(transfer: Transfer): Promise<boolean>;
  /** Zeros for who has no account yet. */
  wallet(userId: string): Promise<Wallet>;
  history(userId: string, query: WalletHistoryQuery): Promise<WalletPage>;
}

export interface NewPurchase {
  id: string;
  userId: string;
  pack: CoinPack;
  provider: string;
  checkoutUrl: string | null;
  atMs: number;
}

/** A purchase with what only the server needs to know of it. */
export interface StoredPurchase {
  userId: string;
  purchase: Purchase;
}

/** Coins that are being bought. */
export interface Purchases {
  add(purchase: NewPurchase): Promise<Purchase>;
  find(purchaseId: string): Promise<StoredPurchase | null>;
  /** Marks it paid and books `transfer`, in one transaction. A purchase that is not pending any more stays as it is. */
  markPaid(purchaseId: string, transfer: Transfer): Promise<void>;
  markFailed(purchaseId: string): Promise<void>;
}

/** How people pay for coins. What happened to a payment comes back as a signed `PaymentNotice`. */
export interface PaymentProvider {
  readonly kind: 'development' | 'external';
  /** Where the user pays for this purchase; `null` when there is no such page. */
  checkoutUrl(purchase: { id: string; pack: CoinPack; userId: string }): string | null;
}
