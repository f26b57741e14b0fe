import type { Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';

/** How often the stream keys of rooms were renewed; a room without a row: never. */
export const streamKeys: Migration = {
  async up(db: Kysely<unknown>) {
    await db.schema
      .createTable('stream_keys')
      .addColumn('room_id', 'text', (column) => column.primaryKey())
      .addColumn('generation', 'integer', (column) => column.notNull())
      .execute();
  },
};
