import type { RoomEvent } from '@lianmai/shared';

/** Puts entries of the Room log into order: each number once, none left out. Keeps what comes too early. */
export class EventSequencer {
  /** Null: no snapshot yet, so nothing can be placed. */
  #lastSeq: number | null = null;
  readonly #early = new Map<number, RoomEvent>();

  get lastSeq(): number {
    return this.#lastSeq ?? 0;
  }

  /** Something came whose predecessor is missing. */
  get hasGap(): boolean {
    return this.#lastSeq !== null && this.#early.size > 0;
  }

  /** A connection is being set up: hold everything until its snapshot says where the log stands. */
  hold(): void {
    this.#lastSeq = null;
    this.#early.clear();
  }

  /** Everything up to `seq` is known; returns what was held and follows. */
  release(seq: number): RoomEvent[] {
    this.#lastSeq = seq;
    for (const early of this.#early.keys()) if (early <= seq) this.#early.delete(early);
    return this.#takeNext();
  }

  /** Returns what can be applied now, in order. */
  offer(event: RoomEvent): RoomEvent[] {
    if (this.#lastSeq !== null && event.seq <= this.#lastSeq) return [];
    this.#early.set(event.seq, event);
    return this.#takeNext();
  }

  #takeNext(): RoomEvent[] {
    const ready: RoomEvent[] = [];
    while (this.#lastSeq !== null) {
      const next = this.#early.get(this.#lastSeq + 1);
      if (!next) break;
      this.#early.delete(next.seq);
      this.#lastSeq = next.seq;
      ready.push(next);
    }
    return ready;
  }
}
