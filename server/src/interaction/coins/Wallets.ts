import type { TopUpBody, Wallet, WalletHistoryQuery } from '@lianmai/shared';
import type { Clock } from '../../core/Clock.ts';
import type { Logger } from '../../core/logger.ts';
import { randomId } from '../../rooms/ids.ts';
import type { Ledger, WalletPage } from './ports.ts';
import { accounts, creditPostings } from './postings.ts';

export interface WalletsDeps {
  ledger: Ledger;
  clock: Clock;
  log: Logger;
  /** What everybody starts with: for development servers, so that one can try. */
  startingCoins: number;
}

const rememberedUsers = 50_000;

/** Everybody's coins: balance, history, the start balance, and what operators give. */
export class Wallets {
  readonly #deps: WalletsDeps;
  /** Whose start balance is known to be booked. */
  #opened = new Set<string>();

  constructor(deps: WalletsDeps) {
    this.#deps = deps;
  }

  async wallet(userId: string): Promise<Wallet> {
    await this.open(userId);
    return await this.#deps.ledger.wallet(userId);
  }

  async history(userId: string, query: WalletHistoryQuery): Promise<WalletPage> {
    await this.open(userId);
    return await this.#deps.ledger.history(userId, query);
  }

  /** Comes before whatever spends: books the start balance, once in a user's life. */
  async open(userId: string): Promise<void> {
    const { ledger, clock, startingCoins } = this.#deps;
    if (startingCoins === 0 || this.#opened.has(userId)) return;
    await ledger.post({
      key: `grant:${userId}`,
      kind: 'grant',
      postings: creditPostings(accounts.granted, userId, startingCoins),
      note: null,
      atMs: Math.round(clock.nowMs()),
    });
    if (this.#opened.size >= rememberedUsers) this.#opened = new Set();
    this.#opened.add(userId);
  }

  /** An operator gives coins. The same `key` for the same user again does nothing. */
  async topUp(
    operatorId: string,
    userId: string,
    { coins, note, key = randomId() }: TopUpBody,
  ): Promise<Wallet> {
    const { ledger, clock, log } = this.#deps;
    const isNew = await ledger.post({
      key: `topUp:${userId}:${key}`,
      kind: 'topUp',
      postings: creditPostings(accounts.toppedUp, userId, coins),
      note: note ?? null,
      atMs: Math.round(clock.nowMs()),
    });
    if (isNew) log.info({ operatorId, userId, coins }, 'operator gave coins');
    return await this.wallet(userId);
  }
}
