import { type GiverRank, giftLimits, type LiveGivers, type SentGift, type UserRef } from '@lianmai/shared';

/** Who gave what in one show, in memory: the live list, and what the audience list asks for. */
export class ShowGivers {
  readonly #givers = new Map<string, GiverRank>();
  #coins = 0;

  add({ giver, coins }: Pick<SentGift, 'giver' | 'coins'>): void {
    this.#change(giver, coins);
  }

  /** A gift was refunded. */
  take({ giver, coins }: Pick<SentGift, 'giver' | 'coins'>): void {
    this.#change(giver, -coins);
    if ((this.#givers.get(giver.id)?.coins ?? 0) <= 0) this.#givers.delete(giver.id);
  }

  coinsOf(userId: string): number {
    return this.#givers.get(userId)?.coins ?? 0;
  }

  get view(): LiveGivers {
    return { top: this.#top(), giverCount: this.#givers.size, coins: this.#coins };
  }

  #change(user: UserRef, coins: number): void {
    const before = this.#givers.get(user.id)?.coins ?? 0;
    this.#givers.set(user.id, { user, coins: before + coins });
    this.#coins += coins;
  }

  // One pass: sorting thousands of givers for the first five would cost more with every gift.
  #top(): GiverRank[] {
    const top: GiverRank[] = [];
    for (const rank of this.#givers.values()) {
      const last = top.at(-1);
      if (top.length === giftLimits.liveGivers && last && last.coins >= rank.coins) continue;
      const place = top.findIndex(({ coins }) => coins < rank.coins);
      top.splice(place === -1 ? top.length : place, 0, rank);
      top.length = Math.min(top.length, giftLimits.liveGivers);
    }
    return top;
  }
}
