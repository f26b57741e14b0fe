import type { AccountLogin, UserRef } from '@lianmai/shared';
import { AppError } from '../../core/AppError.ts';
import type { Clock } from '../../core/Clock.ts';
import type { Logger } from '../../core/logger.ts';
import type { AccessTokens, IssuedToken } from '../AccessTokens.ts';
import type { AccountGrants } from './AccountGrants.ts';
import type { AccountStore } from './AccountStore.ts';
import type { Revocations } from './Revocations.ts';
import { newRefreshToken, parseRefreshToken } from './refreshTokens.ts';

/** How long an access token lives: so long a leaked one is good, and so often a client asks for the next. */
export const accessTokenTtlMs = 3_600_000;
const refreshTokenTtlMs = 30 * 24 * 3_600_000;

export interface SignInsDeps {
  store: AccountStore;
  tokens: AccessTokens;
  revocations: Revocations;
  grants: AccountGrants;
  clock: Clock;
  log: Logger;
}

export interface SignedInAccount {
  user: UserRef;
  account: string;
}

/** Owns the sign-ins of accounts: what opens one, keeps it going with rotated refresh tokens, and ends it. */
export class SignIns {
  readonly #deps: SignInsDeps;

  constructor(deps: SignInsDeps) {
    this.#deps = deps;
  }

  async open(account: SignedInAccount, nowMs = this.#nowMs()): Promise<AccountLogin> {
    const { token: refreshToken, ...secret } = newRefreshToken();
    const surplus = await this.#deps.store.openSignIn({
      ...secret,
      userId: account.user.id,
      atMs: nowMs,
      expiresAtMs: nowMs + refreshTokenTtlMs,
    });
    this.#deps.revocations.revokeSignIns(account.user.id, surplus);
    const issued = await this.issue(account, secret.id, nowMs);
    return { ...loginResult(account.user, issued), refreshToken };
  }

  /**
   * Two holders of one sign-in mean that one of them has stolen it: an old refresh token that comes again ends it for both.
   * @throws AppError `token_invalid`, `token_expired`, `token_revoked`
   */
  async refresh(refreshToken: string): Promise<AccountLogin> {
    const presented = parseRefreshToken(refreshToken);
    if (!presented) throw new AppError('token_invalid');
    const { store, revocations, log } = this.#deps;
    const atMs = this.#nowMs();
    const { token: nextToken, secretHash } = newRefreshToken(presented.id);
    const rotation = await store.rotateSignIn(presented, {
      secretHash,
      atMs,
      expiresAtMs: atMs + refreshTokenTtlMs,
    });
    if (rotation.outcome === 'reused') {
      log.warn({ userId: rotation.userId, signInId: presented.id }, 'old refresh token used again');
      revocations.revokeSignIns(rotation.userId, [presented.id]);
    }
    if (rotation.outcome !== 'rotated') throw new AppError(refusals[rotation.outcome]);
    const account = await store.byUserId(rotation.userId);
    if (!account) throw new AppError('token_invalid');
    const issued = await this.issue(account, presented.id, atMs);
    return { ...loginResult(account.user, issued), refreshToken: nextToken };
  }

  /** Ends one sign-in. Says nothing of a token that is none: who logs out is logged out. */
  async close(refreshToken: string): Promise<void> {
    const presented = parseRefreshToken(refreshToken);
    const closed = presented && (await this.#deps.store.revokeSignIn(presented, this.#nowMs()));
    if (closed) this.#deps.revocations.revokeSignIns(closed.userId, [presented.id]);
  }

  /** Ends every sign-in of the user but one. */
  async closeOthers(userId: string, keep: string | null): Promise<void> {
    const closed = await this.#deps.store.revokeSignIns(userId, keep, this.#nowMs());
    this.#deps.revocations.revokeSignIns(userId, closed);
  }

  /** Ends everything that anybody holds in the user's name: guests' and other backends' tokens as well. */
  async closeAll(userId: string): Promise<void> {
    const { store, revocations } = this.#deps;
    const validFromMs = this.#nowMs() + 1;
    await store.refuseTokensBefore(userId, validFromMs);
    await store.revokeSignIns(userId, null, validFromMs);
    revocations.revokeUser(userId, validFromMs);
  }

  /** An access token of a sign-in, with name, picture and rights as they are now. */
  issue(
    { user, account }: SignedInAccount,
    signInId: string | null,
    nowMs = this.#nowMs(),
  ): Promise<IssuedToken> {
    return this.#deps.tokens.issue({
      userId: user.id,
      name: user.name,
      avatarUrl: user.avatarUrl,
      grants: this.#deps.grants.of(account),
      signInId,
      ttlMs: accessTokenTtlMs,
      nowMs,
    });
  }

  #nowMs(): number {
    return Math.round(this.#deps.clock.nowMs());
  }
}

const refusals = {
  reused: 'token_revoked',
  revoked: 'token_revoked',
  expired: 'token_expired',
  unknown: 'token_invalid',
} as const;

function loginResult(user: UserRef, { token, expiresAtMs }: IssuedToken) {
  return { token, user, expiresAt: new Date(expiresAtMs).toISOString() };
}
