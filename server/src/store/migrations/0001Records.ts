import type { Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';

/** Users, rooms and shows. */
export const records: Migration = {
  async up(db: Kysely<unknown>) {
    await db.schema
      .createTable('users')
      .addColumn('id', 'text', (column) => column.primaryKey())
      .addColumn('kind', 'text', (column) => column.notNull())
      .addColumn('name', 'text', (column) => column.notNull())
      .addColumn('avatar_url', 'text')
      .addColumn('created_at', 'bigint', (column) => column.notNull())
      .addColumn('seen_at', 'bigint', (column) => column.notNull())
      .execute();

    await db.schema
      .createTable('rooms')
      .addColumn('id', 'text', (column) => column.primaryKey())
      .addColumn('anchor_id', 'text', (column) => column.notNull())
      .addColumn('anchor_name', 'text', (column) => column.notNull())
      .addColumn('anchor_avatar_url', 'text')
      .addColumn('title', 'text', (column) => column.notNull())
      .addColumn('cover_url', 'text')
      .addColumn('stage', 'text', (column) => column.notNull())
      .addColumn('composition', 'text', (column) => column.notNull())
      .addColumn('created_at', 'bigint', (column) => column.notNull())
      .addColumn('used_at', 'bigint', (column) => column.notNull())
      .addColumn('like_count', 'bigint', (column) => column.notNull().defaultTo(0))
      .execute();
    await db.schema.createIndex('rooms_by_anchor').on('rooms').column('anchor_id').execute();

    await db.schema
      .createTable('shows')
      .addColumn('id', 'text', (column) => column.primaryKey())
      .addColumn('room_id', 'text', (column) => column.notNull())
      .addColumn('anchor_id', 'text', (column) => column.notNull())
      .addColumn('title', 'text', (column) => column.notNull())
      .addColumn('started_at', 'bigint', (column) => column.notNull())
      .addColumn('ended_at', 'bigint')
      .addColumn('end_reason', 'text')
      .execute();
    await db.schema.createIndex('shows_by_room').on('shows').columns(['room_id', 'started_at']).execute();
    await db.schema.createIndex('shows_by_end').on('shows').column('ended_at').execute();
  },
};
