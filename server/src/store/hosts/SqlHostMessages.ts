import type { HostMessageQuota } from '@lianmai/shared';
import type { HostMessageStore, MessagingApp, Reachable } from '../../interaction/hostMessages/ports.ts';
import type { Store } from '../Store.ts';
import type { Database } from '../Tables.ts';

/** What users of mini programs have agreed to be sent, in SQL. */
export class SqlHostMessages implements HostMessageStore {
  readonly #store: Store;

  constructor(store: Store) {
    this.#store = store;
  }

  async add(
    agreed: { userId: string; templateId: string; app: Pick<MessagingApp, 'host' | 'appId'>; atMs: number },
    atMost: number,
  ): Promise<number | null> {
    const { userId: user_id, templateId: template_id, app, atMs: changed_at } = agreed;
    return await this.#store.transaction(async (db) => {
      const user = await db
        .selectFrom('host_users')
        .where('user_id', '=', user_id)
        .where('host', '=', app.host)
        .where('app_id', '=', app.appId)
        .select('user_id')
        .executeTakeFirst();
      if (!user) return null;
      await db
        .insertInto('host_message_quotas')
        .values({ user_id, template_id, remaining: 1, changed_at })
        .onConflict((conflict) =>
          conflict
            .columns(['user_id', 'template_id'])
            .doUpdateSet((eb) => ({
              remaining: eb('host_message_quotas.remaining', '+', 1),
              changed_at,
            }))
            .where('host_message_quotas.remaining', '<', atMost),
        )
        .execute();
      const [quota] = await listOf(db, user_id, [template_id]);
      return quota?.remaining ?? 0;
    });
  }

  async list(userId: string, templateIds: readonly string[]): Promise<HostMessageQuota[]> {
    return await this.#store.read((db) => listOf(db, userId, templateIds));
  }

  async listReachable(userIds: readonly string[], templateId: string): Promise<Reachable[]> {
    if (userIds.length === 0) return [];
    return await this.#store.read((db) =>
      db
        .selectFrom('host_message_quotas')
        .innerJoin('host_users', 'host_users.user_id', 'host_message_quotas.user_id')
        .where('host_message_quotas.user_id', 'in', [...userIds])
        .where('template_id', '=', templateId)
        .where('remaining', '>', 0)
        .select(['host_users.user_id as userId', 'host_users.open_id as openId'])
        .execute(),
    );
  }

  async take(userId: string, templateId: string): Promise<boolean> {
    const { numUpdatedRows } = await this.#store.read((db) =>
      db
        .updateTable('host_message_quotas')
        .set((eb) => ({ remaining: eb('remaining', '-', 1) }))
        .where('user_id', '=', userId)
        .where('template_id', '=', templateId)
        .where('remaining', '>', 0)
        .executeTakeFirstOrThrow(),
    );
    return Number(numUpdatedRows) > 0;
  }

  async giveBack(userId: string, templateId: string): Promise<void> {
    await this.#store.read((db) =>
      db
        .updateTable('host_message_quotas')
        .set((eb) => ({ remaining: eb('remaining', '+', 1) }))
        .where('user_id', '=', userId)
        .where('template_id', '=', templateId)
        .execute(),
    );
  }

  async clear(userId: string, templateId: string): Promise<void> {
    await this.#store.read((db) =>
      db
        .updateTable('host_message_quotas')
        .set({ remaining: 0 })
        .where('user_id', '=', userId)
        .where('template_id', '=', templateId)
        .execute(),
    );
  }
}

async function listOf(
  db: Database,
  userId: string,
  templateIds: readonly string[],
): Promise<HostMessageQuota[]> {
  if (templateIds.length === 0) return [];
  return await db
    .selectFrom('host_message_quotas')
    .where('user_id', '=', userId)
    .where('template_id', 'in', [...templateIds])
    .select(['template_id as templateId', 'remaining'])
    .execute();
}
