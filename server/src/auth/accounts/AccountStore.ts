import type { UserKind, UserRef } from '@lianmai/shared';

export interface AccountRecord {
  user: UserRef;
  /** As its owner wrote it. */
  account: string;
  passwordHash: string;
  createdAtMs: number;
}

/** A user as `GET /api/me` shows them. */
export interface UserRecord {
  user: UserRef;
  kind: UserKind;
  account: string | null;
  createdAtMs: number;
}

/** A refresh token as it is kept: the id in clear, the secret as a hash. */
export interface SignInSecret {
  id: string;
  secretHash: string;
}

export type Rotation =
  | { outcome: 'rotated'; userId: string }
  /** The secret is not the newest: an old one is used again. The sign-in is revoked with that. */
  | { outcome: 'reused'; userId: string }
  | { outcome: 'revoked' | 'expired' | 'unknown' };

/** What is refused though it has not expired, as of the server's start. */
export interface KnownRevocations {
  users: { userId: string; validFromMs: number }[];
  signInIds: string[];
}

/** Where accounts and their sign-ins are kept. Each call is one transaction. @throws AppError `database_unavailable` */
export interface AccountStore {
  /** Makes the user an account; a guest keeps id, and so rooms. @throws AppError `account_taken` */
  create(account: {
    user: UserRef;
    account: string;
    passwordHash: string;
    atMs: number;
    /** Tokens that the user had before are refused. */
    tokensValidFromMs: number;
  }): Promise<void>;
  byName(account: string): Promise<AccountRecord | null>;
  byUserId(userId: string): Promise<AccountRecord | null>;
  userById(userId: string): Promise<UserRecord | null>;
  /** `name` or `avatarUrl` where it is given. @returns the picture that nobody uses any more, `null` if there is none */
  updateUser(userId: string, changes: Partial<Pick<UserRef, 'name' | 'avatarUrl'>>): Promise<string | null>;
  setPasswordHash(userId: string, passwordHash: string): Promise<void>;
  /** Who has too many loses those that were not used for longest. @returns the ids of the ones that are revoked with that */
  openSignIn(signIn: SignInSecret & { userId: string; atMs: number; expiresAtMs: number }): Promise<string[]>;
  rotateSignIn(
    presented: SignInSecret,
    next: { secretHash: string; atMs: number; expiresAtMs: number },
  ): Promise<Rotation>;
  /** @returns whose it was; `null` when there is no such sign-in, or it is revoked */
  revokeSignIn(presented: SignInSecret, atMs: number): Promise<{ userId: string } | null>;
  /** Every sign-in of the user but `keep`. @returns their ids */
  revokeSignIns(userId: string, keep: string | null, atMs: number): Promise<string[]>;
  refuseTokensBefore(userId: string, validFromMs: number): Promise<void>;
  /** Sign-ins that were revoked after `sinceMs`, and every user with refused tokens. */
  revocations(sinceMs: number): Promise<KnownRevocations>;
  /** Forgets sign-ins that expired before. */
  removeExpired(beforeMs: number): Promise<void>;
  /** Ids of accounts that were guests before. */
  formerGuests(): Promise<string[]>;
  /** Which of these are accounts, in lower case. */
  existing(accounts: readonly string[]): Promise<string[]>;
}
