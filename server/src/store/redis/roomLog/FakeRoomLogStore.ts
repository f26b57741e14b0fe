import type { RoomEvent } from '@lianmai/shared';
import { Emitter } from '../../../core/Emitter.ts';
import { RedisUnavailable } from '../redisErrors.ts';
import type { StoreWay } from './MirrorFleet.ts';
import type { Held, Recalled, RoomLogStore } from './RoomLogStore.ts';

interface HeldRoom {
  epoch: number;
  base: number;
  attempt: number;
  isSealed: boolean;
  entries: readonly RoomEvent[];
}

/** How the store answers from now on. `loses answers`: it does what it is asked, and then seems to be away. */
export type FakeStoreMood = 'works' | 'hangs' | 'is away' | 'loses answers' | 'rejects';

/** A RoomLogStore and the way to it, in memory, that can be broken the way Redis can be. */
export class FakeRoomLogStore implements RoomLogStore, StoreWay {
  isReady = true;
  readonly #capacity: number;
  readonly #emitter = new Emitter<{ verify: undefined }>((error) => {
    throw error;
  });
  #rooms = new Map<string, HeldRoom>();
  #mood: FakeStoreMood = 'works';
  /** Sent while it hung: done late, when nobody waits for it any more. */
  #late: (() => void)[] = [];
  #snapshot = new Map<string, HeldRoom>();

  constructor(capacity = 2000) {
    this.#capacity = capacity;
  }

  onVerify(listener: () => void): () => void {
    return this.#emitter.on('verify', listener);
  }

  become(mood: FakeStoreMood): void {
    this.#mood = mood;
  }

  /** It works again and says so; what was sent while it hung is done now, or after everything that is sent first. */
  heal(): void {
    this.#mood = 'works';
    this.isReady = true;
    this.#emitter.emit('verify', undefined);
  }

  /** Does what was sent while it hung. */
  catchUp(): void {
    for (const task of this.#late.splice(0)) task();
  }

  saveSnapshot(): void {
    this.#snapshot = structuredClone(this.#rooms);
  }

  /** As after a crash: it holds what it held at the last snapshot. */
  restoreSnapshot(): void {
    this.#rooms = structuredClone(this.#snapshot);
  }

  flush(): void {
    this.#rooms.clear();
  }

  heldOf(roomId: string): HeldRoom | undefined {
    return this.#rooms.get(roomId);
  }

  claim(roomId: string, { epoch, base }: { epoch: number; base: number }): Promise<Held> {
    return this.#answer(roomId, epoch, (room) => {
      if (room.epoch === epoch) return holds(room);
      const isStale = newest(room) > base;
      return this.#put(roomId, {
        epoch,
        base,
        attempt: 0,
        isSealed: false,
        entries: isStale ? [] : room.entries,
      });
    });
  }

  append(
    roomId: string,
    { epoch, after, entries }: { epoch: number; after: number; entries: readonly RoomEvent[] },
  ): Promise<Held> {
    return this.#answer(roomId, epoch, (room) => {
      if (room.epoch < epoch) return { name: 'lost' };
      const before = heldSeq(room);
      if (before < after) return holds(room);
      const added = entries.filter(({ seq }) => seq > before);
      return this.#put(roomId, { ...room, entries: [...room.entries, ...added].slice(-this.#capacity) });
    });
  }

  rewrite(
    roomId: string,
    {
      epoch,
      attempt,
      base,
      entries,
    }: { epoch: number; attempt: number; base: number; entries: readonly RoomEvent[] },
  ): Promise<Held> {
    return this.#answer(roomId, epoch, (room) => {
      if (room.epoch === epoch && attempt <= room.attempt) return holds(room);
      return this.#put(roomId, {
        epoch,
        base,
        attempt,
        isSealed: false,
        entries: entries.slice(-this.#capacity),
      });
    });
  }

  async seal(roomId: string, epoch: number): Promise<void> {
    await this.#answer(roomId, epoch, (room) =>
      room.epoch === epoch ? this.#put(roomId, { ...room, isSealed: true }) : holds(room),
    );
  }

  async erase(roomId: string, epoch: number): Promise<void> {
    await this.#answer(roomId, epoch, (room) => {
      if (room.epoch === epoch) this.#rooms.delete(roomId);
      return holds(room);
    });
  }

  async recall(
    roomId: string,
    { epoch, base, newest: most }: { epoch: number; base: number; newest: number },
  ): Promise<Recalled | null> {
    let recalled: Recalled | null = null;
    await this.#answer(roomId, epoch, (room) => {
      if (room.epoch === epoch) return { name: 'fenced', epoch };
      const lastSeq = room.isSealed ? heldSeq(room) : Math.max(heldSeq(room), base);
      recalled = { lastSeq, events: room.isSealed && most > 0 ? room.entries.slice(-most) : [] };
      return this.#put(roomId, { ...room, epoch, base: lastSeq, attempt: 0, isSealed: false });
    });
    return recalled;
  }

  #put(roomId: string, room: HeldRoom): Held {
    this.#rooms.set(roomId, room);
    return holds(room);
  }

  async #answer(roomId: string, epoch: number, work: (room: HeldRoom) => Held): Promise<Held> {
    const carryOut = (): Held => {
      const none: HeldRoom = { epoch: 0, base: 0, attempt: 0, isSealed: false, entries: [] };
      const room = this.#rooms.get(roomId) ?? none;
      return room.epoch > epoch ? { name: 'fenced', epoch: room.epoch } : work(room);
    };
    // Nothing is ever answered within the turn in which it was asked.
    await Promise.resolve();
    switch (this.#mood) {
      case 'works':
        return carryOut();
      case 'rejects':
        throw new Error('WRONGTYPE');
      case 'loses answers':
        carryOut();
        break;
      case 'hangs':
        this.#late.push(carryOut);
        break;
      case 'is away':
        break;
    }
    this.isReady = false;
    throw new RedisUnavailable(this.#mood);
  }
}

function newest({ entries }: HeldRoom): number {
  return entries.at(-1)?.seq ?? 0;
}

function heldSeq(room: HeldRoom): number {
  return Math.max(room.base, newest(room));
}

function holds(room: HeldRoom): Held {
  return { name: 'holds', saved: heldSeq(room) };
}
