import type { Clock } from '../../core/Clock.ts';

interface Waiter {
  isMet: () => boolean;
  settle: (wasMet: boolean) => void;
}

/** Lets callers wait until something is true, looking again at each `notify`. Every wait has an end. */
export class Signal {
  readonly #clock: Clock;
  readonly #waiters = new Set<Waiter>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** True as soon as `isMet()` holds, false when it did not within `timeoutMs`. */
  until(isMet: () => boolean, timeoutMs: number): Promise<boolean> {
    if (isMet()) return Promise.resolve(true);
    return new Promise((resolve) => {
      const waiter: Waiter = {
        isMet,
        settle: (wasMet) => {
          cancelTimer();
          this.#waiters.delete(waiter);
          resolve(wasMet);
        },
      };
      const cancelTimer = this.#clock.after(timeoutMs, () => waiter.settle(false));
      this.#waiters.add(waiter);
    });
  }

  notify(): void {
    for (const waiter of [...this.#waiters]) if (waiter.isMet()) waiter.settle(true);
  }
}
