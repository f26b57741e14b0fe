import { AppError } from '../core/AppError.ts';

/** A map by id with a maximum that also counts entries which are still being made. */
export class CappedMap<T> {
  readonly #entries = new Map<string, T>();
  readonly #max: number;
  #pending = 0;

  constructor(max: number) {
    this.#max = max;
  }

  /**
   * Makes and keeps an entry.
   * @throws AppError `limit_reached`
   */
  async add<E extends T>(make: () => Promise<[id: string, entry: E]>): Promise<E> {
    if (this.#entries.size + this.#pending >= this.#max) throw new AppError('limit_reached');
    this.#pending += 1;
    try {
      const [id, entry] = await make();
      this.#entries.set(id, entry);
      return entry;
    } finally {
      this.#pending -= 1;
    }
  }

  /** @throws AppError `not_found` */
  get(id: string): T {
    const entry = this.#entries.get(id);
    if (entry === undefined) throw new AppError('not_found');
    return entry;
  }

  get all(): T[] {
    return [...this.#entries.values()];
  }

  delete(id: string): boolean {
    return this.#entries.delete(id);
  }

  /** Removes and returns the entries that fit. */
  deleteWhere(fits: (entry: T) => boolean): [id: string, entry: T][] {
    const removed = [...this.#entries].filter(([, entry]) => fits(entry));
    for (const [id] of removed) this.#entries.delete(id);
    return removed;
  }

  /** Removes and returns all entries. */
  clear(): T[] {
    const entries = this.all;
    this.#entries.clear();
    return entries;
  }
}
