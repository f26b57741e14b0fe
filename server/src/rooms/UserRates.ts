import { AppError } from '../core/AppError.ts';
import type { Clock } from '../core/Clock.ts';
import { RateLimiter } from '../core/RateLimiter.ts';

export interface UserRate {
  perSecond: number;
  burst: number;
}

/** Whoever toggles the microphone as fast as they can makes two a second. */
export const defaultUserRate: UserRate = { perSecond: 3, burst: 20 };

/**
 * How fast one user may do what everybody in the Room is told of. By user, not by connection: a new connection has no new tokens.
 */
export class UserRates {
  readonly #clock: Clock;
  readonly #rate: UserRate;
  readonly #users = new Map<string, { limiter: RateLimiter; usedAtMs: number }>();
  #sweptAtMs = Number.NEGATIVE_INFINITY;

  constructor(clock: Clock, rate: UserRate) {
    this.#clock = clock;
    this.#rate = rate;
  }

  /** @throws AppError `too_many_requests` */
  take(userId: string): void {
    if (this.takeUpTo(userId, 1) === 0) throw new AppError('too_many_requests');
  }

  /** Takes as many of `count` as this user may have now, and says how many. */
  takeUpTo(userId: string, count: number): number {
    const nowMs = this.#clock.nowMs();
    this.#sweep(nowMs);
    const { limiter } = this.#users.get(userId) ?? { limiter: new RateLimiter(this.#clock, this.#rate) };
    this.#users.set(userId, { limiter, usedAtMs: nowMs });
    return limiter.takeUpTo(count);
  }

  /** Forgets buckets that are full again: a new one is the same. */
  #sweep(nowMs: number): void {
    const fullAfterMs = (this.#rate.burst / this.#rate.perSecond) * 1000;
    if (nowMs - this.#sweptAtMs < fullAfterMs) return;
    this.#sweptAtMs = nowMs;
    for (const [userId, { usedAtMs }] of this.#users) {
      if (nowMs - usedAtMs >= fullAfterMs) this.#users.delete(userId);
    }
  }
}
