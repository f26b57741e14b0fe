import type { AccountLogin } from '@lianmai/shared';
import { AppError } from '../../core/AppError.ts';
import type { Clock } from '../../core/Clock.ts';
import type { Logger } from '../../core/logger.ts';
import { randomId } from '../../rooms/ids.ts';
import { type Identity, isPlatformOperator } from '../../rooms/permissions.ts';
import { isGuestId } from '../guests.ts';
import type { AccountStore } from './AccountStore.ts';
import type { LoginGuard } from './LoginGuard.ts';
import type { PasswordHasher } from './PasswordHasher.ts';
import type { Revocations } from './Revocations.ts';
import type { SignIns } from './SignIns.ts';

export interface AccountsDeps {
  store: AccountStore;
  hasher: PasswordHasher;
  signIns: SignIns;
  guard: LoginGuard;
  revocations: Revocations;
  /** Whether anybody may register; operators of the platform always may. */
  isRegistrationOpen: boolean;
  /** What people may call themselves. @throws AppError `text_refused` */
  cleanName: (name: string) => string;
  /** @throws AppError `banned` on the whole platform */
  assertMayAct: (userId: string) => void;
  /** The user's record has changed. */
  onUserChanged: (userId: string) => void;
  clock: Clock;
  log: Logger;
}

/** Owns who has an account, and what it takes to sign in to it. */
export class Accounts {
  readonly #deps: AccountsDeps;

  /** Accounts whose ids are still those of the guests that they were. */
  readonly #formerGuests = new Set<string>();

  constructor(deps: AccountsDeps) {
    this.#deps = deps;
  }

  /**
   * @param by who asks. A guest stays the same user; an operator makes an account for somebody else
   * @throws AppError `registration_closed`, `account_taken`, `text_refused`, `too_many_requests`, `capacity_reached`
   */
  async register(
    wish: { account: string; password: string; name: string },
    by: { identity: Identity | null; address: string },
  ): Promise<AccountLogin> {
    const { store, hasher, signIns, guard, revocations, log, cleanName, onUserChanged } = this.#deps;
    const isOperator = by.identity !== null && isPlatformOperator(by.identity.grants);
    if (!this.#deps.isRegistrationOpen && !isOperator) throw new AppError('registration_closed');
    const name = cleanName(wish.name);
    guard.countRegistration(by.address);
    const passwordHash = await hasher.hash(wish.password);
    const atMs = Math.round(this.#deps.clock.nowMs());
    const user = { id: await this.#userIdFor(by.identity), name, avatarUrl: null };
    await store.create({ user, account: wish.account, passwordHash, atMs, tokensValidFromMs: atMs });
    revocations.refuseTokensBefore(user.id, atMs);
    if (isGuestId(user.id)) this.#formerGuests.add(user.id);
    onUserChanged(user.id);
    log.info({ userId: user.id, wasGuest: isGuestId(user.id) }, 'account registered');
    return signIns.open({ user, account: wish.account }, atMs);
  }

  /**
   * @throws AppError `credentials_wrong`, the same whichever of both is wrong; `banned` to nobody but who knows the password;
   * `too_many_requests`, `capacity_reached`
   */
  async login(
    { account, password }: { account: string; password: string },
    address: string,
  ): Promise<AccountLogin> {
    const { store, hasher, signIns, guard, log } = this.#deps;
    const wasRight = guard.tryPassword(account, address);
    const found = await store.byName(account);
    const { isRight, isOutdated } = await hasher.verify(password, found?.passwordHash ?? null);
    if (!found || !isRight) {
      log.info({ userId: found?.user.id ?? null }, 'login refused');
      throw new AppError('credentials_wrong');
    }
    wasRight();
    this.#deps.assertMayAct(found.user.id);
    if (isOutdated) await store.setPasswordHash(found.user.id, await hasher.hash(password));
    log.info({ userId: found.user.id }, 'signed in');
    return signIns.open(found);
  }

  /**
   * Ends every other sign-in: whoever knew the old password is out.
   * @throws AppError `forbidden` without an account; `credentials_wrong`, `too_many_requests`, `capacity_reached`
   */
  async changePassword(
    identity: Identity,
    { current, next }: { current: string; next: string },
    address: string,
  ): Promise<void> {
    const { store, hasher, signIns, guard, log } = this.#deps;
    const account = await store.byUserId(identity.userId);
    if (!account) throw new AppError('forbidden', { detail: 'no account' });
    const wasRight = guard.tryPassword(account.account, address);
    const { isRight } = await hasher.verify(current, account.passwordHash);
    if (!isRight) throw new AppError('credentials_wrong');
    wasRight();
    await store.setPasswordHash(identity.userId, await hasher.hash(next));
    await signIns.closeOthers(identity.userId, identity.signInId ?? null);
    log.info({ userId: identity.userId }, 'password changed');
  }

  /** What the database says at the start. */
  async load(): Promise<void> {
    for (const userId of await this.#deps.store.formerGuests()) this.#formerGuests.add(userId);
  }

  isGuest(userId: string): boolean {
    return isGuestId(userId) && !this.#formerGuests.has(userId);
  }

  /** Whether this user signs in with a password: their id is no longer a guest's. */
  async has(userId: string): Promise<boolean> {
    return (await this.#deps.store.byUserId(userId)) !== null;
  }

  async #userIdFor(identity: Identity | null): Promise<string> {
    const isGuest = identity !== null && isGuestId(identity.userId) && !(await this.has(identity.userId));
    return isGuest ? identity.userId : `user-${randomId()}`;
  }
}
