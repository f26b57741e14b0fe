import type { Clock } from '../core/Clock.ts';

/** Remembers ids, each for its own time. */
export class RecentIds {
  readonly #clock: Clock;
  readonly #forgetting = new Map<string, () => void>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  add(id: string, forMs: number): void {
    this.#forgetting.set(
      id,
      this.#clock.after(forMs, () => this.#forgetting.delete(id)),
    );
  }

  has(id: string): boolean {
    return this.#forgetting.has(id);
  }

  close(): void {
    for (const cancel of this.#forgetting.values()) cancel();
    this.#forgetting.clear();
  }
}
