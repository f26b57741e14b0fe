/** So much older than the picture a message is not shown over it any more: after a cut, or when the player jumped. */
const tooLateMs = 4000;
/** What waits at most; of more the oldest is given up. */
const capacity = 500;

interface Waiting<T> {
  item: T;
  at: number;
}

/**
 * Keeps what happened until the picture of that moment is on screen. Times are on the room's media clock (`at` of the Room log),
 * which never goes back, so that what came first is due first.
 */
export class DelayQueue<T> {
  #waiting: Waiting<T>[] = [];

  get size(): number {
    return this.#waiting.length;
  }

  add(item: T, at: number): void {
    this.#waiting.push({ item, at });
    if (this.#waiting.length > capacity) this.#waiting.shift();
  }

  /** What is due when the picture of `pictureAtMs` is on screen. */
  take(pictureAtMs: number): T[] {
    const next = this.#waiting.findIndex(({ at }) => at > pictureAtMs);
    const due = next < 0 ? this.#waiting : this.#waiting.slice(0, next);
    this.#waiting = next < 0 ? [] : this.#waiting.slice(next);
    return due.filter(({ at }) => pictureAtMs - at <= tooLateMs).map(({ item }) => item);
  }

  delete(isGone: (item: T) => boolean): void {
    this.#waiting = this.#waiting.filter(({ item }) => !isGone(item));
  }
}
