import { type Gift, GiftTier } from '@lianmai/shared';
import type { GiftCatalogueStore } from '../../interaction/gifts/ports.ts';
import type { Database } from '../Tables.ts';
import type { GiftTable } from './tables.ts';

export class SqlGiftCatalogue implements GiftCatalogueStore {
  readonly #db: Database;

  constructor(db: Database) {
    this.#db = db;
  }

  async all(): Promise<Gift[]> {
    const rows = await this.#db.selectFrom('gifts').selectAll().execute();
    return rows.map(giftOf);
  }

  async put(gift: Gift): Promise<void> {
    const { id, ...rest } = rowOf(gift);
    await this.#db
      .insertInto('gifts')
      .values({ id, ...rest })
      .onConflict((conflict) => conflict.column('id').doUpdateSet(rest))
      .execute();
  }
}

function rowOf(gift: Gift): GiftTable {
  return {
    id: gift.id,
    name_zh: gift.name.zh,
    name_en: gift.name.en,
    price: gift.price,
    icon_url: gift.iconUrl,
    tier: gift.tier,
    animation_url: gift.animationUrl,
    position: gift.position,
    is_offered: gift.isOffered ? 1 : 0,
  };
}

function giftOf(row: GiftTable): Gift {
  return {
    id: row.id,
    name: { zh: row.name_zh, en: row.name_en },
    price: row.price,
    iconUrl: row.icon_url,
    tier: GiftTier.parse(row.tier),
    animationUrl: row.animation_url,
    position: row.position,
    isOffered: row.is_offered === 1,
  };
}
