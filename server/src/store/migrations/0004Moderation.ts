import type { Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';

/** Sanctions, room moderators, the audit log, reports, and the word lists of rooms. */
export const moderation: Migration = {
  async up(db: Kysely<unknown>) {
    await db.schema
      .createTable('sanctions')
      .addColumn('id', 'text', (column) => column.primaryKey())
      .addColumn('kind', 'text', (column) => column.notNull())
      .addColumn('room_id', 'text')
      .addColumn('user_id', 'text', (column) => column.notNull())
      .addColumn('person', 'text', (column) => column.notNull())
      .addColumn('imposed_by', 'text', (column) => column.notNull())
      .addColumn('by_rank', 'integer', (column) => column.notNull())
      .addColumn('reason', 'text')
      .addColumn('imposed_at', 'bigint', (column) => column.notNull())
      .addColumn('until', 'bigint')
      .addColumn('show_id', 'text')
      .addColumn('address_key', 'text')
      .addColumn('address_until', 'bigint')
      .addColumn('lifted_at', 'bigint')
      .addColumn('lifted_by', 'text')
      .execute();
    await db.schema.createIndex('sanctions_by_person').on('sanctions').columns(['user_id', 'kind']).execute();
    await db.schema.createIndex('sanctions_by_end').on('sanctions').columns(['lifted_at', 'until']).execute();

    await db.schema
      .createTable('room_moderators')
      .addColumn('room_id', 'text', (column) => column.notNull())
      .addColumn('user_id', 'text', (column) => column.notNull())
      .addColumn('person', 'text', (column) => column.notNull())
      .addColumn('named_by', 'text', (column) => column.notNull())
      .addColumn('named_at', 'bigint', (column) => column.notNull())
      .addPrimaryKeyConstraint('room_moderators_key', ['room_id', 'user_id'])
      .execute();

    await db.schema
      .createTable('audit_log')
      .addColumn('number', 'bigint', (column) => column.primaryKey())
      .addColumn('done_at', 'bigint', (column) => column.notNull())
      .addColumn('act', 'text', (column) => column.notNull())
      .addColumn('room_id', 'text')
      .addColumn('actor_id', 'text')
      .addColumn('actor', 'text')
      .addColumn('target_id', 'text')
      .addColumn('target', 'text')
      .addColumn('reason', 'text')
      .addColumn('detail', 'text')
      .addColumn('origin', 'text', (column) => column.notNull())
      .execute();
    await db.schema.createIndex('audit_by_room').on('audit_log').columns(['room_id', 'number']).execute();
    await db.schema.createIndex('audit_by_actor').on('audit_log').columns(['actor_id', 'number']).execute();
    await db.schema.createIndex('audit_by_target').on('audit_log').columns(['target_id', 'number']).execute();

    await db.schema
      .createTable('reports')
      .addColumn('id', 'text', (column) => column.primaryKey())
      .addColumn('number', 'bigint', (column) => column.notNull())
      .addColumn('room_id', 'text', (column) => column.notNull())
      .addColumn('subject', 'text', (column) => column.notNull())
      .addColumn('subject_key', 'text', (column) => column.notNull())
      .addColumn('category', 'text', (column) => column.notNull())
      .addColumn('note', 'text')
      .addColumn('reporter_id', 'text')
      .addColumn('reporter', 'text')
      .addColumn('reported_at', 'bigint', (column) => column.notNull())
      .addColumn('outcome', 'text')
      .addColumn('resolved_at', 'bigint')
      .addColumn('resolved_by', 'text')
      .execute();
    await db.schema.createIndex('reports_by_room').on('reports').columns(['room_id', 'number']).execute();
    await db.schema.createIndex('reports_by_subject').on('reports').columns(['subject_key']).execute();

    await db.schema
      .createTable('room_word_lists')
      .addColumn('room_id', 'text', (column) => column.primaryKey())
      .addColumn('text', 'text', (column) => column.notNull())
      .addColumn('changed_at', 'bigint', (column) => column.notNull())
      .addColumn('changed_by', 'text', (column) => column.notNull())
      .execute();
  },
};
