import type { RoomEvent } from '@lianmai/shared';
import { assertNever } from '../../../core/assertNever.ts';
import type { Logger } from '../../../core/logger.ts';
import type { LogEndReason, MemoryRoomLog } from '../../../rooms/RoomLog.ts';
import { RedisUnavailable } from '../redisErrors.ts';
import {
  type KeptEntries,
  type MirrorFact,
  type MirrorOrder,
  type MirrorState,
  mirrorOrder,
  nextMirrorState,
  unsavedCount,
} from './mirrorState.ts';
import type { Held, RoomLogStore } from './RoomLogStore.ts';

export interface RoomLogMirrorOptions {
  roomId: string;
  log: MemoryRoomLog;
  store: RoomLogStore;
  /** Who writes: higher than that of every writer of this room before. */
  epoch: number;
  /** The store holds everything that is in the log, by the claim of this epoch. */
  isClaimed: boolean;
  logger: Logger;
}

/** Few enough that a slow network carries them within the deadline of a command. */
const maxBatchEntries = 100;

/**
 * Copies one Room's log to the store, behind it and in order: the log never waits, and is itself the queue, so that what waits to be saved is bounded
 * by what it keeps. What the store holds is never assumed: after every doubt it is asked.
 */
export class RoomLogMirror {
  readonly #options: RoomLogMirrorOptions;
  #epoch: number;
  #state: MirrorState;
  #attempt = 0;
  #isDoubted = false;
  #ending: LogEndReason | null = null;
  #isOver = false;

  constructor(options: RoomLogMirrorOptions) {
    this.#options = options;
    this.#epoch = options.epoch;
    this.#state = options.isClaimed
      ? { name: 'following', saved: options.log.lastSeq }
      : { name: 'unclaimed' };
  }

  get state(): MirrorState {
    return this.#state;
  }

  /** Entries that the store lacks. */
  get unsaved(): number {
    return unsavedCount(this.#state, this.#kept);
  }

  /** When the oldest entry that the store lacks was appended, ms since the epoch; `null` when it has everything. */
  get unsavedSinceMs(): number | null {
    const { unsaved } = this;
    if (unsaved === 0) return null;
    return this.#options.log.kept(this.#kept.last - unsaved, 1)[0]?.at ?? null;
  }

  get hasWork(): boolean {
    return !this.#isOver && (this.#ending !== null || mirrorOrder(this.#state, this.#kept) !== null);
  }

  /** Nothing will ever be done again. */
  get isOver(): boolean {
    return this.#isOver;
  }

  /** The store may hold something else than it was last told. */
  doubt(): void {
    // An answer that is under way may be older than the doubt.
    this.#isDoubted = true;
    this.#enter({ name: 'doubted' });
  }

  /** The log takes no more entries: the next `work` that finds all saved seals it, or the next one erases it. */
  end(reason: LogEndReason): void {
    this.#ending = reason;
  }

  /**
   * One step nearer to a store that holds what the log keeps. Never called again before it has resolved. Says whether the store took part: `unavailable`
   * asks to wait until it is back, `rejected` to wait a while.
   */
  async work(): Promise<'done' | 'unavailable' | 'rejected'> {
    this.#isDoubted = false;
    try {
      await this.#step();
      if (this.#isDoubted) this.#enter({ name: 'doubted' });
      return 'done';
    } catch (error) {
      if (error instanceof RedisUnavailable) {
        this.#enter({ name: 'doubted' });
        return 'unavailable';
      }
      this.#enter({ name: 'rejected' });
      // Only the message: the error also holds what was written.
      const message = error instanceof Error ? error.message : String(error);
      this.#options.logger.error({ error: message }, 'redis rejected entries of a room log');
      return 'rejected';
    }
  }

  async #step(): Promise<void> {
    if (this.#ending === 'room_closed') return this.#erase();
    const order = mirrorOrder(this.#state, this.#kept);
    if (order) this.#note(order, await this.#carryOut(order));
    else if (this.#ending) await this.#seal();
  }

  #carryOut(order: MirrorOrder): Promise<Held> {
    const { roomId, store } = this.#options;
    const epoch = this.#epoch;
    switch (order.name) {
      case 'claim':
        return store.claim(roomId, { epoch, base: this.#kept.after });
      case 'ask':
        return store.append(roomId, { epoch, after: 0, entries: [] });
      case 'append':
        return store.append(roomId, { epoch, after: order.after, entries: this.#batch(order.after) });
      case 'rewrite': {
        this.#attempt += 1;
        const base = this.#kept.after;
        return store.rewrite(roomId, { epoch, attempt: this.#attempt, base, entries: this.#batch(base) });
      }
      default:
        return assertNever(order);
    }
  }

  #note(order: MirrorOrder, held: Held): void {
    // Somebody's clock is ahead of ours: whoever comes last has the room.
    if (order.name === 'claim' && held.name === 'fenced') {
      this.#epoch = held.epoch + 1;
      return;
    }
    this.#enter(held);
    // Trying again at once could go on for ever.
    if (order.name === 'rewrite' && this.#state.name === 'missing')
      throw new Error('rewritten entries are not held');
  }

  async #erase(): Promise<void> {
    const { store, roomId } = this.#options;
    // When it fails the entries go by themselves after their time; nobody waits for that here.
    this.#isOver = true;
    await store.erase(roomId, this.#epoch);
  }

  async #seal(): Promise<void> {
    const { store, roomId } = this.#options;
    if (this.#state.name === 'following') await store.seal(roomId, this.#epoch);
    this.#isOver = true;
  }

  #enter(fact: MirrorFact): void {
    const before = this.#state.name;
    this.#state = nextMirrorState(this.#state, fact, this.#kept);
    const { name } = this.#state;
    if (name === before) return;
    if (name === 'fenced') {
      this.#options.logger.error('another process writes this room log; it goes on here without being saved');
    } else if (name === 'missing') this.#options.logger.info('room log is written to redis anew');
  }

  get #kept(): KeptEntries {
    const { keptAfter, lastSeq } = this.#options.log;
    return { after: keptAfter, last: lastSeq };
  }

  #batch(after: number): RoomEvent[] {
    return this.#options.log.kept(after, maxBatchEntries);
  }
}
