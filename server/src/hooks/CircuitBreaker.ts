import type { Clock } from '../core/Clock.ts';

export interface CircuitBreakerOptions {
  clock: Clock;
  /** Failures in a row after which nobody is asked for a while. */
  failures: number;
  openMs: number;
}

/** Stops asking somebody who does not answer; after a while one question shows whether they are back. */
export class CircuitBreaker {
  readonly #options: CircuitBreakerOptions;
  #failures = 0;
  #openUntilMs = 0;
  #isProbing = false;

  constructor(options: CircuitBreakerOptions) {
    this.#options = options;
  }

  get isOpen(): boolean {
    return this.#failures >= this.#options.failures;
  }

  /** Whether to ask now. Who is told to must say how it went. */
  mayAsk(): boolean {
    if (!this.isOpen) return true;
    if (this.#isProbing || this.#options.clock.nowMs() < this.#openUntilMs) return false;
    this.#isProbing = true;
    return true;
  }

  /** @returns true when this closed or opened it */
  note(hasAnswered: boolean): boolean {
    const wasOpen = this.isOpen;
    this.#isProbing = false;
    this.#failures = hasAnswered ? 0 : this.#failures + 1;
    if (this.isOpen) this.#openUntilMs = this.#options.clock.nowMs() + this.#options.openMs;
    return wasOpen !== this.isOpen;
  }
}
