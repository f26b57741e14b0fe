/** Some seconds of packets: one stall among them decides nothing. */
const windowPackets = 100;

/** Tells how late packets usually are, time and again: the median of each hundred. */
export class LagWindow {
  #lags: number[] = [];

  /** The median in ms with each hundredth packet, else `null`. */
  push(lagMs: number): number | null {
    this.#lags.push(lagMs);
    if (this.#lags.length < windowPackets) return null;
    const sorted = this.#lags.sort((a, b) => a - b);
    this.#lags = [];
    return sorted[windowPackets / 2] ?? null;
  }
}
