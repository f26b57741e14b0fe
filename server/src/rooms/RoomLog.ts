import { limits, type RoomEvent, type RoomEventMap, type RoomEventType } from '@lianmai/shared';
import type { Clock } from '../core/Clock.ts';
import { Emitter } from '../core/Emitter.ts';

/**
 * The ordered, numbered list of what happened in one Room. Listeners hear every entry once, in order; nothing about an entry
 * is known before they do, so that an implementation on Redis Streams can take this one's place.
 */
export interface RoomLog {
  /** Number of the newest entry; 0 when there is none yet. */
  readonly lastSeq: number;
  append<T extends RoomEventType>(type: T, data: RoomEventMap[T]): void;
  /** Every entry after `seq`; `null` when they are too many or no longer kept, or `seq` was never reached. */
  since(seq: number): RoomEvent[] | null;
  onAppended(listener: (event: RoomEvent) => void): () => void;
}

/** A RoomLog in this process's memory; keeps the newest `capacity` entries. */
export class MemoryRoomLog implements RoomLog {
  readonly #clock: Clock;
  readonly #capacity: number;
  readonly #emitter: Emitter<{ appended: RoomEvent }>;
  readonly #outbox: RoomEvent[] = [];
  #isTelling = false;
  #events: RoomEvent[] = [];
  #lastSeq = 0;
  #lastAt = 0;

  constructor(
    clock: Clock,
    onListenerError: (error: unknown) => void,
    capacity: number = limits.roomLogEvents,
  ) {
    this.#clock = clock;
    this.#emitter = new Emitter(onListenerError);
    this.#capacity = capacity;
  }

  get lastSeq(): number {
    return this.#lastSeq;
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
    const firstKept = this.#lastSeq - this.#events.length + 1;
    if (seq + 1 < firstKept) return null;
    return this.#events.slice(seq + 1 - firstKept);
  }

  onAppended(listener: (event: RoomEvent) => void): () => void {
    return this.#emitter.on('appended', listener);
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
