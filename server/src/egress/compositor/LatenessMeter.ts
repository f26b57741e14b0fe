import type { Clock } from '../../core/Clock.ts';
import type { CompositorStats } from './protocol.ts';

/** Counts pictures, and how much later than they were due they leave the encoder. */
export class LatenessMeter {
  readonly #options: { clock: Clock; originMs: number; delayMs: number; frameMs: number };
  #frames = 0;
  #late = 0;
  #dropped = 0;
  #worstMs = 0;

  /** The picture of time T is due at `originMs + T + delayMs`. */
  constructor(options: { clock: Clock; originMs: number; delayMs: number; frameMs: number }) {
    this.#options = options;
  }

  /** @param skipped pictures before it whose time passed without one */
  countPicture(skipped: number): void {
    this.#frames += 1 + skipped;
    this.#dropped += skipped;
  }

  /** The encoder did not take the picture. */
  countDropped(): void {
    this.#dropped += 1;
  }

  countOut(timestampMs: number): void {
    const { clock, originMs, delayMs, frameMs } = this.#options;
    const latenessMs = clock.nowMs() - originMs - timestampMs - delayMs;
    this.#worstMs = Math.max(this.#worstMs, latenessMs);
    if (latenessMs > frameMs) this.#late += 1;
  }

  /** `worstLatenessMs` is that since the last call. */
  read(): Pick<CompositorStats, 'frames' | 'framesLate' | 'framesDropped' | 'worstLatenessMs'> {
    const worstLatenessMs = Math.round(this.#worstMs);
    this.#worstMs = 0;
    return { frames: this.#frames, framesLate: this.#late, framesDropped: this.#dropped, worstLatenessMs };
  }
}
