/** A typed emitter whose `on` returns its own undo. A listener that throws does not keep the others from hearing. */
export class Emitter<Events extends object> {
  readonly #listeners = new Map<keyof Events, Set<(payload: never) => void>>();

  on<E extends keyof Events>(event: E, listener: (payload: Events[E]) => void): () => void {
    const set = this.#listeners.get(event) ?? new Set();
    set.add(listener);
    this.#listeners.set(event, set);
    return () => {
      set.delete(listener);
    };
  }

  emit<E extends keyof Events>(event: E, payload: Events[E]): void {
    for (const listener of [...(this.#listeners.get(event) ?? [])]) {
      try {
        (listener as (payload: Events[E]) => void)(payload);
      } catch (error) {
        // Reported as uncaught, where an application's error reporting sees it, without breaking ours.
        reportUncaught(error);
      }
    }
  }

  clear(): void {
    this.#listeners.clear();
  }
}

export function reportUncaught(error: unknown): void {
  setTimeout(() => {
    throw error;
  }, 0);
}
