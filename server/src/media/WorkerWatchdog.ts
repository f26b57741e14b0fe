import type { Clock } from '../core/Clock.ts';

export interface WorkerWatchdogOptions {
  clock: Clock;
  intervalMs: number;
  /** Asks for a sign of life; resolves with the CPU time that the worker has used so far. */
  probe: () => Promise<{ cpuTimeMs: number }>;
  onHang: () => void;
}

// Probes are counted in ticks of our own timer, not by the wall clock: after a stall of our own event loop, one late tick
// fires before the answers that are waiting in the socket are read, and must not cost a healthy worker its life.
const missedTicksAllowed = 2;

/** Watches one worker: asks every interval, remembers its CPU use, and calls `onHang` once when an answer stays out for two. */
export class WorkerWatchdog {
  /** Cores that the worker used between its last two answers. */
  cpuCores = 0;
  readonly #options: WorkerWatchdogOptions;
  #isWaiting = false;
  #missedTicks = 0;
  #last: { cpuTimeMs: number; atMs: number } | null = null;
  #stopTicking: () => void;

  constructor(options: WorkerWatchdogOptions) {
    this.#options = options;
    this.#stopTicking = options.clock.every(options.intervalMs, () => this.#tick());
    void this.#ask();
  }

  stop(): void {
    this.#stopTicking();
  }

  #tick(): void {
    if (!this.#isWaiting) {
      void this.#ask();
      return;
    }
    this.#missedTicks += 1;
    if (this.#missedTicks < missedTicksAllowed) return;
    this.stop();
    this.#options.onHang();
  }

  async #ask(): Promise<void> {
    this.#isWaiting = true;
    this.#missedTicks = 0;
    try {
      this.#measure(await this.#options.probe());
      this.#isWaiting = false;
    } catch {
      // An error is no sign of life either. When the worker is dead or closing, its owner stops this watchdog.
    }
  }

  #measure({ cpuTimeMs }: { cpuTimeMs: number }): void {
    const atMs = this.#options.clock.nowMs();
    if (this.#last && atMs > this.#last.atMs) {
      this.cpuCores = (cpuTimeMs - this.#last.cpuTimeMs) / (atMs - this.#last.atMs);
    }
    this.#last = { cpuTimeMs, atMs };
  }
}
