import type { Clock } from '../../../core/Clock.ts';
import { Disposables } from '../../../core/Disposables.ts';
import type { LogEndReason } from '../../../rooms/RoomLog.ts';
import type { RoomLogMirror } from './RoomLogMirror.ts';

/** What the fleet needs to know of the way to the store. */
export interface StoreWay {
  readonly isReady: boolean;
  /** It is ready (again), and may hold something else than it was told. Returns its undo. */
  onVerify(listener: () => void): () => void;
}

export interface FleetFigures {
  rooms: number;
  fencedRooms: number;
  /** Entries that the store lacks. */
  unsaved: number;
  /** Since when the oldest of them waits, ms. */
  lagMs: number;
}

/** So long entries of a room gather before they are sent together. */
const gatherMs = 10;
/** Rooms served at once: bounds what is in flight, also when everything must be written again. */
const maxAtOnce = 16;
const retryRejectedMs = 2000;

/** Lets the mirrors of all rooms work, a few at once and each in its turn; rests while the store cannot be used. */
export class MirrorFleet {
  readonly #clock: Clock;
  readonly #way: StoreWay;
  readonly #mirrors = new Set<RoomLogMirror>();
  /** Those with work that is not being done, the longest waiting first. */
  readonly #waiting = new Set<RoomLogMirror>();
  readonly #working = new Set<RoomLogMirror>();
  /** Those whose entries were rejected, with what ends their rest. */
  readonly #resting = new Map<RoomLogMirror, () => void>();
  readonly #disposables = new Disposables();
  #cancelGathering: (() => void) | null = null;
  #onIdle: (() => void) | null = null;

  constructor(clock: Clock, way: StoreWay) {
    this.#clock = clock;
    this.#way = way;
    this.#disposables.add(way.onVerify(() => this.#verify()));
    this.#disposables.add(() => this.#cancelGathering?.());
    this.#disposables.add(() => {
      for (const cancel of this.#resting.values()) cancel();
    });
  }

  add(mirror: RoomLogMirror): void {
    this.#mirrors.add(mirror);
    this.touch(mirror);
  }

  /** The mirror may have work. */
  touch(mirror: RoomLogMirror): void {
    if (this.#disposables.isDisposed || this.#resting.has(mirror) || !mirror.hasWork) return;
    this.#waiting.add(mirror);
    this.#cancelGathering ??= this.#clock.after(gatherMs, () => {
      this.#cancelGathering = null;
      this.#serve();
    });
  }

  /** The room's log takes no more entries. */
  end(mirror: RoomLogMirror, reason: LogEndReason): void {
    mirror.end(reason);
    // What is held goes by itself after its time; a room that is gone is not kept in memory until then.
    if (reason === 'room_closed' && !this.#way.isReady) this.#remove(mirror);
    else this.touch(mirror);
  }

  figures(): FleetFigures {
    const mirrors = [...this.#mirrors];
    const since = mirrors.flatMap(({ unsavedSinceMs }) => unsavedSinceMs ?? []);
    return {
      rooms: mirrors.length,
      fencedRooms: mirrors.filter(({ state }) => state.name === 'fenced').length,
      unsaved: mirrors.reduce((sum, { unsaved }) => sum + unsaved, 0),
      lagMs: since.length > 0 ? Math.max(0, this.#clock.nowMs() - Math.min(...since)) : 0,
    };
  }

  /** Resolves when every mirror has nothing left to do, or when the time is up. */
  settle(deadlineMs: number): Promise<void> {
    if (!this.#hasWork) return Promise.resolve();
    return new Promise((resolve) => {
      const finish = () => {
        cancelDeadline();
        this.#onIdle = null;
        resolve();
      };
      const cancelDeadline = this.#clock.after(deadlineMs, finish);
      this.#onIdle = finish;
    });
  }

  close(): void {
    this.#disposables.dispose();
    this.#waiting.clear();
    this.#mirrors.clear();
  }

  get #hasWork(): boolean {
    return this.#waiting.size + this.#working.size + this.#resting.size > 0;
  }

  #remove(mirror: RoomLogMirror): void {
    this.#mirrors.delete(mirror);
    this.#waiting.delete(mirror);
    this.#resting.get(mirror)?.();
    this.#resting.delete(mirror);
  }

  #verify(): void {
    for (const mirror of this.#mirrors) {
      mirror.doubt();
      if (mirror.hasWork && !this.#resting.has(mirror)) this.#waiting.add(mirror);
    }
    this.#serve();
  }

  #serve(): void {
    for (const mirror of this.#waiting) {
      if (!this.#way.isReady || this.#working.size >= maxAtOnce) break;
      this.#waiting.delete(mirror);
      // Touched while it works: it looks again by itself when it is done.
      if (!this.#working.has(mirror)) void this.#work(mirror);
    }
    if (!this.#hasWork) this.#onIdle?.();
  }

  async #work(mirror: RoomLogMirror): Promise<void> {
    this.#working.add(mirror);
    const outcome = await mirror.work();
    this.#working.delete(mirror);
    if (this.#disposables.isDisposed) return;
    if (mirror.isOver || !this.#mirrors.has(mirror)) this.#remove(mirror);
    else if (outcome === 'rejected') this.#rest(mirror);
    else if (mirror.hasWork) this.#waiting.add(mirror);
    this.#serve();
  }

  #rest(mirror: RoomLogMirror): void {
    const cancel = this.#clock.after(retryRejectedMs, () => {
      this.#resting.delete(mirror);
      this.touch(mirror);
      this.#serve();
    });
    this.#resting.set(mirror, cancel);
  }
}
