import { AppError } from '../../core/AppError.ts';
import type { Clock } from '../../core/Clock.ts';
import { Emitter } from '../../core/Emitter.ts';
import type { Logger } from '../../core/logger.ts';
import type { Identity } from '../../rooms/permissions.ts';
import type { KnownRevocations } from './AccountStore.ts';

/** Whose connections end now. */
export interface Revoked {
  userId: string;
  /** `null`: every sign-in of theirs. */
  signInIds: readonly string[] | null;
}

/**
 * Knows in memory which access tokens are refused though they have not expired: a token is checked on every request, and must cost
 * no query. What is here was written to the database before.
 */
export class Revocations {
  readonly #clock: Clock;
  readonly #tokenTtlMs: number;
  readonly #validFromMs = new Map<string, number>();
  /** Who was signed out everywhere, and when: not who has only become somebody with an account. */
  readonly #signedOutAtMs = new Map<string, number>();
  /** Sign-in -> when its last access token has expired. */
  readonly #signIns = new Map<string, number>();
  readonly #emitter: Emitter<{ revoked: Revoked }>;

  /** @param options.tokenTtlMs how long an access token of a sign-in lives */
  constructor(options: { clock: Clock; log: Logger; tokenTtlMs: number }) {
    this.#clock = options.clock;
    this.#tokenTtlMs = options.tokenTtlMs;
    this.#emitter = new Emitter((error) => options.log.error({ err: error }, 'listener failed'));
  }

  /** What the database says at the start. */
  load({ users, signInIds }: KnownRevocations): void {
    for (const { userId, validFromMs } of users) {
      this.#validFromMs.set(userId, validFromMs);
      this.#signedOutAtMs.set(userId, validFromMs);
    }
    for (const id of signInIds) this.#keepSignIn(id);
  }

  onRevoked(listener: (revoked: Revoked) => void): () => void {
    return this.#emitter.on('revoked', listener);
  }

  /** @throws AppError `token_revoked` */
  assertValid({ userId, signInId }: Identity, issuedAtMs: number): void {
    const isRevoked =
      issuedAtMs < (this.#validFromMs.get(userId) ?? 0) || (signInId && this.#signIns.has(signInId));
    if (isRevoked) throw new AppError('token_revoked');
  }

  /** For what somebody was given with a token, and does not act with: media addresses. @throws AppError `token_revoked` */
  assertSignedIn({ userId, signInId }: Identity, givenAtMs: number): void {
    const isSignedOut =
      givenAtMs < (this.#signedOutAtMs.get(userId) ?? 0) || (signInId && this.#signIns.has(signInId));
    if (isSignedOut) throw new AppError('token_revoked');
  }

  /** Every token of the user that was issued before. Who is connected stays so: for a guest who registers. */
  refuseTokensBefore(userId: string, validFromMs: number): void {
    this.#validFromMs.set(userId, validFromMs);
  }

  revokeUser(userId: string, validFromMs: number): void {
    this.refuseTokensBefore(userId, validFromMs);
    this.#signedOutAtMs.set(userId, validFromMs);
    this.#emitter.emit('revoked', { userId, signInIds: null });
  }

  revokeSignIns(userId: string, signInIds: readonly string[]): void {
    this.#sweep();
    for (const id of signInIds) this.#keepSignIn(id);
    if (signInIds.length > 0) this.#emitter.emit('revoked', { userId, signInIds });
  }

  #keepSignIn(id: string): void {
    this.#signIns.set(id, this.#clock.nowMs() + this.#tokenTtlMs);
  }

  #sweep(): void {
    const nowMs = this.#clock.nowMs();
    for (const [id, untilMs] of this.#signIns) if (untilMs < nowMs) this.#signIns.delete(id);
  }
}
