import type { MiniProgramHost, UserRef } from '@lianmai/shared';
import type { HostUserRecord, HostUserStore } from '../../auth/hosts/ports.ts';
import { isDuplicate } from '../refusal.ts';
import type { Store } from '../Store.ts';

/** Users of mini-program hosts in the database. */
export class SqlHostUsers implements HostUserStore {
  readonly #store: Store;

  constructor(store: Store) {
    this.#store = store;
  }

  async find(by: Pick<HostUserRecord, 'host' | 'appId' | 'openId'>): Promise<UserRef | null> {
    const row = await this.#store.read((db) =>
      db
        .selectFrom('host_users')
        .innerJoin('users', 'users.id', 'host_users.user_id')
        .select(['users.id', 'users.name', 'users.avatar_url'])
        .where('host_users.host', '=', by.host)
        .where('host_users.app_id', '=', by.appId)
        .where('host_users.open_id', '=', by.openId)
        .executeTakeFirst(),
    );
    return row ? { id: row.id, name: row.name, avatarUrl: row.avatar_url } : null;
  }

  async openIdOf(by: { userId: string; host: MiniProgramHost; appId: string }): Promise<string | null> {
    const row = await this.#store.read((db) =>
      db
        .selectFrom('host_users')
        .select('open_id')
        .where('user_id', '=', by.userId)
        .where('host', '=', by.host)
        .where('app_id', '=', by.appId)
        .executeTakeFirst(),
    );
    return row?.open_id ?? null;
  }

  async add(record: HostUserRecord): Promise<UserRef> {
    try {
      await this.#store.transaction(async (db) => {
        const { user, atMs } = record;
        await db
          .insertInto('users')
          .values({
            id: user.id,
            kind: 'host',
            name: user.name,
            avatar_url: user.avatarUrl,
            created_at: atMs,
            seen_at: atMs,
          })
          .execute();
        await db
          .insertInto('host_users')
          .values({
            user_id: user.id,
            host: record.host,
            app_id: record.appId,
            open_id: record.openId,
            union_id: record.unionId,
            created_at: atMs,
          })
          .execute();
      });
      return record.user;
    } catch (error) {
      const quicker = isDuplicate(error) ? await this.find(record) : null;
      if (!quicker) throw error;
      return quicker;
    }
  }
}
