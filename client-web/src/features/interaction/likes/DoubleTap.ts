const withinMs = 320;
const withinPx = 48;
/** After a double tap each further one counts by itself for so long: hearts are tapped in series. */
const seriesMs = 900;

interface Tap {
  x: number;
  y: number;
  atMs: number;
}

/** Tells double taps on a picture, and the single ones that follow them quickly, from taps that mean something else. */
export class DoubleTap {
  #last: Tap | null = null;
  #seriesUntilMs = Number.NEGATIVE_INFINITY;

  /** @returns whether this one is a like */
  tap(tap: Tap): boolean {
    const before = this.#last;
    this.#last = tap;
    const isSecond =
      before !== null &&
      tap.atMs - before.atMs <= withinMs &&
      Math.hypot(tap.x - before.x, tap.y - before.y) <= withinPx;
    if (!isSecond && tap.atMs > this.#seriesUntilMs) return false;
    this.#seriesUntilMs = tap.atMs + seriesMs;
    return true;
  }
}
