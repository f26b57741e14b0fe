import type { Clock } from '../../../core/Clock.ts';
import type { Logger } from '../../../core/logger.ts';
import { type LogPast, MemoryRoomLog, type RoomLog } from '../../../rooms/RoomLog.ts';
import { type FleetFigures, MirrorFleet, type StoreWay } from './MirrorFleet.ts';
import { RoomLogMirror } from './RoomLogMirror.ts';
import type { RoomLogStore } from './RoomLogStore.ts';

export interface MirroredRoomLogsOptions {
  store: RoomLogStore;
  way: StoreWay;
  clock: Clock;
  log: Logger;
  /** Entries that each log keeps. */
  capacity?: number;
}

/** Rooms asked for at once when they are recalled. */
const recallsAtOnce = 32;
/** Entries recalled of one room, and of all: thousands of rooms of the last week must not fill the memory of a server that starts. */
const recalledOfRoom = 200;
const recalledOfAll = 200_000;

/**
 * Room logs that number and tell at once, in memory, and are copied to a store behind that. A log goes on where an earlier process sealed it; one
 * whose past is not known for sure begins at the present time in ms, which no number of an earlier one has reached.
 */
export class MirroredRoomLogs {
  readonly #options: MirroredRoomLogsOptions;
  readonly #fleet: MirrorFleet;
  readonly #recalled = new Map<string, { past: LogPast; epoch: number }>();
  readonly #open = new Set<string>();
  #recallable = recalledOfAll;
  #lastEpoch = 0;

  constructor(options: MirroredRoomLogsOptions) {
    this.#options = options;
    this.#fleet = new MirrorFleet(options.clock, options.way);
  }

  /** Reads what is held of these rooms, before they are opened. Rooms for which that fails begin anew. */
  async recall(roomIds: readonly string[]): Promise<void> {
    // Taking a room again from oneself would fence off its own log.
    const left = roomIds.filter((roomId) => !this.#open.has(roomId));
    const recallNext = async (): Promise<void> => {
      for (let roomId = left.shift(); roomId !== undefined; roomId = left.shift()) await this.#recall(roomId);
    };
    await Promise.all(Array.from({ length: recallsAtOnce }, recallNext));
  }

  createLog(roomId: string): RoomLog {
    const { clock, log: logger, store, capacity } = this.#options;
    const recalled = this.#recalled.get(roomId);
    this.#recalled.delete(roomId);
    const child = logger.child({ roomId });
    const onListenerError = (error: unknown) => child.error({ err: error }, 'room log listener failed');
    const past = recalled?.past ?? { lastSeq: this.#unreachedSeq(), events: [] };
    const log = new MemoryRoomLog(clock, onListenerError, { capacity, past });
    const mirror = new RoomLogMirror({
      roomId,
      log,
      store,
      epoch: recalled?.epoch ?? this.#nextEpoch(),
      isClaimed: recalled !== undefined,
      logger: child,
    });
    this.#open.add(roomId);
    this.#fleet.add(mirror);
    log.onAppended(() => this.#fleet.touch(mirror));
    log.onClosed((reason) => {
      this.#open.delete(roomId);
      this.#fleet.end(mirror, reason);
    });
    return log;
  }

  figures(): FleetFigures {
    return this.#fleet.figures();
  }

  /** Saves and seals what it can in that time; every log must be closed by then. */
  async close(deadlineMs: number): Promise<void> {
    await this.#fleet.settle(deadlineMs);
    this.#fleet.close();
  }

  async #recall(roomId: string): Promise<void> {
    const { store, way, log } = this.#options;
    if (!way.isReady) return;
    const epoch = this.#nextEpoch();
    const newest = Math.max(0, Math.min(recalledOfRoom, this.#recallable));
    try {
      const past = await store.recall(roomId, { epoch, base: this.#unreachedSeq(), newest });
      this.#recallable -= past?.events.length ?? 0;
      if (past) this.#recalled.set(roomId, { past, epoch });
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      log.warn({ roomId, error: message }, 'room log could not be recalled; it begins anew');
    }
  }

  #unreachedSeq(): number {
    return Math.floor(this.#options.clock.nowMs());
  }

  /** Of two processes that take the same room the later one has the higher epoch, wherever they run. */
  #nextEpoch(): number {
    const fromClock = Math.floor(this.#options.clock.nowMs()) * 1000 + Math.floor(Math.random() * 1000);
    this.#lastEpoch = Math.max(this.#lastEpoch + 1, fromClock);
    return this.#lastEpoch;
  }
}
