import type { Clock } from '../core/Clock.ts';

const minIntervalMs = 1000;

/** Counts a Room's viewers and reports a changed count at most once a second, however fast people come and go. */
export class Audience {
  readonly #clock: Clock;
  readonly #report: (viewerCount: number) => void;
  #viewerCount = 0;
  #reportedCount = 0;
  #reportedAtMs = Number.NEGATIVE_INFINITY;
  #cancelPending: (() => void) | null = null;

  constructor(clock: Clock, report: (viewerCount: number) => void) {
    this.#clock = clock;
    this.#report = report;
  }

  get viewerCount(): number {
    return this.#viewerCount;
  }

  set(viewerCount: number): void {
    this.#viewerCount = viewerCount;
    if (this.#cancelPending || viewerCount === this.#reportedCount) return;
    const waitMs = this.#reportedAtMs + minIntervalMs - this.#clock.nowMs();
    // Even the first report waits a tick of the clock, so that it follows the change it reports.
    this.#cancelPending = this.#clock.after(Math.max(0, waitMs), () => this.#reportNow());
  }

  close(): void {
    this.#cancelPending?.();
    this.#cancelPending = null;
  }

  #reportNow(): void {
    this.#cancelPending = null;
    if (this.#viewerCount === this.#reportedCount) return;
    this.#reportedCount = this.#viewerCount;
    this.#reportedAtMs = this.#clock.nowMs();
    this.#report(this.#viewerCount);
  }
}
