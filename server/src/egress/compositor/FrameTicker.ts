import type { Clock } from '../../core/Clock.ts';

export interface Tick {
  /** The picture's time on the timeline, whole ms. */
  timeMs: number;
  /** Pictures whose time has passed since the last tick without one. */
  skipped: number;
}

export interface FrameTickerOptions {
  clock: Clock;
  /** The timeline's 0, ms since the epoch. */
  originMs: number;
  frameRate: number;
  /** The picture of time T is due at `originMs + T + delayMs`. */
  delayMs: number;
  onTick: (tick: Tick) => void;
}

/** The time of picture `index` of a timeline, whole ms: rounding never adds up. */
export function frameTimeMs(index: number, frameRate: number): number {
  return Math.round((index * 1000) / frameRate);
}

/** Calls `onTick` for each picture when it is due, by the clock and without drift; of pictures that are late together, for the newest. */
export class FrameTicker {
  readonly #options: FrameTickerOptions;
  #next: number;
  #cancel: () => void = () => {};

  constructor(options: FrameTickerOptions) {
    this.#options = options;
    this.#next = Math.max(0, this.#newestDue() + 1);
    this.#schedule();
  }

  stop(): void {
    this.#cancel();
    this.#cancel = () => {};
    this.#next = Number.POSITIVE_INFINITY;
  }

  #schedule(): void {
    if (!Number.isFinite(this.#next)) return;
    const { clock } = this.#options;
    const waitMs = this.#dueMs(this.#next) - clock.nowMs();
    this.#cancel = clock.after(Math.max(0, Math.ceil(waitMs)), () => this.#run());
  }

  #run(): void {
    const newest = this.#newestDue();
    if (newest >= this.#next) {
      const skipped = newest - this.#next;
      this.#next = newest + 1;
      this.#options.onTick({ timeMs: frameTimeMs(newest, this.#options.frameRate), skipped });
    }
    this.#schedule();
  }

  #dueMs(index: number): number {
    return this.#options.originMs + frameTimeMs(index, this.#options.frameRate) + this.#options.delayMs;
  }

  #newestDue(): number {
    const { clock, originMs, delayMs, frameRate } = this.#options;
    const timeMs = clock.nowMs() - originMs - delayMs;
    const index = Math.floor((timeMs * frameRate) / 1000) + 1;
    return frameTimeMs(index, frameRate) <= timeMs ? index : index - 1;
  }
}
