import type { AccountStore, Rotation, SignInSecret } from '../../auth/accounts/AccountStore.ts';
import { accessTokenTtlMs } from '../../auth/accounts/SignIns.ts';
import type { DatabaseTransaction } from '../Tables.ts';

/** So many sign-ins an account has; who opens more loses those that were not used for longest. */
const maxSignIns = 50;

export async function openSignIn(
  db: DatabaseTransaction,
  { id, secretHash, userId, atMs, expiresAtMs }: Parameters<AccountStore['openSignIn']>[0],
): Promise<string[]> {
  const surplus = await db
    .selectFrom('sign_ins')
    .select(['id', 'revoked_at'])
    .where('user_id', '=', userId)
    .orderBy('used_at', 'desc')
    .limit(1000)
    .offset(maxSignIns - 1)
    .execute();
  const revoked = surplus.flatMap((signIn) => (signIn.revoked_at === null ? [signIn.id] : []));
  await setRevoked(db, revoked, atMs);
  // A revoked one is kept for as long as its last access token would live: a server that starts must know to refuse that.
  const forgotten = surplus.flatMap(({ id, revoked_at }) =>
    revoked_at !== null && revoked_at < atMs - accessTokenTtlMs ? [id] : [],
  );
  if (forgotten.length > 0) await db.deleteFrom('sign_ins').where('id', 'in', forgotten).execute();
  await db
    .insertInto('sign_ins')
    .values({
      id,
      user_id: userId,
      secret_hash: secretHash,
      created_at: atMs,
      used_at: atMs,
      expires_at: expiresAtMs,
      revoked_at: null,
    })
    .execute();
  return revoked;
}

export async function rotateSignIn(
  db: DatabaseTransaction,
  presented: SignInSecret,
  next: Parameters<AccountStore['rotateSignIn']>[1],
): Promise<Rotation> {
  const signIn = await db
    .selectFrom('sign_ins')
    .selectAll()
    .where('id', '=', presented.id)
    .executeTakeFirst();
  if (!signIn) return { outcome: 'unknown' };
  if (signIn.revoked_at !== null) return { outcome: 'revoked' };
  if (signIn.secret_hash !== presented.secretHash) {
    await setRevoked(db, [signIn.id], next.atMs);
    return { outcome: 'reused', userId: signIn.user_id };
  }
  if (signIn.expires_at <= next.atMs) return { outcome: 'expired' };
  await db
    .updateTable('sign_ins')
    .set({ secret_hash: next.secretHash, used_at: next.atMs, expires_at: next.expiresAtMs })
    .where('id', '=', signIn.id)
    .execute();
  return { outcome: 'rotated', userId: signIn.user_id };
}

export async function revokeSignIn(
  db: DatabaseTransaction,
  { id, secretHash }: SignInSecret,
  atMs: number,
): Promise<{ userId: string } | null> {
  const signIn = await db
    .selectFrom('sign_ins')
    .select('user_id')
    .where('id', '=', id)
    .where('secret_hash', '=', secretHash)
    .where('revoked_at', 'is', null)
    .executeTakeFirst();
  if (!signIn) return null;
  await setRevoked(db, [id], atMs);
  return { userId: signIn.user_id };
}

export async function revokeSignIns(
  db: DatabaseTransaction,
  userId: string,
  keep: string | null,
  atMs: number,
): Promise<string[]> {
  const signIns = await db
    .selectFrom('sign_ins')
    .select('id')
    .where('user_id', '=', userId)
    .where('revoked_at', 'is', null)
    .execute();
  const ids = signIns.map(({ id }) => id).filter((id) => id !== keep);
  await setRevoked(db, ids, atMs);
  return ids;
}

async function setRevoked(db: DatabaseTransaction, ids: readonly string[], atMs: number): Promise<void> {
  if (ids.length === 0) return;
  await db.updateTable('sign_ins').set({ revoked_at: atMs }).where('id', 'in', ids).execute();
}
