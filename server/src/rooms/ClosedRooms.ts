import type { ClosedRoom } from './ports/RoomRecords.ts';

/** More than this, and the ones closed longest ago are forgotten. */
export const mostClosedRooms = 200_000;

/**
 * Remembers whose the rooms were that are closed for good. Their chat, moderators, sanctions and statistics are still on record under
 * their ids: whoever opened one of these ids as a new room would inherit them.
 */
export class ClosedRooms {
  /** Closed longest ago first. */
  readonly #anchorIds = new Map<string, string>();

  add({ id, anchorId }: Pick<ClosedRoom, 'id' | 'anchorId'>): void {
    this.#anchorIds.delete(id);
    this.#anchorIds.set(id, anchorId);
    const [oldest] = this.#anchorIds.keys();
    if (this.#anchorIds.size > mostClosedRooms && oldest !== undefined) this.#anchorIds.delete(oldest);
  }

  /** Whether this anchor may give the id to a new room: nobody had it before, or they had. */
  isFreeFor(anchorId: string, id: string): boolean {
    return (this.#anchorIds.get(id) ?? anchorId) === anchorId;
  }
}
