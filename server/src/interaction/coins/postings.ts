import type { TransferKind } from '@lianmai/shared';

/**
 * Accounts of the ledger. Those of users have a balance that never goes below zero. Those of the platform are where coins come
 * from and where its share goes: their balance is the sum of their entries, and keeping it in a row would make every gift of
 * the whole platform wait for that row.
 */
export const accounts = {
  coinsOf: (userId: string) => `coins:${userId}`,
  incomeOf: (userId: string) => `income:${userId}`,
  /** The platform's part of gifts. */
  platform: 'platform:share',
  /** Where coins come from; negative by what was given out. */
  granted: 'platform:granted',
  toppedUp: 'platform:toppedUp',
  sold: 'platform:sold',
} as const;

export function isUserAccount(accountId: string): boolean {
  return !accountId.startsWith('platform:');
}

/** What one transfer does to one account: positive is coins that come in. */
export interface Posting {
  accountId: string;
  amount: number;
}

/** Coins on their way: the postings sum to zero, and the key is used once for ever. */
export interface Transfer {
  /** The same key again is the same transfer. */
  key: string;
  kind: TransferKind;
  postings: readonly Posting[];
  note: string | null;
  /** The gift order that it pays for, or takes back. */
  orderId?: string;
  atMs: number;
}

/** @throws RangeError when coins would come from nowhere or vanish: a mistake of ours, never a user's */
export function assertBalanced(postings: readonly Posting[]): void {
  const sum = postings.reduce((total, { amount }) => total + amount, 0);
  const isSane = postings.every(({ amount }) => Number.isSafeInteger(amount) && amount !== 0);
  const isDistinct = new Set(postings.map(({ accountId }) => accountId)).size === postings.length;
  if (sum !== 0 || !isSane || !isDistinct || postings.length < 2) {
    throw new RangeError('a transfer needs two or more different accounts, and postings that sum to zero');
  }
}

/** Coins that a user gets from `source`. */
export function creditPostings(source: string, userId: string, coins: number): Posting[] {
  return [
    { accountId: accounts.coinsOf(userId), amount: coins },
    { accountId: source, amount: -coins },
  ];
}

/** What the anchor gets of a gift: the platform's part is rounded down, so that odd coins are the anchor's. */
export function incomeOf(coins: number, platformSharePercent: number): number {
  return coins - Math.floor((coins * platformSharePercent) / 100);
}

/** A gift: charge, income and the platform's part in one. Nothing is posted that is zero. */
export function giftPostings(gift: {
  giverId: string;
  anchorId: string;
  coins: number;
  income: number;
}): Posting[] {
  const { giverId, anchorId, coins, income } = gift;
  return [
    { accountId: accounts.coinsOf(giverId), amount: -coins },
    { accountId: accounts.incomeOf(anchorId), amount: income },
    { accountId: accounts.platform, amount: coins - income },
  ].filter(({ amount }) => amount !== 0);
}

/** Takes a transfer back, whole. */
export function reversed(postings: readonly Posting[]): Posting[] {
  return postings.map(({ accountId, amount }) => ({ accountId, amount: -amount }));
}
