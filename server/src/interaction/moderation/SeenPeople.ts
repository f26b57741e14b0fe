import type { Identity } from '../../rooms/permissions.ts';

const maxPeople = 20_000;

/** Remembers who has come into rooms lately: who has gone in the meantime can still be named, and sanctioned with their address. */
export class SeenPeople {
  readonly #identities = new Map<string, Identity>();

  note(identity: Identity): void {
    this.#identities.delete(identity.userId);
    this.#identities.set(identity.userId, identity);
    const oldest = this.#identities.keys().next();
    if (this.#identities.size > maxPeople && !oldest.done) this.#identities.delete(oldest.value);
  }

  get(userId: string): Identity | null {
    return this.#identities.get(userId) ?? null;
  }
}
