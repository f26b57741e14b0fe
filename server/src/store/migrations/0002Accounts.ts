import type { Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';

/** Accounts, their sign-ins, and whose tokens are refused. */
export const accounts: Migration = {
  async up(db: Kysely<unknown>) {
    await db.schema
      .createTable('accounts')
      .addColumn('user_id', 'text', (column) => column.primaryKey().references('users.id'))
      .addColumn('account', 'text', (column) => column.notNull())
      .addColumn('account_key', 'text', (column) => column.notNull().unique())
      .addColumn('password_hash', 'text', (column) => column.notNull())
      .addColumn('created_at', 'bigint', (column) => column.notNull())
      .execute();

    await db.schema
      .createTable('sign_ins')
      .addColumn('id', 'text', (column) => column.primaryKey())
      .addColumn('user_id', 'text', (column) => column.notNull().references('accounts.user_id'))
      .addColumn('secret_hash', 'text', (column) => column.notNull())
      .addColumn('created_at', 'bigint', (column) => column.notNull())
      .addColumn('used_at', 'bigint', (column) => column.notNull())
      .addColumn('expires_at', 'bigint', (column) => column.notNull())
      .addColumn('revoked_at', 'bigint')
      .execute();
    await db.schema.createIndex('sign_ins_by_user').on('sign_ins').column('user_id').execute();
    await db.schema.createIndex('sign_ins_by_expiry').on('sign_ins').column('expires_at').execute();

    await db.schema
      .createTable('token_revocations')
      .addColumn('user_id', 'text', (column) => column.primaryKey())
      .addColumn('valid_from', 'bigint', (column) => column.notNull())
      .execute();
  },
};
