import type { RoomEvent } from '@lianmai/shared';
import { describe, expect, it } from 'vitest';
import { seededRandom } from '../../../../../tests/support/seededRandom.ts';
import { FakeClock } from '../../../core/FakeClock.ts';
import { silentLogger } from '../../../core/logger.ts';
import type { RoomLog } from '../../../rooms/RoomLog.ts';
import { FakeRoomLogStore, type FakeStoreMood } from './FakeRoomLogStore.ts';
import { MirroredRoomLogs } from './MirroredRoomLogs.ts';

const roomIds = ['r1', 'r2', 'r3'];
const moods: FakeStoreMood[] = ['works', 'hangs', 'is away', 'loses answers', 'rejects'];
const steps = 300;

/** One server after the other on one store, to which everything happens that happens to a Redis. */
class Game {
  readonly clock = new FakeClock();
  readonly store = new FakeRoomLogStore(60);
  readonly #random: () => number;
  #logs: MirroredRoomLogs;
  readonly rooms = new Map<string, { log: RoomLog; heard: RoomEvent[] }>();
  #isIntact = true;

  constructor(seed: number) {
    this.#random = seededRandom(seed);
    this.#logs = this.#startServer();
    this.#openRooms();
  }

  async act(): Promise<void> {
    const acts: (() => void | Promise<void>)[] = [
      () => this.#append(1 + Math.floor(this.#random() * 5)),
      () => this.#append(1 + Math.floor(this.#random() * 5)),
      () => this.#append(80),
      () => this.settle(this.#random() * 100),
      () => this.settle(this.#random() * 100),
      () => this.store.become(this.#pick(moods)),
      () => this.#heal(),
      () => this.store.flush(),
      () => this.store.saveSnapshot(),
      () => this.#crashStore(),
      () => this.#staleWriter(),
      () => this.#random() < 0.3 && this.#restart(this.#random() < 0.5),
    ].map((act) => async () => void (await act()));
    await this.#pick(acts)();
  }

  /** Everything that hung is done, late, and the store is asked again. */
  async end(): Promise<void> {
    this.store.heal();
    await this.settle(3000);
    this.store.catchUp();
    await this.settle(3000);
  }

  async settle(ms: number): Promise<void> {
    for (let passed = 0; passed < ms; passed += 10) {
      this.clock.advance(10);
      for (let i = 0; i < 8; i++) await Promise.resolve();
    }
  }

  #pick<T>(items: readonly T[]): T {
    const item = items[Math.floor(this.#random() * items.length)];
    if (item === undefined) throw new Error('nothing to pick from');
    return item;
  }

  #append(count: number): void {
    const { log } = this.rooms.get(this.#pick(roomIds)) ?? {};
    for (let i = 0; i < count; i++) log?.append('audienceChanged', { viewerCount: i, top: [], newest: [] });
  }

  async #heal(): Promise<void> {
    if (this.#random() < 0.5) this.store.catchUp();
    this.store.heal();
    this.#isIntact = true;
    await this.settle(this.#random() * 3000);
    if (this.#random() < 0.5) this.store.catchUp();
  }

  #crashStore(): void {
    this.store.restoreSnapshot();
    this.#isIntact = false;
    this.store.heal();
  }

  #staleWriter(): void {
    const stale: RoomEvent = { seq: 7, at: 7, type: 'anchorReturned', data: {} };
    const roomId = this.#pick(roomIds);
    if (this.store.heldOf(roomId) === undefined) return;
    const ignore = () => undefined;
    this.store.claim(roomId, { epoch: 1, base: 0 }).catch(ignore);
    this.store.append(roomId, { epoch: 1, after: 0, entries: [stale] }).catch(ignore);
    this.store.rewrite(roomId, { epoch: 1, attempt: 99, base: 0, entries: [stale] }).catch(ignore);
    this.store.erase(roomId, 1).catch(ignore);
  }

  async #restart(isOrderly: boolean): Promise<void> {
    // A store that took back a seal of long ago, and a server that dies before it sees that, is more than is promised.
    if (!this.#isIntact) return;
    const before = new Map([...this.rooms].map(([roomId, { log }]) => [roomId, log.lastSeq]));
    if (isOrderly) {
      for (const { log } of this.rooms.values()) log.close('server_stopping');
      const closed = this.#logs.close(500);
      await this.settle(1000);
      await closed;
    } else void this.#logs.close(0);
    this.clock.advance(1000);
    this.#logs = this.#startServer();
    const recalled = this.#logs.recall(roomIds);
    await this.settle(100);
    await recalled;
    this.#openRooms();
    for (const [roomId, { log }] of this.rooms) {
      const lastSeq = before.get(roomId) ?? 0;
      expect(log.lastSeq).toBeGreaterThanOrEqual(lastSeq);
      const missed = log.since(lastSeq);
      expect(missed === null || missed.length === 0).toBe(true);
    }
  }

  #startServer(): MirroredRoomLogs {
    const { store, clock } = this;
    return new MirroredRoomLogs({ store, way: store, clock, log: silentLogger(), capacity: 30 });
  }

  #openRooms(): void {
    for (const roomId of roomIds) {
      const log = this.#logs.createLog(roomId);
      const heard: RoomEvent[] = [];
      log.onAppended((event) => heard.push(event));
      this.rooms.set(roomId, { log, heard });
    }
  }
}

describe('room logs on a store that breaks in every way', () => {
  const seeds = process.env.FUZZ_SEED
    ? [Number(process.env.FUZZ_SEED)]
    : Array.from({ length: 40 }, (_, i) => i + 1);

  it.each(seeds)('end with what they told, each entry once, in order (FUZZ_SEED=%i)', async (seed) => {
    const game = new Game(seed);
    for (let i = 0; i < steps; i++) await game.act();
    await game.end();
    for (const [roomId, { log, heard }] of game.rooms) {
      for (const [i, event] of heard.entries()) expect(event.seq).toBe((heard[0]?.seq ?? 0) + i);
      const held = game.store.heldOf(roomId);
      const newest = held?.entries.slice(-30) ?? [];
      const told = heard.slice(-newest.length);
      expect(Math.max(held?.base ?? 0, newest.at(-1)?.seq ?? 0)).toBe(log.lastSeq);
      if (heard.length > 0) expect(newest.slice(-told.length)).toEqual(told);
      expect(newest.length).toBeGreaterThanOrEqual(Math.min(30, heard.length));
    }
  });
});
