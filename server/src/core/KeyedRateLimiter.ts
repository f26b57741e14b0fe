import type { Clock } from './Clock.ts';
import { RateLimiter } from './RateLimiter.ts';

const maxKeys = 10_000;

/** A token bucket for each key. Of many keys the quietest are forgotten. */
export class KeyedRateLimiter {
  readonly #clock: Clock;
  readonly #rate: { perSecond: number; burst: number };
  readonly #limiters = new Map<string, RateLimiter>();

  constructor(clock: Clock, rate: { perSecond: number; burst: number }) {
    this.#clock = clock;
    this.#rate = rate;
  }

  of(key: string): RateLimiter {
    const limiter = this.#limiters.get(key) ?? new RateLimiter(this.#clock, this.#rate);
    // Newest last.
    this.#limiters.delete(key);
    this.#limiters.set(key, limiter);
    const oldest = this.#limiters.keys().next();
    if (this.#limiters.size > maxKeys && !oldest.done) this.#limiters.delete(oldest.value);
    return limiter;
  }
}
