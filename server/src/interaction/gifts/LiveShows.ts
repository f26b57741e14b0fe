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
}
