import type { Publication } from '@lianmai/shared';
import type { Logger } from '../../core/logger.ts';
import type { PkRoom } from './PkRoom.ts';

export interface RivalTracksOptions {
  /** Where they are shown. */
  host: PkRoom;
  /** Whose anchor they are of. */
  rival: PkRoom;
  log: Logger;
}

/**
 * Owns the rival anchor's tracks on air in one room of a PK. Guarantees that they are what is on air at the rival's, never what the rival
 * itself has from elsewhere, and that nothing of them is left after `close()`.
 */
export class RivalTracks {
  readonly #options: RivalTracksOptions;
  /** By producer: what ends the borrowing. */
  readonly #shown = new Map<string, () => void>();
  #isClosed = false;

  constructor(options: RivalTracksOptions) {
    this.#options = options;
  }

  /** Makes the host show what the rival's anchor has on air now. */
  sync(): void {
    if (this.#isClosed) return;
    const wanted = anchorTracksOf(this.#options.rival);
    const kept = new Set(wanted.map(({ producerId }) => producerId));
    for (const producerId of [...this.#shown.keys()]) if (!kept.has(producerId)) this.#remove(producerId);
    for (const publication of wanted) this.#show(publication);
  }

  /** Idempotent. */
  close(): void {
    this.#isClosed = true;
    for (const producerId of [...this.#shown.keys()]) this.#remove(producerId);
  }

  #show(publication: Publication): void {
    const { tracks } = this.#options.host;
    const { producerId, isPaused } = publication;
    if (this.#shown.has(producerId)) {
      tracks.setForeignPaused(producerId, isPaused);
      return;
    }
    const giveBack = this.#borrow(producerId);
    if (!giveBack) return;
    this.#shown.set(producerId, giveBack);
    tracks.addForeign(publication);
  }

  // A track whose media has just gone is still on air for a moment: the rival room tells when that changes.
  #borrow(producerId: string): (() => void) | null {
    const { host, rival, log } = this.#options;
    try {
      return host.media.borrowProducer(rival.media, producerId);
    } catch (error) {
      log.info(
        { err: error, producerId, roomId: host.id, rivalId: rival.id },
        'a track of the rival cannot be had',
      );
      return null;
    }
  }

  #remove(producerId: string): void {
    const giveBack = this.#shown.get(producerId);
    this.#shown.delete(producerId);
    this.#options.host.tracks.removeForeign(producerId);
    giveBack?.();
  }
}

function anchorTracksOf(room: PkRoom): Publication[] {
  return room.tracks.publications.filter(({ roomId, seat }) => roomId === room.id && seat === 0);
}
