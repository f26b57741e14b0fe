import type { FollowRecord, FollowStore } from '../../interaction/follows/ports.ts';
import type { Database } from '../Tables.ts';

/** Who follows whom, in SQL. */
export class SqlFollows implements FollowStore {
  readonly #db: Database;

  constructor(db: Database) {
    this.#db = db;
  }

  async follow(userId: string, anchorId: string, atMs: number): Promise<boolean> {
    const { numInsertedOrUpdatedRows } = await this.#db
      .insertInto('follows')
      .values({ user_id: userId, anchor_id: anchorId, created_at: atMs })
      .onConflict((conflict) => conflict.columns(['user_id', 'anchor_id']).doNothing())
      .executeTakeFirstOrThrow();
    return Number(numInsertedOrUpdatedRows) > 0;
  }

  async unfollow(userId: string, anchorId: string): Promise<boolean> {
    const { numDeletedRows } = await this.#db
      .deleteFrom('follows')
      .where('user_id', '=', userId)
      .where('anchor_id', '=', anchorId)
      .executeTakeFirstOrThrow();
    return Number(numDeletedRows) > 0;
  }

  async follows(userId: string, anchorId: string): Promise<boolean> {
    return (await this.listFollowsAmong(userId, [anchorId])).length > 0;
  }

  async followerCount(anchorId: string): Promise<number> {
    return await this.#count('anchor_id', anchorId);
  }

  async followCount(userId: string): Promise<number> {
    return await this.#count('user_id', userId);
  }

  async listFollows(
    userId: string,
    { limit, below }: { limit: number; below: FollowRecord | null },
  ): Promise<FollowRecord[]> {
    let query = this.#of(userId);
    if (below) {
      query = query.where(({ eb, and, or }) =>
        or([
          eb('created_at', '<', below.atMs),
          and([eb('created_at', '=', below.atMs), eb('anchor_id', '<', below.anchorId)]),
        ]),
      );
    }
    return await query.limit(limit).execute();
  }

  async listFollowsAmong(userId: string, anchorIds: readonly string[]): Promise<FollowRecord[]> {
    return await this.#of(userId)
      .where('anchor_id', 'in', [...anchorIds])
      .execute();
  }

  async listFollowers(
    anchorId: string,
    { limit, after }: { limit: number; after: string | null },
  ): Promise<string[]> {
    const rows = await this.#db
      .selectFrom('follows')
      .where('anchor_id', '=', anchorId)
      .where('user_id', '>', after ?? '')
      .select('user_id')
      .orderBy('user_id')
      .limit(limit)
      .execute();
    return rows.map(({ user_id }) => user_id);
  }

  #of(userId: string) {
    return this.#db
      .selectFrom('follows')
      .where('user_id', '=', userId)
      .select(['anchor_id as anchorId', 'created_at as atMs'])
      .orderBy('created_at', 'desc')
      .orderBy('anchor_id', 'desc');
  }

  async #count(column: 'anchor_id' | 'user_id', value: string): Promise<number> {
    const { count } = await this.#db
      .selectFrom('follows')
      .where(column, '=', value)
      .select(({ fn }) => fn.countAll<number>().as('count'))
      .executeTakeFirstOrThrow();
    return Number(count);
  }
}
