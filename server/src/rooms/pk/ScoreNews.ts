import type { Clock } from '../../core/Clock.ts';

const tellEveryMs = 1000;

/** Owns when scores are told: at once, but at most once a second. */
export class ScoreNews {
  readonly #clock: Clock;
  readonly #tell: () => void;
  #toldAtMs = Number.NEGATIVE_INFINITY;
  #cancel: (() => void) | null = null;

  constructor(clock: Clock, tell: () => void) {
    this.#clock = clock;
    this.#tell = tell;
  }

  note(): void {
    if (this.#cancel) return;
    const waitMs = this.#toldAtMs + tellEveryMs - this.#clock.nowMs();
    if (waitMs <= 0) this.#tellNow();
    else this.#cancel = this.#clock.after(waitMs, () => this.#tellNow());
  }

  /** What was not told yet stands in what comes next. */
  close(): void {
    this.#cancel?.();
    this.#cancel = null;
  }

  #tellNow(): void {
    this.#cancel = null;
    this.#toldAtMs = this.#clock.nowMs();
    this.#tell();
  }
}
