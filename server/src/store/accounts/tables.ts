/** Who signs in with a password. One for a user, at most. */
export interface AccountTable {
  user_id: string;
  /** As its owner wrote it. */
  account: string;
  /** In lower case: two accounts that differ only in case are the same. */
  account_key: string;
  /** PHC string, argon2id. */
  password_hash: string;
  created_at: number;
}

/** One sign-in on one device. Its refresh token is replaced whenever it is used; only the hash of the newest is here. */
export interface SignInTable {
  id: string;
  user_id: string;
  secret_hash: string;
  created_at: number;
  used_at: number;
  expires_at: number;
  revoked_at: number | null;
}

/** Every access token of this user that was issued before is refused. */
export interface TokenRevocationTable {
  user_id: string;
  valid_from: number;
}

export interface AccountTables {
  accounts: AccountTable;
  sign_ins: SignInTable;
  token_revocations: TokenRevocationTable;
}
