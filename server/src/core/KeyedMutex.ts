/** Runs tasks with the same key one after another and tasks with different keys side by side. Keeps nothing for idle keys. */
export class KeyedMutex<K> {
  readonly #tails = new Map<K, Promise<unknown>>();

  async run<T>(key: K, task: () => Promise<T> | T): Promise<T> {
    const before = this.#tails.get(key) ?? Promise.resolve();
    const run = before.then(task, task);
    const tail = run.catch(() => undefined);
    this.#tails.set(key, tail);
    try {
      return await run;
    } finally {
      if (this.#tails.get(key) === tail) this.#tails.delete(key);
    }
  }

  get size(): number {
    return this.#tails.size;
  }
}
