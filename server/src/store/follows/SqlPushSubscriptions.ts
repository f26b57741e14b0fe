import type { Language } from '@lianmai/shared';
import type { PushSubscriptionRecord, PushSubscriptionStore } from '../../interaction/follows/ports.ts';
import type { Database } from '../Tables.ts';

const maxBrowsersOfUser = 10;

/** Browsers that take Web Push, in SQL. */
export class SqlPushSubscriptions implements PushSubscriptionStore {
  readonly #db: Database;

  constructor(db: Database) {
    this.#db = db;
  }

  async save(
    { userId, endpoint, p256dh, auth, language }: PushSubscriptionRecord,
    atMs: number,
  ): Promise<void> {
    const fields = { user_id: userId, p256dh, auth, language, created_at: atMs };
    await this.#db
      .insertInto('push_subscriptions')
      .values({ endpoint, ...fields })
      .onConflict((conflict) => conflict.column('endpoint').doUpdateSet(fields))
      .execute();
    const newestFirst = await this.#db
      .selectFrom('push_subscriptions')
      .where('user_id', '=', userId)
      .select('endpoint')
      .orderBy('created_at', 'desc')
      .orderBy('endpoint')
      .limit(maxBrowsersOfUser * 2)
      .execute();
    for (const surplus of newestFirst.slice(maxBrowsersOfUser)) await this.remove(surplus.endpoint, userId);
  }

  async remove(endpoint: string, userId?: string): Promise<void> {
    let query = this.#db.deleteFrom('push_subscriptions').where('endpoint', '=', endpoint);
    if (userId !== undefined) query = query.where('user_id', '=', userId);
    await query.execute();
  }

  async listFor(userIds: readonly string[]): Promise<PushSubscriptionRecord[]> {
    if (userIds.length === 0) return [];
    const rows = await this.#db
      .selectFrom('push_subscriptions')
      .where('user_id', 'in', [...userIds])
      .select(['user_id as userId', 'endpoint', 'p256dh', 'auth', 'language'])
      .execute();
    return rows.map((row) => ({ ...row, language: row.language as Language }));
  }
}
