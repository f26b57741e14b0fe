import type { Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';

/** Who somebody is at the host of a mini program. */
export const hosts: Migration = {
  async up(db: Kysely<unknown>) {
    await db.schema
      .createTable('host_users')
      .addColumn('user_id', 'text', (column) => column.primaryKey().references('users.id'))
      .addColumn('host', 'text', (column) => column.notNull())
      .addColumn('app_id', 'text', (column) => column.notNull())
      .addColumn('open_id', 'text', (column) => column.notNull())
      .addColumn('union_id', 'text')
      .addColumn('created_at', 'bigint', (column) => column.notNull())
      .addUniqueConstraint('host_users_by_open_id', ['host', 'app_id', 'open_id'])
      .execute();
  },
};
