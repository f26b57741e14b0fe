import type { Clock } from './Clock.ts';

/** Calls `task` soon after it is asked for, but with at least `intervalMs` between two calls. */
export class OncePerInterval {
  readonly #clock: Clock;
  readonly #intervalMs: number;
  readonly #task: () => void;
  #calledAtMs = Number.NEGATIVE_INFINITY;
  #cancel: (() => void) | null = null;
  #isClosed = false;

  constructor(clock: Clock, intervalMs: number, task: () => void) {
    this.#clock = clock;
    this.#intervalMs = intervalMs;
    this.#task = task;
  }

  /** Never within the call: what is under way comes first. */
  ask(): void {
    if (this.#cancel || this.#isClosed) return;
    const waitMs = this.#calledAtMs + this.#intervalMs - this.#clock.nowMs();
    this.#cancel = this.#clock.after(Math.max(0, waitMs), () => {
      this.#cancel = null;
      this.#calledAtMs = this.#clock.nowMs();
      this.#task();
    });
  }

  /** What was asked for and has not been called is not called any more. */
  close(): void {
    this.#isClosed = true;
    this.#cancel?.();
    this.#cancel = null;
  }
}
