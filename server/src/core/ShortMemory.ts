import type { Clock } from './Clock.ts';

interface Kept<T> {
  value: Promise<T>;
  untilMs: number;
}

/** Keeps answers for a short while, and asks once however many want the same. The ones asked for longest ago are forgotten first. */
export class ShortMemory<T> {
  readonly #clock: Clock;
  readonly #limits: { keptMs: number; maxEntries: number };
  readonly #kept = new Map<string, Kept<T>>();

  constructor(clock: Clock, limits: { keptMs: number; maxEntries: number }) {
    this.#clock = clock;
    this.#limits = limits;
  }

  get(key: string, ask: () => Promise<T>): Promise<T> {
    const kept = this.#kept.get(key);
    if (kept && kept.untilMs > this.#clock.nowMs()) return kept.value;
    const value = ask();
    const entry = this.#keep(key, value);
    value.catch(() => {
      if (this.#kept.get(key) === entry) this.#kept.delete(key);
    });
    return value;
  }

  set(key: string, value: T): void {
    this.#keep(key, Promise.resolve(value));
  }

  forget(key: string): void {
    this.#kept.delete(key);
  }

  #keep(key: string, value: Promise<T>): Kept<T> {
    const entry = { value, untilMs: this.#clock.nowMs() + this.#limits.keptMs };
    this.#kept.delete(key);
    this.#kept.set(key, entry);
    const oldest = this.#kept.keys().next();
    if (this.#kept.size > this.#limits.maxEntries && !oldest.done) this.#kept.delete(oldest.value);
    return entry;
  }
}
