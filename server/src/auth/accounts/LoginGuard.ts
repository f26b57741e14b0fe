import { AppError } from '../../core/AppError.ts';
import type { Clock } from '../../core/Clock.ts';
import { KeyedRateLimiter } from '../../core/KeyedRateLimiter.ts';
import type { RateLimiter } from '../../core/RateLimiter.ts';

/**
 * How often passwords may be tried. The narrow one is for one account from one address; the wide ones are for guesses that are
 * spread over accounts or addresses, and leave room for an owner whom somebody wants to lock out.
 */
const rates = {
  accountAndAddress: { burst: 5, perSecond: 1 / 60 },
  account: { burst: 30, perSecond: 1 / 20 },
  address: { burst: 30, perSecond: 1 / 10 },
  registration: { burst: 60, perSecond: 1 / 5 },
};

export type ShareLimit = (name: string, limiter: KeyedRateLimiter) => void;

/** Slows down who guesses passwords or makes accounts by the dozen. Only what fails counts. */
export class LoginGuard {
  readonly #limits: Record<keyof typeof rates, KeyedRateLimiter>;

  /** @param share lets other processes, and this one after a restart, know what was tried */
  constructor(clock: Clock, share: ShareLimit = () => undefined) {
    const limiterOf = (name: keyof typeof rates) => {
      const limiter = new KeyedRateLimiter(clock, rates[name]);
      share(name, limiter);
      return limiter;
    };
    this.#limits = {
      accountAndAddress: limiterOf('accountAndAddress'),
      account: limiterOf('account'),
      address: limiterOf('address'),
      registration: limiterOf('registration'),
    };
  }

  /**
   * Counts a try before it is made: many at once would else all pass.
   * @returns what takes it back when the password was right
   * @throws AppError `too_many_requests` with the time after which to try again
   */
  tryPassword(account: string, address: string): () => void {
    const key = account.toLowerCase();
    const limiters = [
      this.#limits.accountAndAddress.of(`${key} ${address}`),
      this.#limits.account.of(key),
      this.#limits.address.of(address),
    ];
    take(limiters);
    return () => {
      for (const limiter of limiters) limiter.giveBack();
    };
  }

  /** @throws AppError `too_many_requests` */
  countRegistration(address: string): void {
    take([this.#limits.registration.of(address)]);
  }
}

function take(limiters: readonly RateLimiter[]): void {
  const waitMs = Math.max(...limiters.map((limiter) => limiter.waitMs));
  if (waitMs > 0) throw new AppError('too_many_requests', { retryAfterMs: waitMs });
  for (const limiter of limiters) limiter.take();
}
