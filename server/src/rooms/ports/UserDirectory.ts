import type { UserKind, UserRef } from '@lianmai/shared';

/** Everybody who has ever acted here: guests, accounts, and users of another backend's tokens. */
export interface UserDirectory {
  /** Cheap, returns at once and never throws: it may be called on every join. An account's name is changed by its profile alone. */
  remember(user: UserRef, kind: UserKind): void;
  /** Whoever is unknown is left out. */
  find(userIds: readonly string[]): Promise<UserRef[]>;
}
