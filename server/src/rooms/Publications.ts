import type { MediaSource, Publication } from '@lianmai/shared';

/** The tracks on air in one Room, by producer id. Pure bookkeeping: knows neither media nor the Room log. */
export class Publications {
  readonly #byProducer = new Map<string, Publication>();

  all(): Publication[] {
    return [...this.#byProducer.values()];
  }

  get(producerId: string): Publication | undefined {
    return this.#byProducer.get(producerId);
  }

  add(publication: Publication): void {
    this.#byProducer.set(publication.producerId, publication);
  }

  /** @returns the publication that was removed, or `undefined`. */
  remove(producerId: string): Publication | undefined {
    const publication = this.#byProducer.get(producerId);
    this.#byProducer.delete(producerId);
    return publication;
  }

  setPaused(producerId: string, isPaused: boolean): boolean {
    const publication = this.#byProducer.get(producerId);
    if (!publication || publication.isPaused === isPaused) return false;
    this.#byProducer.set(producerId, { ...publication, isPaused });
    return true;
  }

  ofSession(sessionId: string): Publication[] {
    return this.all().filter((publication) => publication.sessionId === sessionId);
  }

  /** The track of `source` on seat 0. */
  ofAnchor(source: MediaSource): Publication | undefined {
    return this.all().find((publication) => publication.seat === 0 && publication.source === source);
  }
}
