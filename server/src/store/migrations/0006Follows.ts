import type { Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';

/** Follows, announced shows and their reminders, notices, and browsers that take Web Push. */
export const follows: Migration = {
  async up(db: Kysely<unknown>) {
    await db.schema
      .createTable('follows')
      .addColumn('user_id', 'text', (column) => column.notNull())
      .addColumn('anchor_id', 'text', (column) => column.notNull())
      .addColumn('created_at', 'bigint', (column) => column.notNull())
      .addPrimaryKeyConstraint('follows_key', ['user_id', 'anchor_id'])
      .execute();
    await db.schema
      .createIndex('follows_by_anchor')
      .on('follows')
      .columns(['anchor_id', 'user_id'])
      .execute();
    await db.schema
      .createIndex('follows_by_time')
      .on('follows')
      .columns(['user_id', 'created_at', 'anchor_id'])
      .execute();

    await db.schema
      .createTable('scheduled_shows')
      .addColumn('id', 'text', (column) => column.primaryKey())
      .addColumn('room_id', 'text', (column) => column.notNull())
      .addColumn('anchor_id', 'text', (column) => column.notNull())
      .addColumn('title', 'text', (column) => column.notNull())
      .addColumn('starts_at', 'bigint', (column) => column.notNull())
      .addColumn('created_at', 'bigint', (column) => column.notNull())
      .addColumn('state', 'text', (column) => column.notNull())
      .execute();
    await db.schema
      .createIndex('scheduled_shows_by_time')
      .on('scheduled_shows')
      .columns(['state', 'starts_at'])
      .execute();
    await db.schema
      .createIndex('scheduled_shows_by_room')
      .on('scheduled_shows')
      .columns(['room_id', 'state', 'starts_at'])
      .execute();
    await db.schema
      .createTable('reminders')
      .addColumn('schedule_id', 'text', (column) => column.notNull())
      .addColumn('user_id', 'text', (column) => column.notNull())
      .addColumn('created_at', 'bigint', (column) => column.notNull())
      .addPrimaryKeyConstraint('reminders_key', ['schedule_id', 'user_id'])
      .execute();
    await db.schema.createIndex('reminders_by_user').on('reminders').column('user_id').execute();

    await db.schema
      .createTable('notices')
      .addColumn('id', 'text', (column) => column.primaryKey())
      .addColumn('kind', 'text', (column) => column.notNull())
      .addColumn('at', 'bigint', (column) => column.notNull())
      .addColumn('anchor_id', 'text', (column) => column.notNull())
      .addColumn('anchor_name', 'text', (column) => column.notNull())
      .addColumn('anchor_avatar_url', 'text')
      .addColumn('room_id', 'text', (column) => column.notNull())
      .addColumn('title', 'text', (column) => column.notNull())
      .addColumn('schedule_id', 'text')
      .execute();
    await db.schema.createIndex('notices_by_anchor').on('notices').columns(['anchor_id', 'at']).execute();
    await db.schema.createIndex('notices_by_schedule').on('notices').column('schedule_id').execute();
    await db.schema.createIndex('notices_by_time').on('notices').column('at').execute();
    await db.schema
      .createTable('notice_reads')
      .addColumn('user_id', 'text', (column) => column.primaryKey())
      .addColumn('read_up_to', 'bigint', (column) => column.notNull())
      .execute();

    await db.schema
      .createTable('push_subscriptions')
      .addColumn('endpoint', 'text', (column) => column.primaryKey())
      .addColumn('user_id', 'text', (column) => column.notNull())
      .addColumn('p256dh', 'text', (column) => column.notNull())
      .addColumn('auth', 'text', (column) => column.notNull())
      .addColumn('language', 'text', (column) => column.notNull())
      .addColumn('created_at', 'bigint', (column) => column.notNull())
      .execute();
    await db.schema
      .createIndex('push_subscriptions_by_user')
      .on('push_subscriptions')
      .columns(['user_id', 'created_at'])
      .execute();
  },
};
