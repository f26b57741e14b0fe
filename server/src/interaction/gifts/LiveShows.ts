import type { GiverRanks } from './ports.ts';
import { ShowGivers } from './ShowGivers.ts';

/** The givers of every show that is running, found by the show's id. */
export class LiveShows implements GiverRanks {
  readonly #givers = new Map<string, ShowGivers>();

  open(showId: string): ShowGivers {
    const givers = this.#givers.get(showId) ?? new ShowGivers();
    this.#givers.set(showId, givers);
    return givers;
  }

  forget(showId: string): void {
    this.#givers.delete(showId);
  }

  contributionOf(showId: string, userId: string): number {
    return this.#givers.get(showId)?.coinsOf(userId) ?? 0;
  }

  /** 1 to 3: among the first three of the show; `null`: not. */
  rankOf(showId: string, userId: string): number | null {
    const givers = this.#givers.get(showId);
    if (!givers || givers.coinsOf(userId) <= 0) return null;
    const rank = givers.view.top.findIndex(({ user }) => user.id === userId) + 1;
    return rank >= 1 && rank <= 3 ? rank : null;
  }
}
