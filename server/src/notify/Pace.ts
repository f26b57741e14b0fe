import type { Clock } from '../core/Clock.ts';
import { pause } from '../core/pause.ts';
import { RateLimiter } from '../core/RateLimiter.ts';

/** Lets so many through a second: whoever comes too early waits for their turn. */
export class Pace {
  readonly #clock: Clock;
  readonly #limiter: RateLimiter;
  readonly #everyMs: number;
  #turn: Promise<void> = Promise.resolve();

  constructor(clock: Clock, rate: { perSecond: number; burst: number }) {
    this.#clock = clock;
    this.#limiter = new RateLimiter(clock, rate);
    this.#everyMs = Math.ceil(1000 / rate.perSecond);
  }

  async take(isWanted: () => boolean): Promise<void> {
    const mine = this.#turn.then(async () => {
      while (isWanted() && !this.#limiter.take()) await pause(this.#clock, this.#everyMs);
    });
    this.#turn = mine;
    await mine;
  }
}
