import type { RoomEvent } from '@lianmai/shared';
import { describe, expect, it } from 'vitest';
import type { RoomLogStore } from '../store/redis/roomLog/RoomLogStore.ts';

const entry = (seq: number): RoomEvent => ({
  seq,
  at: seq * 10,
  type: 'audienceChanged',
  data: { viewerCount: seq, top: [], newest: [] },
});
const entries = (from: number, to: number) =>
  Array.from({ length: to - from + 1 }, (_, i) => entry(from + i));
const holds = (saved: number) => ({ name: 'holds', saved });

/** What every RoomLogStore does: the fake is only worth something if it is like the real one. */
export function roomLogStoreContract(name: string, storeOf: () => RoomLogStore): void {
  let rooms = 0;
  /** A room of its own for each test, claimed by epoch 10 with nothing up to 100. */
  async function claimed() {
    const store = storeOf();
    const room = `contract-${++rooms}`;
    expect(await store.claim(room, { epoch: 10, base: 100 })).toEqual(holds(100));
    const append = (after: number, to: number, epoch = 10) =>
      store.append(room, { epoch, after, entries: entries(after + 1, to) });
    const ask = (epoch = 10) => store.append(room, { epoch, after: 0, entries: [] });
    const recalled = async () => {
      await store.seal(room, 10);
      return (await store.recall(room, { epoch: 99, base: 5000, newest: 2000 }))?.events.map(
        ({ seq }) => seq,
      );
    };
    return { store, room, append, ask, recalled };
  }

  describe(name, () => {
    it('adds entries, and each only once', async () => {
      const { append, ask, recalled } = await claimed();
      expect(await append(100, 103)).toEqual(holds(103));
      expect(await append(101, 105)).toEqual(holds(105));
      expect(await append(100, 102)).toEqual(holds(105));
      expect(await ask()).toEqual(holds(105));
      expect(await recalled()).toEqual([101, 102, 103, 104, 105]);
    });

    it('takes nothing that would leave a gap, and says where it stands', async () => {
      const { append, recalled } = await claimed();
      await append(100, 101);
      expect(await append(105, 110)).toEqual(holds(101));
      expect(await recalled()).toEqual([101]);
    });

    it('gives entries back as they were', async () => {
      const { store, room } = await claimed();
      const data = { content: '弹幕 "\n\u0000\u202e😀', viewerCount: 3 };
      const event = { ...entry(101), data } as unknown as RoomEvent;
      await store.append(room, { epoch: 10, after: 100, entries: [event] });
      await store.seal(room, 10);
      expect(await store.recall(room, { epoch: 11, base: 5000, newest: 2000 })).toEqual({
        lastSeq: 101,
        events: [event],
      });
    });

    it('writes anew, and ignores an earlier attempt that comes late', async () => {
      const { store, room, append, recalled } = await claimed();
      await append(100, 110);
      const rewrite = (attempt: number, base: number, to: number) =>
        store.rewrite(room, { epoch: 10, attempt, base, entries: entries(base + 1, to) });
      expect(await rewrite(2, 200, 203)).toEqual(holds(203));
      expect(await rewrite(1, 150, 160)).toEqual(holds(203));
      expect(await rewrite(2, 150, 160)).toEqual(holds(203));
      expect(await append(203, 204)).toEqual(holds(204));
      expect(await recalled()).toEqual([201, 202, 203, 204]);
    });

    it('counts what a rewrite says is saved although it brings nothing', async () => {
      const { store, room, ask } = await claimed();
      expect(await store.rewrite(room, { epoch: 10, attempt: 1, base: 300, entries: [] })).toEqual(
        holds(300),
      );
      expect(await ask()).toEqual(holds(300));
    });

    it('refuses a writer that another one has outrun', async () => {
      const { store, room, append, ask, recalled } = await claimed();
      await append(100, 103);
      const fenced = { name: 'fenced', epoch: 10 };
      expect(await append(103, 104, 9)).toEqual(fenced);
      expect(await ask(9)).toEqual(fenced);
      expect(await store.claim(room, { epoch: 9, base: 0 })).toEqual(fenced);
      expect(await store.rewrite(room, { epoch: 9, attempt: 9, base: 0, entries: entries(1, 2) })).toEqual(
        fenced,
      );
      expect(await store.recall(room, { epoch: 9, base: 0, newest: 2000 })).toBeNull();
      await store.erase(room, 9);
      await store.seal(room, 9);
      expect(await recalled()).toEqual([101, 102, 103]);
    });

    it('does not know a writer that has not claimed the room', async () => {
      const store = storeOf();
      const room = `contract-${++rooms}`;
      const batch = { epoch: 10, after: 0, entries: entries(1, 2) };
      expect(await store.append(room, batch)).toEqual({ name: 'lost' });
    });

    it('keeps what is held when the next writer goes on from there or after it', async () => {
      const { store, room, append } = await claimed();
      await append(100, 103);
      expect(await store.claim(room, { epoch: 11, base: 500 })).toEqual(holds(500));
      expect(await store.append(room, { epoch: 11, after: 500, entries: entries(501, 502) })).toEqual(
        holds(502),
      );
    });

    it('drops what is held when the next writer numbers from before', async () => {
      const { store, room, append } = await claimed();
      await append(100, 103);
      expect(await store.claim(room, { epoch: 11, base: 50 })).toEqual(holds(50));
      expect(await store.append(room, { epoch: 11, after: 50, entries: entries(51, 52) })).toEqual(holds(52));
    });

    it('takes a repeated claim for the same one', async () => {
      const { store, room, append } = await claimed();
      await append(100, 103);
      expect(await store.claim(room, { epoch: 10, base: 100 })).toEqual(holds(103));
    });

    it('lets the next process go on where a sealed log ends', async () => {
      const { store, room, append } = await claimed();
      await append(100, 103);
      await store.seal(room, 10);
      const recalled = await store.recall(room, { epoch: 11, base: 5000, newest: 2000 });
      expect(recalled?.lastSeq).toBe(103);
      expect(recalled?.events.map(({ seq }) => seq)).toEqual([101, 102, 103]);
      // It is open again.
      expect(await store.recall(room, { epoch: 12, base: 5000, newest: 2000 })).toEqual({
        lastSeq: 5000,
        events: [],
      });
    });

    it('brings as many of the newest as are asked for', async () => {
      const { store, room, append } = await claimed();
      await append(100, 110);
      await store.seal(room, 10);
      const recalled = await store.recall(room, { epoch: 11, base: 5000, newest: 3 });
      expect(recalled?.lastSeq).toBe(110);
      expect(recalled?.events.map(({ seq }) => seq)).toEqual([108, 109, 110]);
      await store.seal(room, 11);
      expect(await store.recall(room, { epoch: 12, base: 5000, newest: 0 })).toEqual({
        lastSeq: 110,
        events: [],
      });
    });

    it('lets the next process begin after everything where nobody sealed it', async () => {
      const { store, room, append } = await claimed();
      await append(100, 103);
      expect(await store.recall(room, { epoch: 11, base: 5000, newest: 2000 })).toEqual({
        lastSeq: 5000,
        events: [],
      });
      expect(await store.append(room, { epoch: 11, after: 5000, entries: entries(5001, 5001) })).toEqual(
        holds(5001),
      );
    });

    it('forgets a room that is gone', async () => {
      const { store, room, append, ask } = await claimed();
      await append(100, 103);
      await store.erase(room, 10);
      expect(await ask()).toEqual({ name: 'lost' });
    });

    it('keeps the newest only', async () => {
      const { append, recalled } = await claimed();
      for (let after = 100; after < 1000; after += 100) await append(after, after + 100);
      const seqs = (await recalled()) ?? [];
      expect(seqs.length).toBeGreaterThanOrEqual(200);
      expect(seqs.length).toBeLessThan(500);
      expect(seqs.at(-1)).toBe(1000);
    });
  });
}
