import type { Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';

/** The chat's archive, and what stands around the messages of a room. */
export const chat: Migration = {
  async up(db: Kysely<unknown>) {
    await db.schema
      .createTable('chat_messages')
      .addColumn('id', 'text', (column) => column.primaryKey())
      .addColumn('room_id', 'text', (column) => column.notNull())
      .addColumn('show_id', 'text')
      .addColumn('user_id', 'text', (column) => column.notNull())
      .addColumn('user_name', 'text', (column) => column.notNull())
      .addColumn('user_avatar_url', 'text')
      .addColumn('role', 'text', (column) => column.notNull())
      .addColumn('giver_rank', 'integer')
      .addColumn('content', 'text', (column) => column.notNull())
      .addColumn('mentions', 'text', (column) => column.notNull())
      .addColumn('client_id', 'text')
      .addColumn('posted_at', 'bigint', (column) => column.notNull())
      .addColumn('deleted_at', 'bigint')
      .addColumn('deleted_by', 'text')
      .execute();
    // Ids sort by time: pages are read along this one.
    await db.schema
      .createIndex('chat_messages_by_room')
      .on('chat_messages')
      .columns(['room_id', 'id'])
      .execute();
    await db.schema
      .createIndex('chat_messages_by_user')
      .on('chat_messages')
      .columns(['user_id', 'room_id'])
      .execute();

    await db.schema
      .createTable('chat_frames')
      .addColumn('room_id', 'text', (column) => column.primaryKey())
      .addColumn('notice', 'text', (column) => column.notNull())
      .addColumn('settings', 'text', (column) => column.notNull())
      .execute();
  },
};
