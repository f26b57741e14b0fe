import type { Clock } from './Clock.ts';

interface Timer {
  atMs: number;
  everyMs: number | null;
  task: () => void;
}

/** A Clock that stands still until a test calls `advance`. */
export class FakeClock implements Clock {
  #nowMs: number;
  readonly #timers = new Set<Timer>();

  constructor(startMs = 1_700_000_000_000) {
    this.#nowMs = startMs;
  }

  nowMs(): number {
    return this.#nowMs;
  }

  get pendingTimers(): number {
    return this.#timers.size;
  }

  after(delayMs: number, task: () => void): () => void {
    return this.#schedule({ atMs: this.#nowMs + delayMs, everyMs: null, task });
  }

  every(intervalMs: number, task: () => void): () => void {
    return this.#schedule({ atMs: this.#nowMs + intervalMs, everyMs: intervalMs, task });
  }

  /** Runs everything that falls due in the next `ms`, in order. */
  advance(ms: number): void {
    const endMs = this.#nowMs + ms;
    for (let timer = this.#nextDue(endMs); timer; timer = this.#nextDue(endMs)) {
      this.#nowMs = timer.atMs;
      if (timer.everyMs === null) this.#timers.delete(timer);
      else timer.atMs += timer.everyMs;
      timer.task();
    }
    this.#nowMs = endMs;
  }

  #schedule(timer: Timer): () => void {
    this.#timers.add(timer);
    return () => this.#timers.delete(timer);
  }

  #nextDue(endMs: number): Timer | undefined {
    const due = [...this.#timers].filter((timer) => timer.atMs <= endMs);
    return due.sort((a, b) => a.atMs - b.atMs)[0];
  }
}
