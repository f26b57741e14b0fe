import type { RoomStatus, UserRef } from '@lianmai/shared';
import { AppError } from '../core/AppError.ts';
import { randomRoomId } from './ids.ts';
import { Room, type RoomDeps } from './Room.ts';

export interface RoomPage {
  rooms: Room[];
  /** Pass to `list` for the next page; `null` at the end. */
  nextCursor: string | null;
}

/** All Rooms of this server, newest first. The one place where Rooms begin and end. */
export class RoomRegistry {
  readonly #deps: RoomDeps;
  readonly #rooms = new Map<string, Room>();
  readonly #maxRoomsPerUser: number;
  #isDraining = false;

  constructor(deps: RoomDeps, options: { maxRoomsPerUser: number }) {
    this.#deps = deps;
    this.#maxRoomsPerUser = options.maxRoomsPerUser;
  }

  get isDraining(): boolean {
    return this.#isDraining;
  }

  get all(): readonly Room[] {
    return [...this.#rooms.values()];
  }

  find(roomId: string): Room | undefined {
    return this.#rooms.get(roomId);
  }

  /** @throws AppError `room_not_found` */
  get(roomId: string): Room {
    const room = this.#rooms.get(roomId);
    if (!room) throw new AppError('room_not_found');
    return room;
  }

  /** @throws AppError `draining`, `room_exists`, `limit_reached` */
  create(details: {
    id?: string | undefined;
    title: string;
    coverUrl: string | null;
    anchor: UserRef;
  }): Room {
    this.assertNotDraining();
    const id = details.id ?? randomRoomId();
    if (this.#rooms.has(id)) throw new AppError('room_exists');
    const owned = this.all.filter((room) => room.anchor.id === details.anchor.id);
    if (owned.length >= this.#maxRoomsPerUser) this.#makePlace(owned);
    const room = new Room({ ...details, id }, this.#deps);
    this.#rooms.set(id, room);
    this.#deps.log.info({ roomId: id, anchorId: details.anchor.id }, 'room created');
    return room;
  }

  /** `cursor` is the id of the last room of the page before: stable while rooms come and go. */
  list(query: { status?: RoomStatus | undefined; limit: number; cursor?: string | undefined }): RoomPage {
    const newestFirst = [...this.#rooms.values()].reverse();
    const start = query.cursor ? newestFirst.findIndex((room) => room.id === query.cursor) + 1 : 0;
    const matching = newestFirst
      .slice(start)
      .filter((room) => !query.status || room.view().status === query.status);
    const rooms = matching.slice(0, query.limit);
    const hasMore = matching.length > rooms.length;
    return { rooms, nextCursor: hasMore ? (rooms.at(-1)?.id ?? null) : null };
  }

  /** Tells everybody that the server will stop, and refuses new rooms and shows from now on. */
  drain(stopsInMs: number): void {
    this.#isDraining = true;
    for (const room of this.#rooms.values()) {
      for (const session of room.sessions) session.notify('draining', { stopsInMs });
    }
  }

  assertNotDraining(): void {
    if (this.#isDraining) throw new AppError('draining');
  }

  get hasLiveShow(): boolean {
    return this.all.some((room) => room.isLive);
  }

  close(): void {
    for (const room of this.#rooms.values()) room.close('server_stopping');
    this.#rooms.clear();
  }

  // Somebody who opens room after room keeps the newest: the oldest one that is empty and off air makes place.
  #makePlace(owned: Room[]): void {
    const idle = owned.find((room) => !room.isLive && room.sessions.length === 0);
    if (!idle) throw new AppError('limit_reached', { detail: 'too many rooms of one user' });
    idle.close('room_closed');
    this.#rooms.delete(idle.id);
  }
}
