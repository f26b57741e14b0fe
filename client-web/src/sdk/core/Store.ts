import { reportUncaught } from './Emitter.ts';

/** A value that can be watched. Fits React's `useSyncExternalStore(store.subscribe, store.getSnapshot)` as it is. */
export interface ReadableStore<T> {
  /** The present value; the same object until it changes. */
  readonly getSnapshot: () => T;
  /** Calls `listener` after every change; returns the undo. */
  readonly subscribe: (listener: () => void) => () => void;
}

/** Owns one immutable value and tells everybody who watches it when it is replaced. */
export class Store<T> implements ReadableStore<T> {
  #value: T;
  readonly #listeners = new Set<() => void>();

  constructor(initial: T) {
    this.#value = initial;
  }

  // Arrow functions: React calls them without their object.
  readonly getSnapshot = (): T => this.#value;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => {
      this.#listeners.delete(listener);
    };
  };

  set(value: T): void {
    if (Object.is(value, this.#value)) return;
    this.#value = value;
    for (const listener of [...this.#listeners]) {
      try {
        listener();
      } catch (error) {
        reportUncaught(error);
      }
    }
  }

  update(change: (value: T) => T): void {
    this.set(change(this.#value));
  }
}
