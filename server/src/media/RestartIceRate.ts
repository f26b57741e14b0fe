const minDistanceMs = 5000;
const windowMs = 60_000;
const maxPerWindow = 5;

/** Allows an ICE restart at least 5 s after the last and five times a minute (source: jicofo reference.conf). */
export class RestartIceRate {
  #at: number[] = [];

  /** Counts a restart at `nowMs` and tells whether it may happen. Refused ones do not count. */
  tryRestart(nowMs: number): boolean {
    this.#at = this.#at.filter((at) => nowMs - at < windowMs);
    const last = this.#at.at(-1);
    const isTooSoon = last !== undefined && nowMs - last < minDistanceMs;
    if (isTooSoon || this.#at.length >= maxPerWindow) return false;
    this.#at.push(nowMs);
    return true;
  }
}
