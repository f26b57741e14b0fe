import { describe, expect, it } from 'vitest';
import { FakeClock } from '../../core/FakeClock.ts';
import { silentLogger } from '../../core/logger.ts';
import { ArchiveQueue, type ArchiveWrite } from './ArchiveQueue.ts';

function frame(roomId: string): ArchiveWrite {
  const settings = { isOpen: true, followersOnly: false, slowModeMs: 0 };
  return { kind: 'frame', roomId, frame: { notice: null, settings } };
}

function fixture(capacity?: number) {
  const clock = new FakeClock();
  const batches: string[][] = [];
  const database = { save: async (_writes: readonly ArchiveWrite[]): Promise<void> => {} };
  const queue = new ArchiveQueue({
    clock,
    log: silentLogger(),
    save: async (writes) => {
      await database.save(writes);
      batches.push(writes.map(({ roomId }) => roomId));
    },
    ...(capacity !== undefined && { capacity }),
  });
  const settle = () => new Promise((resolve) => setImmediate(resolve));
  return { clock, queue, batches, database, settle };
}

describe('ArchiveQueue', () => {
  it('writes what came within a moment as one batch, in order', async () => {
    const { clock, queue, batches, settle } = fixture();
    for (const id of ['1', '2', '3']) queue.add(frame(id));
    expect(batches).toEqual([]);
    clock.advance(200);
    await settle();
    expect(batches).toEqual([['1', '2', '3']]);
    expect(queue.unwritten).toEqual([]);
  });

  it('keeps everything while the database is away, and tries again less and less often', async () => {
    const { clock, queue, batches, database, settle } = fixture();
    let attempts = 0;
    database.save = async () => {
      attempts += 1;
      throw new Error('gone');
    };
    queue.add(frame('1'));
    for (const ms of [200, 500, 1000]) {
      clock.advance(ms);
      await settle();
    }
    queue.add(frame('2'));
    expect(attempts).toBe(3);
    database.save = async () => {};
    clock.advance(2000);
    await settle();
    expect(batches).toEqual([['1', '2']]);
  });

  it('gives up what the database refuses for good, and nothing else', async () => {
    const { clock, queue, batches, database, settle } = fixture();
    database.save = async (writes) => {
      if (writes.some(({ roomId }) => roomId === 'bad')) throw Object.assign(new Error(), { code: '22021' });
    };
    for (const id of ['1', 'bad', '2', '3']) queue.add(frame(id));
    clock.advance(200);
    await settle();
    expect(batches.flat()).toEqual(['1', '2', '3']);
    expect(queue.stats).toEqual({ waiting: 0, dropped: 1 });
    for (const id of ['4', '5']) queue.add(frame(id));
    clock.advance(200);
    await settle();
    expect(batches.at(-1)).toEqual(['4', '5']);
  });

  it('neither waits for a slow database nor grows without bound', async () => {
    const { clock, queue, batches, database, settle } = fixture(3);
    const slow = Promise.withResolvers<void>();
    database.save = () => slow.promise;
    queue.add(frame('1'));
    clock.advance(200);
    for (const id of ['2', '3', '4', '5']) queue.add(frame(id));
    expect(queue.stats).toEqual({ waiting: 3, dropped: 2 });
    slow.resolve();
    await settle();
    clock.advance(200);
    await settle();
    expect(batches.flat()).toEqual(['1', '4', '5']);
  });

  it('writes the rest when it closes, and does not wait for ever', async () => {
    const { clock, queue, batches, database } = fixture();
    queue.add(frame('1'));
    await queue.close();
    expect(batches).toEqual([['1']]);
    database.save = () => new Promise(() => {});
    queue.add(frame('2'));
    const closing = queue.close();
    clock.advance(5000);
    await closing;
    expect(clock.pendingTimers).toBe(0);
  });
});
