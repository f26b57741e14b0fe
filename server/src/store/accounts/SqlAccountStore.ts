import type { UserRef } from '@lianmai/shared';
import type { Kysely } from 'kysely';
import type {
  AccountRecord,
  AccountStore,
  KnownRevocations,
  Rotation,
  SignInSecret,
  UserRecord,
} from '../../auth/accounts/AccountStore.ts';
import { guestIdPrefix } from '../../auth/guests.ts';
import { AppError } from '../../core/AppError.ts';
import { isDuplicate } from '../refusal.ts';
import type { Store } from '../Store.ts';
import type { Tables } from '../Tables.ts';
import { openSignIn, revokeSignIn, revokeSignIns, rotateSignIn } from './signIns.ts';

/** Accounts in the database. */
export class SqlAccountStore implements AccountStore {
  readonly #store: Store;

  constructor(store: Store) {
    this.#store = store;
  }

  async create({
    user,
    account,
    passwordHash,
    atMs,
    tokensValidFromMs,
  }: Parameters<AccountStore['create']>[0]): Promise<void> {
    const profile = { kind: 'account', name: user.name, avatar_url: user.avatarUrl } as const;
    try {
      await this.#store.transaction(async (db) => {
        await db
          .insertInto('users')
          .values({ id: user.id, ...profile, created_at: atMs, seen_at: atMs })
          .onConflict((conflict) => conflict.column('id').doUpdateSet(profile))
          .execute();
        await db
          .insertInto('accounts')
          .values({
            user_id: user.id,
            account,
            account_key: account.toLowerCase(),
            password_hash: passwordHash,
            created_at: atMs,
          })
          .execute();
        await saveValidFrom(db, user.id, tokensValidFromMs);
      });
    } catch (error) {
      throw isDuplicate(error) ? new AppError('account_taken', { cause: error }) : error;
    }
  }

  byName(account: string): Promise<AccountRecord | null> {
    return this.#accountWhere('accounts.account_key', account.toLowerCase());
  }

  byUserId(userId: string): Promise<AccountRecord | null> {
    return this.#accountWhere('accounts.user_id', userId);
  }

  async userById(userId: string): Promise<UserRecord | null> {
    const row = await this.#store.read((db) =>
      db
        .selectFrom('users')
        .leftJoin('accounts', 'accounts.user_id', 'users.id')
        .select(['users.id', 'users.name', 'users.avatar_url', 'users.kind', 'users.created_at'])
        .select('accounts.account')
        .where('users.id', '=', userId)
        .executeTakeFirst(),
    );
    if (!row) return null;
    const user = { id: row.id, name: row.name, avatarUrl: row.avatar_url };
    return { user, kind: row.kind, account: row.account, createdAtMs: row.created_at };
  }

  updateUser(
    userId: string,
    { name, avatarUrl }: Partial<Pick<UserRef, 'name' | 'avatarUrl'>>,
  ): Promise<string | null> {
    return this.#store.transaction(async (db) => {
      const users = db.selectFrom('users').select('avatar_url');
      const before = await users.where('id', '=', userId).executeTakeFirst();
      await db
        .updateTable('users')
        .set({
          ...(name === undefined ? {} : { name }),
          ...(avatarUrl === undefined ? {} : { avatar_url: avatarUrl }),
        })
        .where('id', '=', userId)
        .execute();
      const left = before?.avatar_url ?? null;
      if (avatarUrl === undefined || left === null || left === avatarUrl) return null;
      const others = await users.where('avatar_url', '=', left).limit(1).execute();
      return others.length === 0 ? left : null;
    });
  }

  async setPasswordHash(userId: string, passwordHash: string): Promise<void> {
    await this.#store.transaction((db) =>
      db.updateTable('accounts').set({ password_hash: passwordHash }).where('user_id', '=', userId).execute(),
    );
  }

  openSignIn(signIn: Parameters<AccountStore['openSignIn']>[0]): Promise<string[]> {
    return this.#store.transaction((db) => openSignIn(db, signIn));
  }

  rotateSignIn(
    presented: SignInSecret,
    next: Parameters<AccountStore['rotateSignIn']>[1],
  ): Promise<Rotation> {
    return this.#store.transaction((db) => rotateSignIn(db, presented, next));
  }

  revokeSignIn(presented: SignInSecret, atMs: number): Promise<{ userId: string } | null> {
    return this.#store.transaction((db) => revokeSignIn(db, presented, atMs));
  }

  revokeSignIns(userId: string, keep: string | null, atMs: number): Promise<string[]> {
    return this.#store.transaction((db) => revokeSignIns(db, userId, keep, atMs));
  }

  async refuseTokensBefore(userId: string, validFromMs: number): Promise<void> {
    await this.#store.transaction((db) => saveValidFrom(db, userId, validFromMs));
  }

  async revocations(sinceMs: number): Promise<KnownRevocations> {
    const users = await this.#store.db.selectFrom('token_revocations').selectAll().execute();
    const signIns = await this.#store.db
      .selectFrom('sign_ins')
      .select('id')
      .where('revoked_at', '>=', sinceMs)
      .execute();
    return {
      users: users.map(({ user_id, valid_from }) => ({ userId: user_id, validFromMs: valid_from })),
      signInIds: signIns.map(({ id }) => id),
    };
  }

  async removeExpired(beforeMs: number): Promise<void> {
    await this.#store.db.deleteFrom('sign_ins').where('expires_at', '<', beforeMs).execute();
  }

  async formerGuests(): Promise<string[]> {
    const rows = await this.#store.db
      .selectFrom('accounts')
      .select('user_id')
      .where('user_id', 'like', `${guestIdPrefix}%`)
      .execute();
    return rows.map(({ user_id }) => user_id);
  }

  async existing(accounts: readonly string[]): Promise<string[]> {
    if (accounts.length === 0) return [];
    const keys = accounts.map((account) => account.toLowerCase());
    const rows = await this.#store.db
      .selectFrom('accounts')
      .select('account_key')
      .where('account_key', 'in', keys)
      .execute();
    return rows.map(({ account_key }) => account_key);
  }

  async #accountWhere(
    column: 'accounts.account_key' | 'accounts.user_id',
    value: string,
  ): Promise<AccountRecord | null> {
    const row = await this.#store.read((db) =>
      db
        .selectFrom('accounts')
        .innerJoin('users', 'users.id', 'accounts.user_id')
        .select(['users.id', 'users.name', 'users.avatar_url'])
        .select(['accounts.account', 'accounts.password_hash', 'accounts.created_at'])
        .where(column, '=', value)
        .executeTakeFirst(),
    );
    if (!row) return null;
    return {
      user: { id: row.id, name: row.name, avatarUrl: row.avatar_url },
      account: row.account,
      passwordHash: row.password_hash,
      createdAtMs: row.created_at,
    };
  }
}

async function saveValidFrom(db: Kysely<Tables>, userId: string, validFromMs: number): Promise<void> {
  await db
    .insertInto('token_revocations')
    .values({ user_id: userId, valid_from: validFromMs })
    .onConflict((conflict) => conflict.column('user_id').doUpdateSet({ valid_from: validFromMs }))
    .execute();
}
