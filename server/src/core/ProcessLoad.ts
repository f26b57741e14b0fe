import { monitorEventLoopDelay } from 'node:perf_hooks';
import type { Clock } from './Clock.ts';

const everyMs = 5000;

export interface LoadFigures {
  /** Used by this process over the last seconds, in cores. */
  cpuCores: number;
  /** How late the event loop was at worst but one in a hundred, over the last seconds. */
  eventLoopP99Ms: number;
}

/** Measures what this process costs, over the last five seconds. */
export class ProcessLoad {
  readonly #delay = monitorEventLoopDelay({ resolution: 10 });
  readonly #stop: () => void;
  #figures: LoadFigures = { cpuCores: 0, eventLoopP99Ms: 0 };
  #before = { cpu: process.cpuUsage(), atMs: performance.now() };

  constructor(clock: Clock) {
    this.#delay.enable();
    this.#stop = clock.every(everyMs, () => this.#measure());
  }

  get figures(): LoadFigures {
    return this.#figures;
  }

  close(): void {
    this.#stop();
    this.#delay.disable();
  }

  #measure(): void {
    const { user, system } = process.cpuUsage(this.#before.cpu);
    const atMs = performance.now();
    const passedUs = (atMs - this.#before.atMs) * 1000;
    // The histogram measures the time between two of its ticks: what is beyond its resolution is the delay.
    const eventLoopP99Ms = Math.max(0, this.#delay.percentile(99) / 1e6 - 10);
    this.#figures = { cpuCores: passedUs > 0 ? (user + system) / passedUs : 0, eventLoopP99Ms };
    this.#before = { cpu: process.cpuUsage(), atMs };
    this.#delay.reset();
  }
}
