import type { CreateTableBuilder, Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';

const sampleCounts = [
  'viewers',
  'peak_viewers',
  'arrivals',
  'leavings',
  'chat_messages',
  'likes',
  'gifts',
  'income',
] as const;

/** Figures of shows, and what was sampled of them. */
export const statistics: Migration = {
  async up(db: Kysely<unknown>) {
    const shows = db.schema
      .createTable('show_statistics')
      .addColumn('show_id', 'text', (column) => column.primaryKey())
      .addColumn('room_id', 'text', (column) => column.notNull())
      .addColumn('anchor_id', 'text', (column) => column.notNull())
      .addColumn('anchor_name', 'text', (column) => column.notNull())
      .addColumn('anchor_avatar_url', 'text')
      .addColumn('title', 'text', (column) => column.notNull())
      .addColumn('started_at', 'bigint', (column) => column.notNull())
      .addColumn('ended_at', 'bigint')
      .addColumn('updated_at', 'bigint', (column) => column.notNull())
      .addColumn('is_interrupted', 'integer', (column) => column.notNull())
      .addColumn('unique_viewers', 'bigint', (column) => column.notNull())
      .addColumn('watch_ms', 'bigint', (column) => column.notNull())
      .addColumn('details', 'text', (column) => column.notNull());
    await withCounts(shows).execute();
    await db.schema
      .createIndex('show_statistics_by_room')
      .on('show_statistics')
      .columns(['room_id', 'started_at'])
      .execute();
    await db.schema.createIndex('show_statistics_by_end').on('show_statistics').column('ended_at').execute();

    const samples = db.schema
      .createTable('show_samples')
      .addColumn('show_id', 'text', (column) => column.notNull())
      .addColumn('at', 'bigint', (column) => column.notNull())
      .addPrimaryKeyConstraint('show_samples_key', ['show_id', 'at']);
    await withCounts(samples).execute();
  },
};

function withCounts<Table extends string, Column extends string>(table: CreateTableBuilder<Table, Column>) {
  return sampleCounts.reduce<CreateTableBuilder<Table, string>>(
    (builder, name) => builder.addColumn(name, 'bigint', (column) => column.notNull()),
    table,
  );
}
