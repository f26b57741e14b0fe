import type { Clock } from '../../core/Clock.ts';

/**
 * Runs what is due one after the other, each in its own turn of the event loop: when the process was held up and much has fallen due
 * at once, requests and media still get their moment in between.
 */
export class Turns {
  readonly #clock: Clock;
  #waiting: (() => void)[] = [];
  #cancelNext: (() => void) | null = null;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  take(task: () => void): void {
    if (this.#cancelNext) this.#waiting.push(task);
    else this.#run(task);
  }

  close(): void {
    this.#cancelNext?.();
    this.#cancelNext = null;
    this.#waiting = [];
  }

  #run(task: () => void): void {
    this.#cancelNext = this.#clock.after(0, () => {
      this.#cancelNext = null;
      const next = this.#waiting.shift();
      if (next) this.#run(next);
    });
    task();
  }
}
