import { isGuestId } from '../auth/guests.ts';
import type { Config } from '../config/Config.ts';
import type { Clock } from '../core/Clock.ts';
import type { Logger } from '../core/logger.ts';
import { mostClosedRooms } from '../rooms/ClosedRooms.ts';
import { type Identity, userOf } from '../rooms/permissions.ts';
import type { ClosedRoom, KeptRoom } from '../rooms/ports/RoomRecords.ts';
import type { RoomRegistry } from '../rooms/RoomRegistry.ts';
import { type ServerLock, takeServerLock } from '../store/lock/ServerLock.ts';
import { SqlRoomRecords } from '../store/records/SqlRoomRecords.ts';
import { SqlUserDirectory } from '../store/records/SqlUserDirectory.ts';
import { Store } from '../store/Store.ts';
import { storeLocation } from '../store/storeLocation.ts';

const closeDeadlineMs = 4000;

/**
 * The database, which no other server has meanwhile, and what is written behind into it. Closing writes what waits, then closes the
 * database.
 */
export class Records {
  readonly store: Store;
  readonly rooms: SqlRoomRecords;
  readonly users: SqlUserDirectory;
  readonly #lock: ServerLock;
  readonly #clock: Clock;
  readonly #log: Logger;
  #keptRooms: readonly KeptRoom[];
  #closedRooms: readonly ClosedRoom[];
  readonly #likes: ReadonlyMap<string, number>;

  /** @throws StartError when the database cannot be used, or another server uses it; nothing stays open then */
  static async open(deps: { config: Config; clock: Clock; log: Logger }): Promise<Records> {
    const { config, clock, log } = deps;
    const location = storeLocation(config);
    const lock = await takeServerLock(location, { clock, log });
    let store: Store | undefined;
    try {
      store = await Store.open({ location, clock, log });
      const rooms = new SqlRoomRecords(store, { clock, log });
      const lostShows = await rooms.closeLostShows();
      if (lostShows > 0) log.warn({ shows: lostShows }, 'the last server died during a show');
      const users = new SqlUserDirectory(store, { clock, log });
      const kept = await rooms.keptRooms();
      const closed = await rooms.closedRooms(mostClosedRooms);
      return new Records({ lock, store, rooms, users }, { kept, closed }, deps);
    } catch (error) {
      await store?.close();
      await lock.close();
      throw error;
    }
  }

  private constructor(
    { lock, store, rooms, users }: Pick<Records, 'store' | 'rooms' | 'users'> & { lock: ServerLock },
    { kept, closed }: { kept: readonly KeptRoom[]; closed: readonly ClosedRoom[] },
    { clock, log }: { clock: Clock; log: Logger },
  ) {
    this.#clock = clock;
    this.#log = log;
    this.#lock = lock;
    this.store = store;
    this.rooms = rooms;
    this.users = users;
    this.#keptRooms = kept;
    this.#closedRooms = closed;
    this.#likes = new Map(kept.map(({ room, likeCount }) => [room.id, likeCount]));
  }

  get keptRoomIds(): string[] {
    return this.#keptRooms.map(({ room }) => room.id);
  }

  /** What a room had when the server before stopped. */
  likesBefore(roomId: string): number {
    return this.#likes.get(roomId) ?? 0;
  }

  /** Once, when every feature listens for opened rooms and nobody can come yet. */
  restoreRooms(registry: RoomRegistry): void {
    registry.restore(this.#keptRooms, this.#closedRooms);
    this.#keptRooms = [];
    this.#closedRooms = [];
  }

  /** Everybody who acts. */
  remember(identity: Identity): void {
    this.users.remember(userOf(identity), isGuestId(identity.userId) ? 'guest' : 'external');
  }

  /**
   * Writes what waits and closes the database; one that does not answer is not waited for.
   * @param writeRest what features still have to write, before the database is closed
   */
  async close(writeRest: () => Promise<void> = async () => undefined): Promise<void> {
    let cancel = (): void => undefined;
    const givenUp = new Promise<'late'>((resolve) => {
      cancel = this.#clock.after(closeDeadlineMs, () => resolve('late'));
    });
    const outcome = await Promise.race([this.#close(writeRest), givenUp]);
    cancel();
    if (outcome === 'late') this.#log.error('the database does not answer: stopping without it');
  }

  async #close(writeRest: () => Promise<void>): Promise<void> {
    await writeRest();
    await Promise.all([this.rooms.close(), this.users.close()]);
    await this.store.close();
    await this.#lock.close();
  }
}
