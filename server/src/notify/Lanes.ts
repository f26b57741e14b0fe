/** Runs so many pieces of work at the same time at most; none of them may reject. */
export class Lanes {
  readonly #most: number;
  readonly #running = new Set<Promise<void>>();

  constructor(most: number) {
    this.#most = most;
  }

  /** Starts it as soon as there is a place. Resolves then, not when it is done. */
  async start(work: () => Promise<void>): Promise<void> {
    while (this.#running.size >= this.#most) await Promise.race(this.#running);
    const one: Promise<void> = work().finally(() => this.#running.delete(one));
    this.#running.add(one);
  }

  async done(): Promise<void> {
    await Promise.all(this.#running);
  }
}
