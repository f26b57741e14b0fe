const firstDelayMs = 100;
const maxDelayMs = 8000;
/** A child that lived this long was healthy: its successor starts at once again. */
const healthyMs = 10_000;

/** How long to wait before a failed child's successor: nothing after a healthy one, then longer each time. */
export class RestartBudget {
  #failures = 0;

  /** `livedMs`: how long the failed one gave output. */
  delayAfter(livedMs: number): number {
    if (livedMs >= healthyMs) this.#failures = 0;
    const delayMs = this.#failures === 0 ? 0 : Math.min(maxDelayMs, firstDelayMs * 2 ** this.#failures);
    this.#failures++;
    return delayMs;
  }
}
