/** Twice what the fastest cameras give. */
const mostPerSecond = 120;
/** After a stall of this process what came meanwhile comes at once. */
const burstMs = 1500;

/** Says which pictures are decoded when a publisher sends more of them than anybody could see. */
export class PictureRate {
  #usedToMs = Number.NEGATIVE_INFINITY;

  /** `nowMs` is when it arrived: its own time is the publisher's word. */
  admits(nowMs: number): boolean {
    const usedToMs = Math.max(this.#usedToMs, nowMs) + 1000 / mostPerSecond;
    if (usedToMs - nowMs > burstMs) return false;
    this.#usedToMs = usedToMs;
    return true;
  }
}
