import type { Clock } from '../core/Clock.ts';
import { RateLimiter } from '../core/RateLimiter.ts';

// A viewer of a full stage makes about 40 requests in its first second; nobody needs more in the long run.
const served = { perSecond: 20, burst: 120 };
/** Refusals cost little but not nothing: who goes on regardless is cut. */
const refused = { perSecond: 20, burst: 500 };

/** How fast one connection may ask. */
export class RequestRate {
  readonly #served: RateLimiter;
  readonly #refused: RateLimiter;

  constructor(clock: Clock) {
    this.#served = new RateLimiter(clock, served);
    this.#refused = new RateLimiter(clock, refused);
  }

  take(): 'serve' | 'refuse' | 'cut' {
    if (this.#served.take()) return 'serve';
    return this.#refused.take() ? 'refuse' : 'cut';
  }
}
