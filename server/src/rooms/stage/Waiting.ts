import type { UserRef } from '@lianmai/shared';
import type { Clock } from '../../core/Clock.ts';

/** Owns what waits for somebody's answer, in order of arrival and each thing for its own time. */
export class Waiting<T extends { user: UserRef }> {
  readonly #clock: Clock;
  readonly #onExpired: (item: T) => void;
  readonly #items = new Map<string, { item: T; cancelExpiry: () => void }>();

  /** @param onExpired called when the item has gone already */
  constructor(clock: Clock, onExpired: (item: T) => void) {
    this.#clock = clock;
    this.#onExpired = onExpired;
  }

  get all(): T[] {
    return [...this.#items.values()].map(({ item }) => item);
  }

  get(id: string): T | undefined {
    return this.#items.get(id)?.item;
  }

  ofUser(userId: string): T | undefined {
    return this.all.find(({ user }) => user.id === userId);
  }

  /** An item with the same id gives its place to this one. */
  set(id: string, item: T, forMs: number): void {
    this.#items.get(id)?.cancelExpiry();
    const expire = (): void => {
      this.#items.delete(id);
      this.#onExpired(item);
    };
    this.#items.set(id, { item, cancelExpiry: this.#clock.after(forMs, expire) });
  }

  /** False when it was not there any more. */
  delete(id: string): boolean {
    this.#items.get(id)?.cancelExpiry();
    return this.#items.delete(id);
  }

  /** @returns what was waiting */
  clear(): T[] {
    const items = this.all;
    for (const { cancelExpiry } of this.#items.values()) cancelExpiry();
    this.#items.clear();
    return items;
  }
}
