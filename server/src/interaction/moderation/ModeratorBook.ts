import type { NamedModerator } from './ports.ts';

/** Owns who is moderator of which room, in memory. */
export class ModeratorBook {
  readonly #rooms = new Map<string, Map<string, NamedModerator>>();

  put(moderator: NamedModerator): void {
    const ofRoom = this.#rooms.get(moderator.roomId) ?? new Map<string, NamedModerator>();
    this.#rooms.set(moderator.roomId, ofRoom.set(moderator.user.id, moderator));
  }

  /** False when they were none. */
  remove(roomId: string, userId: string): boolean {
    const ofRoom = this.#rooms.get(roomId);
    const wasThere = ofRoom?.delete(userId) ?? false;
    if (ofRoom?.size === 0) this.#rooms.delete(roomId);
    return wasThere;
  }

  has(roomId: string, userId: string): boolean {
    return this.#rooms.get(roomId)?.has(userId) ?? false;
  }

  /** In the order in which they were named. */
  list(roomId: string): NamedModerator[] {
    return [...(this.#rooms.get(roomId)?.values() ?? [])];
  }
}
