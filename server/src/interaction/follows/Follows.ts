import { type FollowState, limits } from '@lianmai/shared';
import { AppError } from '../../core/AppError.ts';
import type { Clock } from '../../core/Clock.ts';
import { ShortMemory } from '../../core/ShortMemory.ts';
import { UserRates } from '../../rooms/UserRates.ts';
import type { FollowRecord, FollowStore, PeopleDirectory } from './ports.ts';

export interface FollowsDeps {
  store: FollowStore;
  people: PeopleDirectory;
  clock: Clock;
}

const followRate = { perSecond: 0.5, burst: 20 };
// What another process changes is seen this late; what changes here, at once.
const memoryMs = 10_000;
const remembered = 20_000;

/** Who follows whom: guests too, by their user id, which an account they register keeps. Implements chat's `FollowBook`. */
export class Follows {
  readonly #deps: FollowsDeps;
  readonly #rates: UserRates;
  readonly #known: ShortMemory<boolean>;
  readonly #counts: ShortMemory<number>;

  constructor(deps: FollowsDeps) {
    this.#deps = deps;
    this.#rates = new UserRates(deps.clock, followRate);
    this.#known = new ShortMemory(deps.clock, { keptMs: memoryMs, maxEntries: remembered });
    this.#counts = new ShortMemory(deps.clock, { keptMs: memoryMs, maxEntries: remembered });
  }

  /** @throws AppError `not_found`, `invalid_state` for oneself, `limit_reached`, `too_many_requests` */
  async follow(userId: string, anchorId: string): Promise<FollowState> {
    const { store, people, clock } = this.#deps;
    if (userId === anchorId) throw new AppError('invalid_state', { detail: 'nobody follows themselves' });
    this.#rates.take(userId);
    if ((await people.find([anchorId])).length === 0) throw new AppError('not_found');
    if ((await store.followCount(userId)) >= limits.follows) throw new AppError('limit_reached');
    await store.follow(userId, anchorId, Math.round(clock.nowMs()));
    return await this.#changed(userId, anchorId, true);
  }

  /** @throws AppError `too_many_requests` */
  async unfollow(userId: string, anchorId: string): Promise<FollowState> {
    this.#rates.take(userId);
    await this.#deps.store.unfollow(userId, anchorId);
    return await this.#changed(userId, anchorId, false);
  }

  /** Cheap enough to ask for every chat message. */
  async follows(userId: string, anchorId: string): Promise<boolean> {
    return await this.#known.get(pair(userId, anchorId), () => this.#deps.store.follows(userId, anchorId));
  }

  async followerCount(anchorId: string): Promise<number> {
    return await this.#counts.get(anchorId, () => this.#deps.store.followerCount(anchorId));
  }

  async list(userId: string, page: { limit: number; below: FollowRecord | null }): Promise<FollowRecord[]> {
    return await this.#deps.store.listFollows(userId, page);
  }

  async listAmong(userId: string, anchorIds: readonly string[]): Promise<FollowRecord[]> {
    return anchorIds.length === 0 ? [] : await this.#deps.store.listFollowsAmong(userId, anchorIds);
  }

  async #changed(userId: string, anchorId: string, isFollowed: boolean): Promise<FollowState> {
    this.#known.set(pair(userId, anchorId), isFollowed);
    this.#counts.forget(anchorId);
    return { isFollowed, followerCount: await this.followerCount(anchorId) };
  }
}

function pair(userId: string, anchorId: string): string {
  return `${userId} ${anchorId}`;
}
