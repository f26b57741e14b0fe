const everyMs = 10;

/** How late the timers of this process have been at most: what a busy machine adds to whatever is measured beside it. */
export class Lateness {
  readonly #timer: NodeJS.Timeout;
  #worstMs = 0;

  constructor() {
    let dueMs = performance.now() + everyMs;
    this.#timer = setInterval(() => {
      const nowMs = performance.now();
      this.#worstMs = Math.max(this.#worstMs, nowMs - dueMs);
      dueMs = nowMs + everyMs;
    }, everyMs);
  }

  get worstMs(): number {
    return this.#worstMs;
  }

  close(): void {
    clearInterval(this.#timer);
  }
}
