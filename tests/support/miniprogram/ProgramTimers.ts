/** A program's timers, which end with it. */
export class ProgramTimers {
  readonly #timeouts = new Set<NodeJS.Timeout>();
  #isOver = false;

  readonly globals = {
    setTimeout: (run: (...args: unknown[]) => void, ms?: number, ...args: unknown[]) => {
      if (this.#isOver) return undefined;
      const timeout = setTimeout(() => {
        this.#timeouts.delete(timeout);
        run(...args);
      }, ms);
      this.#timeouts.add(timeout);
      return timeout;
    },
    setInterval: (run: (...args: unknown[]) => void, ms?: number, ...args: unknown[]) => {
      if (this.#isOver) return undefined;
      const interval = setInterval(run, ms, ...args);
      this.#timeouts.add(interval);
      return interval;
    },
    clearTimeout: (timeout: NodeJS.Timeout | undefined) => this.#stop(timeout),
    clearInterval: (interval: NodeJS.Timeout | undefined) => this.#stop(interval),
  };

  /** For good: what the end of sockets and pages sets off starts nothing any more. */
  clear(): void {
    this.#isOver = true;
    for (const timeout of [...this.#timeouts]) this.#stop(timeout);
  }

  #stop(timeout: NodeJS.Timeout | undefined): void {
    if (!timeout) return;
    clearTimeout(timeout);
    this.#timeouts.delete(timeout);
  }
}
