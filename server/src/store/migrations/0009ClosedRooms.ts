import { type Kysely, sql } from 'kysely';
import type { Migration } from 'kysely/migration';

/** Whose the rooms were that are gone. Of those that went before, shows tell. */
export const closedRooms: Migration = {
  async up(db: Kysely<unknown>) {
    await db.schema
      .createTable('closed_rooms')
      .addColumn('id', 'text', (column) => column.primaryKey())
      .addColumn('anchor_id', 'text', (column) => column.notNull())
      .addColumn('closed_at', 'bigint', (column) => column.notNull())
      .execute();
    await db.schema.createIndex('closed_rooms_by_time').on('closed_rooms').column('closed_at').execute();
    await sql`
      insert into closed_rooms (id, anchor_id, closed_at)
      select room_id, min(anchor_id), max(started_at) from shows
      where room_id not in (select id from rooms)
      group by room_id
    `.execute(db);
  },
};
