import type { Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';

/** Whether rooms are for everybody, and who was invited into those that are not. */
export const roomAccess: Migration = {
  async up(db: Kysely<unknown>) {
    await db.schema
      .alterTable('rooms')
      .addColumn('access', 'text', (column) => column.notNull().defaultTo('public'))
      .execute();
    await db.schema.alterTable('rooms').addColumn('invitation', 'text').execute();
    await db.schema
      .createTable('room_invited')
      .addColumn('room_id', 'text', (column) => column.notNull())
      .addColumn('user_id', 'text', (column) => column.notNull())
      .addColumn('invited_at', 'bigint', (column) => column.notNull())
      .addPrimaryKeyConstraint('room_invited_key', ['room_id', 'user_id'])
      .execute();
  },
};
