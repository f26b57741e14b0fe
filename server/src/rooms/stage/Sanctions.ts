import type { MutableSource, SeatOccupant } from '@lianmai/shared';

type ForcedMute = SeatOccupant['forcedMute'];

const notMuted: ForcedMute = { microphone: false, camera: false };

/**
 * Owns what hosts have done against somebody, for the rest of the show: leaving the seat and coming back undoes none of it.
 */
export class Sanctions {
  readonly #mutes = new Map<string, ForcedMute>();
  readonly #cut = new Set<string>();
  readonly #takenOff = new Set<string>();

  mutesOf(userId: string): ForcedMute {
    return this.#mutes.get(userId) ?? notMuted;
  }

  setMuted(userId: string, source: MutableSource, isMuted: boolean): void {
    this.#mutes.set(userId, { ...this.mutesOf(userId), [source]: isMuted });
  }

  /** They come on air again only by a host's hand. */
  isCut(userId: string): boolean {
    return this.#cut.has(userId);
  }

  setCut(userId: string, isCut: boolean): void {
    if (isCut) this.#cut.add(userId);
    else this.#cut.delete(userId);
  }

  /** They come on stage again only by a host's hand. */
  isTakenOff(userId: string): boolean {
    return this.#takenOff.has(userId);
  }

  setTakenOff(userId: string, isTakenOff: boolean): void {
    if (isTakenOff) this.#takenOff.add(userId);
    else this.#takenOff.delete(userId);
  }

  /** The show is over. */
  clear(): void {
    this.#mutes.clear();
    this.#cut.clear();
    this.#takenOff.clear();
  }
}
