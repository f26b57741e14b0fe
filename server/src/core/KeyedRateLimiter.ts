import type { Clock } from './Clock.ts';
import { RateLimiter } from './RateLimiter.ts';

const maxKeys = 10_000;

/** A token bucket for each key. Of many keys the quietest are forgotten. */
export class KeyedRateLimiter {
  readonly #clock: Clock;
  readonly rate: { readonly perSecond: number; readonly burst: number };
  readonly #limiters = new Map<string, RateLimiter>();
  #onTaken: ((key: string, tokens: number) => void) | null = null;

  constructor(clock: Clock, rate: { perSecond: number; burst: number }) {
    this.#clock = clock;
    this.rate = rate;
  }

  of(key: string): RateLimiter {
    const limiter = this.#limiters.get(key) ?? this.#create(key);
    // Newest last.
    this.#limiters.delete(key);
    this.#limiters.set(key, limiter);
    const oldest = this.#limiters.keys().next();
    if (this.#limiters.size > maxKeys && !oldest.done) this.#limiters.delete(oldest.value);
    return limiter;
  }

  /** Tells of what is taken of which bucket; negative when it is given back. */
  onTaken(listener: (key: string, tokens: number) => void): void {
    this.#onTaken = listener;
  }

  /** Others have taken of the same bucket: it is full again no earlier than in so many ms. */
  drain(key: string, fullInMs: number): void {
    this.#limiters.get(key)?.drain(fullInMs);
  }

  #create(key: string): RateLimiter {
    return new RateLimiter(this.#clock, this.rate, (tokens) => this.#onTaken?.(key, tokens));
  }
}
