import type { UserRef } from '@lianmai/shared';
import type { RequestHandler, Router } from 'express';
import type { AccessTokens } from '../auth/AccessTokens.ts';
import { AccountGrants } from '../auth/accounts/AccountGrants.ts';
import type { AccountStore } from '../auth/accounts/AccountStore.ts';
import { Accounts } from '../auth/accounts/Accounts.ts';
import { AvatarFiles, avatarPath } from '../auth/accounts/AvatarFiles.ts';
import { LoginGuard, type ShareLimit } from '../auth/accounts/LoginGuard.ts';
import { PasswordHasher } from '../auth/accounts/PasswordHasher.ts';
import { Profiles } from '../auth/accounts/Profiles.ts';
import { Revocations, type Revoked } from '../auth/accounts/Revocations.ts';
import { accessTokenTtlMs, SignIns } from '../auth/accounts/SignIns.ts';
import type { Config } from '../config/Config.ts';
import type { Clock } from '../core/Clock.ts';
import type { Logger } from '../core/logger.ts';
import { accountRoutes } from '../http/api/accountRoutes.ts';
import { meRoutes } from '../http/api/meRoutes.ts';
import { avatarFiles } from '../http/avatarFiles.ts';
import type { Identity } from '../rooms/permissions.ts';
import type { RoomRegistry } from '../rooms/RoomRegistry.ts';
import { SqlAccountStore } from '../store/accounts/SqlAccountStore.ts';
import type { Records } from './records.ts';

export interface AccountWiringDeps {
  records: Records;
  tokens: AccessTokens;
  rooms: RoomRegistry;
  /** Limits that also hold elsewhere. */
  shareLimit: ShareLimit;
  /** What people may call themselves. @throws AppError `text_refused` */
  cleanName: (name: string) => string;
  /** @throws AppError `banned` on the whole platform */
  assertMayAct: (userId: string) => void;
  reviewName: (name: string, user: UserRef) => Promise<void>;
  config: Config;
  clock: Clock;
  log: Logger;
}

const keptAfterExpiryMs = 24 * 3_600_000;
const cleanEveryMs = 6 * 3_600_000;

/** Constructs and connects what accounts need. `begin` reads who is signed out, before anybody comes. */
export class AccountParts {
  readonly accounts: Accounts;
  readonly #signIns: SignIns;
  readonly #profiles: Profiles;
  readonly #avatars: AvatarFiles;
  readonly #store: AccountStore;
  readonly #revocations: Revocations;
  readonly #deps: AccountWiringDeps;
  #stopCleaning: (() => void) | null = null;

  constructor(deps: AccountWiringDeps) {
    const { records, tokens, rooms, shareLimit, cleanName, assertMayAct, reviewName, config, clock, log } =
      deps;
    this.#deps = deps;
    const grants = new AccountGrants(config.operators);
    const store = new SqlAccountStore(records.store);
    const revocations = new Revocations({ clock, log, tokenTtlMs: accessTokenTtlMs });
    const signIns = new SignIns({ store, tokens, revocations, grants, clock, log });
    this.#store = store;
    this.#revocations = revocations;
    this.#signIns = signIns;
    this.#avatars = new AvatarFiles(config.dataDir);
    this.accounts = new Accounts({
      ...{ store, signIns, revocations, cleanName, assertMayAct, clock, log },
      hasher: new PasswordHasher(),
      guard: new LoginGuard(clock, shareLimit),
      isRegistrationOpen: config.isRegistrationOpen,
      onUserChanged: (userId) => records.users.forget(userId),
    });
    this.#profiles = new Profiles({
      ...{ store, signIns, tokens, cleanName, reviewName, clock },
      users: records.users,
      avatars: this.#avatars,
      onUserChanged: (user) => {
        records.users.forget(user.id);
        for (const room of rooms.all) if (room.anchor.id === user.id) room.renameAnchor(user);
      },
    });
    tokens.addCheck((identity, issuedAtMs) => revocations.assertValid(identity, issuedAtMs));
    revocations.onRevoked(({ userId, signInIds }) => {
      // Who is between two connections is signed out as well.
      if (signInIds === null) for (const room of rooms.all) room.endSessionsOf(userId);
    });
  }

  /** @throws AppError `token_revoked` for what was given to somebody who has been signed out since */
  assertSignedIn(identity: Identity, issuedAtMs: number): void {
    this.#revocations.assertSignedIn(identity, issuedAtMs);
  }

  /** Whose connections are to be closed now. */
  onRevoked(listener: (revoked: Revoked) => void): void {
    this.#revocations.onRevoked(listener);
  }

  isGuest(userId: string): boolean {
    return this.accounts.isGuest(userId);
  }

  async begin(): Promise<void> {
    await this.accounts.load();
    const { clock, config, log } = this.#deps;
    this.#revocations.load(await this.#store.revocations(Math.round(clock.nowMs()) - accessTokenTtlMs));
    this.#stopCleaning = clock.every(cleanEveryMs, () => void this.#clean());
    await this.#clean();
    const known = await this.#store.existing(config.operators);
    const missing = config.operators.filter((account) => !known.includes(account.toLowerCase()));
    if (missing.length > 0)
      log.warn({ accounts: missing }, 'OPERATORS names accounts that nobody has registered yet');
  }

  routes(): { path: string; router: Router | RequestHandler }[] {
    const { tokens } = this.#deps;
    const { accounts } = this;
    return [
      { path: '/api/auth', router: accountRoutes({ tokens, accounts, signIns: this.#signIns }) },
      { path: '/api/me', router: meRoutes({ tokens, accounts, profiles: this.#profiles }) },
      { path: avatarPath, router: avatarFiles(this.#avatars.folder) },
    ];
  }

  close(): void {
    this.#stopCleaning?.();
  }

  async #clean(): Promise<void> {
    const { clock, log } = this.#deps;
    try {
      await this.#store.removeExpired(Math.round(clock.nowMs()) - keptAfterExpiryMs);
    } catch (error) {
      log.warn({ err: error }, 'expired sign-ins stay for now');
    }
  }
}
