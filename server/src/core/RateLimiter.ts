import type { Clock } from './Clock.ts';

/** A token bucket: `burst` at once, `perSecond` in the long run. */
export class RateLimiter {
  readonly #clock: Clock;
  readonly #perSecond: number;
  readonly #burst: number;
  #tokens: number;
  #filledAtMs: number;
  readonly #onTaken: ((tokens: number) => void) | undefined;

  /** @param onTaken told of what is taken; negative when it is given back */
  constructor(clock: Clock, rate: { perSecond: number; burst: number }, onTaken?: (tokens: number) => void) {
    this.#clock = clock;
    this.#onTaken = onTaken;
    this.#perSecond = rate.perSecond;
    this.#burst = rate.burst;
    this.#tokens = rate.burst;
    this.#filledAtMs = clock.nowMs();
  }

  /** @returns false when it is too much now. */
  take(): boolean {
    return this.takeUpTo(1) === 1;
  }

  /** Takes as many of `count` as are allowed now, and says how many. */
  takeUpTo(count: number): number {
    this.#fill();
    const taken = Math.min(count, Math.floor(this.#tokens));
    this.#tokens -= taken;
    if (taken > 0) this.#onTaken?.(taken);
    return taken;
  }

  /** What was taken for nothing. */
  giveBack(): void {
    this.#fill();
    this.#tokens = Math.min(this.#burst, this.#tokens + 1);
    this.#onTaken?.(-1);
  }

  /** Others have taken of the same bucket: it is full again no earlier than in so many ms. */
  drain(fullInMs: number): void {
    this.#fill();
    this.#tokens = Math.min(this.#tokens, this.#burst - (fullInMs / 1000) * this.#perSecond);
  }

  /** How long until `take` succeeds again, ms; 0: now. */
  get waitMs(): number {
    this.#fill();
    return Math.max(0, ((1 - this.#tokens) / this.#perSecond) * 1000);
  }

  #fill(): void {
    const nowMs = this.#clock.nowMs();
    const gained = ((nowMs - this.#filledAtMs) / 1000) * this.#perSecond;
    this.#tokens = Math.min(this.#burst, this.#tokens + gained);
    this.#filledAtMs = nowMs;
  }
}
