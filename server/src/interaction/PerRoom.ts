import type { Room } from '../rooms/Room.ts';
import type { RoomRegistry } from '../rooms/RoomRegistry.ts';

/** What a feature keeps for each Room, made as the Room opens and forgotten with it. */
export class PerRoom<T> {
  readonly #byRoom = new WeakMap<Room, T>();
  readonly #create: (room: Room) => T;

  constructor(rooms: Pick<RoomRegistry, 'onRoomOpened'>, create: (room: Room) => T) {
    this.#create = create;
    rooms.onRoomOpened((room) => this.of(room));
  }

  of(room: Room): T {
    const known = this.#byRoom.get(room);
    if (known) return known;
    const made = this.#create(room);
    this.#byRoom.set(room, made);
    return made;
  }
}
