import type { CoinPack, CoinShop as CoinShopView, PaymentNotice, Purchase } from '@lianmai/shared';
import { AppError } from '../../core/AppError.ts';
import type { Clock } from '../../core/Clock.ts';
import type { Logger } from '../../core/logger.ts';
import { randomId } from '../../rooms/ids.ts';
import type { PaymentProvider, Purchases, StoredPurchase } from './ports.ts';
import { accounts, creditPostings } from './postings.ts';

export interface CoinShopDeps {
  purchases: Purchases;
  /** `null`: this server sells no coins. */
  provider: PaymentProvider | null;
  clock: Clock;
  log: Logger;
}

const currency = 'CNY';
const packs: readonly CoinPack[] = [
  { id: 'coins-60', coins: 60, amountMinor: 600, currency },
  { id: 'coins-300', coins: 300, amountMinor: 3000, currency },
  { id: 'coins-680', coins: 680, amountMinor: 6800, currency },
  { id: 'coins-1280', coins: 1280, amountMinor: 12_800, currency },
  { id: 'coins-3280', coins: 3280, amountMinor: 32_800, currency },
  { id: 'coins-6480', coins: 6480, amountMinor: 64_800, currency },
];

/** Sells coins: a purchase waits until its payment is told of, and then is booked once, however often it is told. */
export class CoinShop {
  readonly #deps: CoinShopDeps;

  constructor(deps: CoinShopDeps) {
    this.#deps = deps;
  }

  get view(): CoinShopView {
    const { provider } = this.#deps;
    return { payment: provider?.kind ?? 'none', packs: provider ? [...packs] : [] };
  }

  /** @throws AppError `not_supported`, `not_found` */
  async buy(userId: string, packId: string): Promise<Purchase> {
    const { provider, purchases, clock, log } = this.#deps;
    if (!provider) throw new AppError('not_supported', { detail: 'this server sells no coins' });
    const pack = packs.find(({ id }) => id === packId);
    if (!pack) throw new AppError('not_found');
    const id = randomId();
    const checkoutUrl = provider.checkoutUrl({ id, pack, userId });
    const atMs = Math.round(clock.nowMs());
    const purchase = await purchases.add({ id, userId, pack, provider: provider.kind, checkoutUrl, atMs });
    log.info({ purchaseId: id, userId, packId }, 'coins are being bought');
    return purchase;
  }

  /** @throws AppError `order_not_found`, also for somebody else's */
  async purchaseOf(userId: string, purchaseId: string): Promise<Purchase> {
    const stored = await this.#deps.purchases.find(purchaseId);
    if (stored?.userId !== userId) throw new AppError('order_not_found');
    return stored.purchase;
  }

  /**
   * What a payment provider says; whoever calls has checked its signature.
   * @throws AppError `order_not_found`, `order_conflict` when the money is not what the purchase costs
   */
  async settle(notice: PaymentNotice): Promise<Purchase> {
    const { purchases, log } = this.#deps;
    const stored = await purchases.find(notice.purchaseId);
    if (!stored) throw new AppError('order_not_found');
    const { purchase } = stored;
    if (notice.amountMinor !== purchase.amountMinor || notice.currency !== purchase.currency) {
      log.error({ notice, purchase }, 'a payment is not what the purchase costs');
      throw new AppError('order_conflict', { detail: 'amount or currency is not that of the purchase' });
    }
    if (notice.status === 'failed') await purchases.markFailed(purchase.id);
    else await this.#book(stored);
    return (await purchases.find(purchase.id))?.purchase ?? purchase;
  }

  async #book({ purchase, userId }: StoredPurchase): Promise<void> {
    const { purchases, clock, log } = this.#deps;
    const atMs = Math.round(clock.nowMs());
    const postings = creditPostings(accounts.sold, userId, purchase.coins);
    const key = `purchase:${purchase.id}`;
    await purchases.markPaid(purchase.id, { key, kind: 'purchase', postings, note: null, atMs });
    log.info({ purchaseId: purchase.id, userId, coins: purchase.coins }, 'coins were paid for');
  }
}
