/** Owns everything that must be stopped again; `dispose()` runs the stops last in, first out, and later additions at once. */
export class Disposables {
  #stops: (() => void)[] = [];
  #isDisposed = false;

  get isDisposed(): boolean {
    return this.#isDisposed;
  }

  add(stop: () => void): void {
    if (this.#isDisposed) stop();
    else this.#stops.push(stop);
  }

  /** Every stop runs even when one before it throws; the first error is rethrown at the end. */
  dispose(): void {
    this.#isDisposed = true;
    const errors: unknown[] = [];
    for (let stop = this.#stops.pop(); stop; stop = this.#stops.pop()) {
      try {
        stop();
      } catch (error) {
        errors.push(error);
      }
    }
    if (errors.length > 0) throw errors[0];
  }
}
