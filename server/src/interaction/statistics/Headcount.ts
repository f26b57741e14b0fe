/** How many there are of each kind, and how long they were there all together, without remembering any of them. */
export class Headcount<Kind extends string> {
  readonly #counts = new Map<Kind, number>();
  readonly #watchMs = new Map<Kind, number>();
  #countedToMs: number;

  constructor(nowMs: number) {
    this.#countedToMs = nowMs;
  }

  /** One more or one fewer since `atMs`, which may lie in the past: that somebody is gone is noticed late. */
  change(kind: Kind, by: 1 | -1, atMs: number): void {
    this.advance(atMs);
    const countedMs = this.#countedToMs - atMs;
    this.#watchMs.set(kind, Math.max(0, this.watchMs(kind) + by * countedMs));
    this.#counts.set(kind, Math.max(0, this.count(kind) + by));
  }

  count(kind: Kind): number {
    return this.#counts.get(kind) ?? 0;
  }

  watchMs(kind: Kind): number {
    return this.#watchMs.get(kind) ?? 0;
  }

  /** Time passes for everybody who is there. */
  advance(nowMs: number): void {
    const passedMs = nowMs - this.#countedToMs;
    if (passedMs <= 0) return;
    this.#countedToMs = nowMs;
    for (const [kind, count] of this.#counts) {
      if (count > 0) this.#watchMs.set(kind, this.watchMs(kind) + count * passedMs);
    }
  }

  /** Nobody is there any more; the time stays counted. */
  empty(nowMs: number): void {
    this.advance(nowMs);
    this.#counts.clear();
  }
}
