import { type Kysely, sql } from 'kysely';
import type { Migration } from 'kysely/migration';

/** How many messages users of mini programs have agreed to and not had yet. */
export const hostMessages: Migration = {
  async up(db: Kysely<unknown>) {
    await db.schema
      .createTable('host_message_quotas')
      .addColumn('user_id', 'text', (column) => column.notNull().references('host_users.user_id'))
      .addColumn('template_id', 'text', (column) => column.notNull())
      .addColumn('remaining', 'integer', (column) => column.notNull())
      .addColumn('changed_at', 'bigint', (column) => column.notNull())
      .addPrimaryKeyConstraint('host_message_quotas_key', ['user_id', 'template_id'])
      .execute();
    // They have a profile of their own here.
    await sql`update users set kind = 'host' where id in (select user_id from host_users)`.execute(db);
  },
};
