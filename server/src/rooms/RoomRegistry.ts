import type { RoomAccess, RoomStatus, UserRef } from '@lianmai/shared';
import { AppError } from '../core/AppError.ts';
import { Disposables } from '../core/Disposables.ts';
import { Emitter } from '../core/Emitter.ts';
import { ClosedRooms } from './ClosedRooms.ts';
import { randomRoomId } from './ids.ts';
import type { ClosedRoom, KeptRoom } from './ports/RoomRecords.ts';
import { Room } from './Room.ts';
import type { RoomDeps, RoomDetails } from './RoomDeps.ts';
import { RoomKeeper } from './RoomKeeper.ts';

export interface RoomPage {
  rooms: Room[];
  /** Pass to `list` for the next page; `null` at the end. */
  nextCursor: string | null;
}

export interface RoomLimits {
  maxRoomsPerUser: number;
  maxRooms: number;
  /** A room of this anchor in which nobody has been and nothing was on air for so long is closed, ms. */
  idleRoomMs: (anchorId: string) => number;
  /** When there are too many rooms, one that was idle for so long makes place for a new one, ms. */
  yieldingRoomMs: number;
}

interface Entry {
  room: Room;
  /** Counts up with every room ever made here: the order of the list. */
  number: number;
  usedAtMs: number;
  /** What the records say of it. */
  savedUseAtMs: number;
}

const sweepEveryMs = 60_000;
const saveUseEveryMs = 3_600_000;

/** All Rooms of this server, newest first. The one place where Rooms begin and end. */
export class RoomRegistry {
  readonly #deps: RoomDeps;
  readonly #limits: RoomLimits;
  readonly #entries = new Map<string, Entry>();
  readonly #closed = new ClosedRooms();
  readonly #opened: Emitter<{ roomOpened: Room }>;
  readonly #disposables = new Disposables();
  /** Whether a Room is waited for although nobody is in it. */
  #isAwaited: (roomId: string) => boolean = () => false;
  #lastNumber = 0;
  #drainEndsAtMs: number | null = null;

  constructor(deps: RoomDeps, limits: RoomLimits) {
    this.#deps = deps;
    this.#limits = limits;
    this.#opened = new Emitter((error) => deps.log.error({ err: error }, 'listener failed'));
    this.#disposables.add(deps.clock.every(sweepEveryMs, () => this.#closeIdleRooms()));
  }

  get isDraining(): boolean {
    return this.#drainEndsAtMs !== null;
  }

  /** How long a drain still takes; `null` when the server is not stopping. */
  get stopsInMs(): number | null {
    if (this.#drainEndsAtMs === null) return null;
    return Math.max(0, Math.round(this.#drainEndsAtMs - this.#deps.clock.nowMs()));
  }

  get all(): readonly Room[] {
    return [...this.#entries.values()].map(({ room }) => room);
  }

  get hasLiveShow(): boolean {
    return this.all.some((room) => room.isLive);
  }

  /** A Room is there from now on, with nobody in it yet: features attach themselves to it. Returns its undo. */
  onRoomOpened(listener: (room: Room) => void): () => void {
    return this.#opened.on('roomOpened', listener);
  }

  /** Rooms of which this is true are not idle: a show is announced there. */
  keepWhile(isAwaited: (roomId: string) => boolean): void {
    this.#isAwaited = isAwaited;
  }

  find(roomId: string): Room | undefined {
    return this.#entries.get(roomId)?.room;
  }

  /** @throws AppError `room_not_found` */
  get(roomId: string): Room {
    const room = this.find(roomId);
    if (!room) throw new AppError('room_not_found');
    return room;
  }

  /** @throws AppError `draining`, `room_exists` (also of an id that was somebody else's before), `limit_reached`, `capacity_reached` */
  create(details: {
    id?: string | undefined;
    title: string;
    coverUrl: string | null;
    anchor: UserRef;
    access?: RoomAccess;
  }): Room {
    this.assertNotDraining();
    const id = details.id ?? randomRoomId();
    if (this.#entries.has(id) || !this.#closed.isFreeFor(details.anchor.id, id))
      throw new AppError('room_exists');
    const owned = this.all.filter((room) => room.anchor.id === details.anchor.id);
    if (owned.length >= this.#limits.maxRoomsPerUser) this.#makePlace(owned);
    if (this.#entries.size >= this.#limits.maxRooms) this.#makePlaceAnywhere();
    const room = this.#open({ ...details, id }, this.#deps.clock.nowMs());
    this.#deps.log.info({ roomId: id, anchorId: details.anchor.id }, 'room created');
    return room;
  }

  /** Opens the rooms that an earlier server left, in the order in which they were made; for once, before anybody comes. */
  restore(keptRooms: readonly KeptRoom[], closedRooms: readonly ClosedRoom[] = []): void {
    for (const closed of [...closedRooms].sort((a, b) => a.closedAtMs - b.closedAtMs))
      this.#closed.add(closed);
    for (const kept of [...keptRooms].sort((a, b) => a.room.createdAtMs - b.room.createdAtMs)) {
      const { id, title, coverUrl, anchor, usedAtMs } = kept.room;
      this.#open({ id, title, coverUrl, anchor, kept }, usedAtMs);
    }
    if (keptRooms.length > 0) this.#deps.log.info({ rooms: keptRooms.length }, 'rooms restored');
  }

  /** The public ones. Stable while rooms come and go: the cursor is the number of the last room of the page before. */
  list(query: { status?: RoomStatus | undefined; limit: number; cursor?: number | undefined }): RoomPage {
    const below = query.cursor ?? Number.POSITIVE_INFINITY;
    const matching = [...this.#entries.values()]
      .reverse()
      .filter(
        ({ room, number }) =>
          number < below && !room.door.isPrivate && (!query.status || room.status === query.status),
      );
    const page = matching.slice(0, query.limit);
    const hasMore = matching.length > page.length;
    return {
      rooms: page.map(({ room }) => room),
      nextCursor: hasMore ? String(page.at(-1)?.number) : null,
    };
  }

  /** Tells everybody that the server will stop, and refuses new rooms and shows from now on. */
  drain(stopsInMs: number): void {
    this.#drainEndsAtMs = this.#deps.clock.nowMs() + stopsInMs;
    for (const room of this.all) {
      for (const session of room.sessions) session.notify('draining', { stopsInMs });
    }
  }

  assertNotDraining(): void {
    if (this.isDraining) throw new AppError('draining');
  }

  close(): void {
    this.#disposables.dispose();
    for (const room of this.all) room.close('server_stopping');
    this.#entries.clear();
  }

  #open(details: RoomDetails, usedAtMs: number): Room {
    const room = new Room(details, this.#deps);
    this.#entries.set(room.id, { room, number: ++this.#lastNumber, usedAtMs, savedUseAtMs: usedAtMs });
    // One that was kept without an invitation has made its first: it is to stay good.
    new RoomKeeper(room, this.#deps, typeof details.kept?.room.invitation === 'string');
    this.#opened.emit('roomOpened', room);
    return room;
  }

  #closeIdleRooms(): void {
    const nowMs = this.#deps.clock.nowMs();
    this.#saveUse(nowMs);
    for (const entry of this.#entries.values()) {
      if (this.#isInUse(entry.room)) entry.usedAtMs = nowMs;
      else if (nowMs - entry.usedAtMs >= this.#limits.idleRoomMs(entry.room.anchor.id))
        this.#remove(entry.room);
    }
  }

  // Of a show every time: should the server die, that is when it ended. Else now and then: it only keeps the room.
  #saveUse(nowMs: number): void {
    const due = [...this.#entries.values()].filter(
      ({ room, savedUseAtMs }) =>
        room.isLive || (this.#isInUse(room) && nowMs - savedUseAtMs >= saveUseEveryMs),
    );
    for (const entry of due) entry.savedUseAtMs = nowMs;
    if (due.length > 0)
      this.#deps.records.noteUse(
        due.map(({ room }) => room.id),
        Math.round(nowMs),
      );
  }

  // Somebody who opens room after room keeps the newest: the oldest one that is empty and off air makes place.
  #makePlace(owned: Room[]): void {
    const idle = owned.find((room) => !this.#isInUse(room));
    if (!idle) throw new AppError('limit_reached', { detail: 'too many rooms of one user' });
    this.#remove(idle);
  }

  #makePlaceAnywhere(): void {
    // An announced show keeps its room, but not at the cost of somebody who wants one now.
    const idle = [...this.#entries.values()].filter(({ room }) => !isOccupied(room));
    const oldest = idle.reduce<Entry | null>(
      (before, entry) => (before && before.usedAtMs <= entry.usedAtMs ? before : entry),
      null,
    );
    const yieldsBeforeMs = this.#deps.clock.nowMs() - this.#limits.yieldingRoomMs;
    if (!oldest || oldest.usedAtMs > yieldsBeforeMs)
      throw new AppError('capacity_reached', { detail: 'too many rooms' });
    this.#remove(oldest.room);
  }

  #remove(room: Room): void {
    room.close('room_closed');
    this.#entries.delete(room.id);
    this.#closed.add({ id: room.id, anchorId: room.anchor.id });
    this.#deps.log.info({ roomId: room.id }, 'room closed');
  }

  #isInUse(room: Room): boolean {
    return isOccupied(room) || this.#isAwaited(room.id);
  }
}

function isOccupied(room: Room): boolean {
  return room.isLive || room.sessionCount > 0;
}
