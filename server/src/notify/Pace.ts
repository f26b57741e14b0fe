import type { Clock } from '../core/Clock.ts';
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

/** Waits, but no longer than until somebody calls it off. */
export async function pause(clock: Clock, ms: number, signal?: AbortSignal): Promise<void> {
  if (signal?.aborted) return;
  const { promise: over, resolve } = Promise.withResolvers<void>();
  const end = (): void => resolve();
  const cancel = clock.after(ms, end);
  signal?.addEventListener('abort', end, { once: true });
  await over;
  cancel();
  signal?.removeEventListener('abort', end);
}
