import type {
  CoinShop,
  Gift,
  Givers,
  GiversPeriod,
  Income,
  Purchase,
  Wallet,
  WalletEntry,
} from '@lianmai/shared';
import { nextCursorOf, type RestOptions, RestTransport, readJson } from './RestTransport.ts';

export interface WalletPage {
  entries: WalletEntry[];
  /** Hand it to `history` for the next page; null on the last one. */
  nextCursor: string | null;
}

/** Gifts and coins over REST: one method per route. Gifts themselves are given by `client.gifts`. */
export class GiftsRest {
  readonly #transport: RestTransport;

  constructor(options: RestOptions = {}) {
    this.#transport = new RestTransport(options);
  }

  /** What can be given. */
  async catalogue(signal?: AbortSignal): Promise<Gift[]> {
    return await this.#transport.json('/api/gifts', { signal });
  }

  async givers(roomId: string, period: GiversPeriod, signal?: AbortSignal): Promise<Givers> {
    const path = `/api/rooms/${encodeURIComponent(roomId)}/givers?period=${period}`;
    return await this.#transport.json(path, { signal });
  }

  async wallet(signal?: AbortSignal): Promise<Wallet> {
    return await this.#transport.json('/api/me/wallet', { signal });
  }

  async history(
    query: { account?: 'coins' | 'income'; cursor?: string; signal?: AbortSignal } = {},
  ): Promise<WalletPage> {
    const search = new URLSearchParams();
    if (query.account) search.set('account', query.account);
    if (query.cursor) search.set('cursor', query.cursor);
    const path = `/api/me/wallet/history?${search}`;
    const response = await this.#transport.send(path, { signal: query.signal });
    return { entries: await readJson(response), nextCursor: nextCursorOf(response.headers.get('link')) };
  }

  /** What one's own shows earned. */
  async income(signal?: AbortSignal): Promise<Income> {
    return await this.#transport.json('/api/me/income', { signal });
  }

  /** What coins cost here, and how they are paid for. */
  async shop(signal?: AbortSignal): Promise<CoinShop> {
    return await this.#transport.json('/api/coins/packs', { signal });
  }

  async buy(packId: string): Promise<Purchase> {
    return await this.#transport.json('/api/me/purchases', { method: 'POST', body: { packId } });
  }

  async purchase(purchaseId: string, signal?: AbortSignal): Promise<Purchase> {
    return await this.#transport.json(`/api/me/purchases/${encodeURIComponent(purchaseId)}`, { signal });
  }

  /** Confirms a purchase without paying: on development servers only. */
  async payForDevelopment(purchaseId: string): Promise<Purchase> {
    const path = `/api/me/purchases/${encodeURIComponent(purchaseId)}/pay`;
    return await this.#transport.json(path, { method: 'POST' });
  }
}
