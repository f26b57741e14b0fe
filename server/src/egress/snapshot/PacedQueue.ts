import type { Clock } from '../../core/Clock.ts';

export interface PacedQueueOptions {
  clock: Clock;
  maxAtOnce: number;
  /** Between two starts, however many wait. */
  startEveryMs: number;
}

/** Runs tasks in the order they come, few at once and not too fast: what they cost together has a limit. */
export class PacedQueue {
  readonly #options: PacedQueueOptions;
  readonly #waiting: (() => void)[] = [];
  #running = 0;
  #mayStartAtMs = Number.NEGATIVE_INFINITY;
  #cancelWait: (() => void) | null = null;

  constructor(options: PacedQueueOptions) {
    this.#options = options;
  }

  /** Somebody would have to wait. */
  get isBusy(): boolean {
    return this.#waiting.length > 0 || this.#running >= this.#options.maxAtOnce;
  }

  async run<T>(task: () => Promise<T>): Promise<T> {
    await new Promise<void>((resolve) => {
      this.#waiting.push(resolve);
      this.#startNext();
    });
    try {
      return await task();
    } finally {
      this.#running -= 1;
      this.#startNext();
    }
  }

  #startNext(): void {
    const { clock, maxAtOnce, startEveryMs } = this.#options;
    if (this.#running >= maxAtOnce || this.#waiting.length === 0 || this.#cancelWait) return;
    const waitMs = this.#mayStartAtMs - clock.nowMs();
    if (waitMs > 0) {
      this.#cancelWait = clock.after(waitMs, () => {
        this.#cancelWait = null;
        this.#startNext();
      });
      return;
    }
    this.#mayStartAtMs = clock.nowMs() + startEveryMs;
    this.#running += 1;
    this.#waiting.shift()?.();
    this.#startNext();
  }
}
