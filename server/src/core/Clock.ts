/** Time and timers, so that tests can hold them. */
export interface Clock {
  /** Wall clock, ms since the epoch; never goes back within one process. */
  nowMs(): number;
  /** Calls `task` once after `delayMs`; the returned function cancels it. */
  after(delayMs: number, task: () => void): () => void;
  /** Calls `task` every `intervalMs`; the returned function cancels it. */
  every(intervalMs: number, task: () => void): () => void;
}

/** The machine's clock, monotonic: an NTP step during a show must not reorder its Room log. */
export class SystemClock implements Clock {
  readonly #originMs = Date.now() - performance.now();

  nowMs(): number {
    return this.#originMs + performance.now();
  }

  after(delayMs: number, task: () => void): () => void {
    const timer = setTimeout(task, delayMs);
    return () => clearTimeout(timer);
  }

  every(intervalMs: number, task: () => void): () => void {
    const timer = setInterval(task, intervalMs);
    return () => clearInterval(timer);
  }
}
