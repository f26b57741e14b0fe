import type { Gift } from '@lianmai/shared';
import { AppError } from '../../core/AppError.ts';
import { defaultGifts } from './defaultGifts.ts';
import type { GiftCatalogueStore } from './ports.ts';

/** What can be given, in memory: every gift asks for its price. Operators change it; an empty one begins with the defaults. */
export class GiftCatalogue {
  readonly #store: GiftCatalogueStore;
  readonly #gifts = new Map<string, Gift>();

  static async load(store: GiftCatalogueStore): Promise<GiftCatalogue> {
    let gifts = await store.all();
    if (gifts.length === 0) {
      for (const gift of defaultGifts) await store.put(gift);
      gifts = [...defaultGifts];
    }
    return new GiftCatalogue(store, gifts);
  }

  private constructor(store: GiftCatalogueStore, gifts: readonly Gift[]) {
    this.#store = store;
    for (const gift of gifts) this.#gifts.set(gift.id, gift);
  }

  /** In the order of the list, those that are not offered any more included. */
  get all(): Gift[] {
    return [...this.#gifts.values()].sort((a, b) => a.position - b.position || a.price - b.price);
  }

  get offered(): Gift[] {
    return this.all.filter(({ isOffered }) => isOffered);
  }

  /** @throws AppError `gift_not_found` */
  offer(giftId: string): Gift {
    const gift = this.#gifts.get(giftId);
    if (!gift?.isOffered) throw new AppError('gift_not_found');
    return gift;
  }

  async put(gift: Gift): Promise<void> {
    await this.#store.put(gift);
    this.#gifts.set(gift.id, gift);
  }
}
