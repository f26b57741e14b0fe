import { limits, type RoomEvent, type RoomEventMap, type RoomEventType } from '@lianmai/shared';
import type { Clock } from '../core/Clock.ts';
import { Emitter } from '../core/Emitter.ts';

/** Why a Room's log takes no more entries. */
export type LogEndReason = 'room_closed' | 'server_stopping';

/**
 * The ordered, numbered list of what happened in one Room. Listeners hear every entry once, in order; nothing about an entry
 * is known before they do.
 */
export interface RoomLog {
  /** Number of the newest entry; before the first, the number that it will follow. */
  readonly lastSeq: number;
  append<T extends RoomEventType>(type: T, data: RoomEventMap[T]): void;
  /** Every entry after `seq`; `null` when they are too many or no longer kept, or `seq` was never reached. */
  since(seq: number): RoomEvent[] | null;
  onAppended(listener: (event: RoomEvent) => void): () => void;
  /** The Room is over, or moves on with the next process. Idempotent. */
  close(reason: LogEndReason): void;
}

/** What is known of a log that another process began: entries without a gap, the last of them `lastSeq`. */
export interface LogPast {
  lastSeq: number;
  events: readonly RoomEvent[];
}

const noPast: LogPast = { lastSeq: 0, events: [] };

/** A RoomLog in this process's memory; keeps the newest `capacity` entries. */
export class MemoryRoomLog implements RoomLog {
  readonly #clock: Clock;
  readonly #capacity: number;
  readonly #emitter: Emitter<{ appended: RoomEvent; closed: LogEndReason }>;
  readonly #outbox: RoomEvent[] = [];
  #isTelling = false;
  #isClosed = false;
  #events: RoomEvent[];
  #lastSeq: number;
  #lastAt: number;

  constructor(
    clock: Clock,
    onListenerError: (error: unknown) => void,
    { capacity = limits.roomLogEvents, past = noPast }: { capacity?: number; past?: LogPast } = {},
  ) {
    this.#clock = clock;
    this.#emitter = new Emitter(onListenerError);
    this.#capacity = capacity;
    this.#events = [...past.events];
    this.#lastSeq = past.lastSeq;
    this.#lastAt = past.events.at(-1)?.at ?? 0;
  }

  get lastSeq(): number {
    return this.#lastSeq;
  }

  /** Everything after this number is kept. */
  get keptAfter(): number {
    return this.#lastSeq - this.#events.length;
  }

  append<T extends RoomEventType>(type: T, data: RoomEventMap[T]): void {
    this.#lastSeq += 1;
    this.#lastAt = Math.max(this.#lastAt, Math.round(this.#clock.nowMs()));
    const event = { seq: this.#lastSeq, at: this.#lastAt, type, data } as RoomEvent;
    this.#events.push(event);
    // Dropping in chunks keeps appending cheap; shifting one by one would move the array every time.
    if (this.#events.length >= this.#capacity * 2) this.#events = this.#events.slice(-this.#capacity);
    this.#outbox.push(event);
    this.#tell();
  }

  since(seq: number): RoomEvent[] | null {
    if (seq > this.#lastSeq || this.#lastSeq - seq > limits.missedEvents) return null;
    return seq < this.keptAfter ? null : this.#events.slice(seq - this.keptAfter);
  }

  /** The first `max` of the kept entries after `seq`. */
  kept(seq: number, max: number): RoomEvent[] {
    const from = Math.max(0, seq - this.keptAfter);
    return this.#events.slice(from, from + max);
  }

  onAppended(listener: (event: RoomEvent) => void): () => void {
    return this.#emitter.on('appended', listener);
  }

  onClosed(listener: (reason: LogEndReason) => void): () => void {
    return this.#emitter.on('closed', listener);
  }

  close(reason: LogEndReason): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#emitter.emit('closed', reason);
  }

  // A listener may append in its turn: everybody must still hear the entries in order.
  #tell(): void {
    if (this.#isTelling) return;
    this.#isTelling = true;
    for (let event = this.#outbox.shift(); event; event = this.#outbox.shift()) {
      this.#emitter.emit('appended', event);
    }
    this.#isTelling = false;
  }
}
