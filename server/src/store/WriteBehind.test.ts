import { describe, expect, it } from 'vitest';
import { FakeClock } from '../core/FakeClock.ts';
import { silentLogger } from '../core/logger.ts';
import { SqliteError } from './sqlite/SqliteThread.ts';
import { WriteBehind } from './WriteBehind.ts';

function fixture(options: { maxBatch?: number; maxWaiting?: number } = {}) {
  const clock = new FakeClock();
  const written: string[][] = [];
  const state: { failure: ((batch: readonly string[]) => Error | null) | null } = { failure: null };
  const writes = new WriteBehind<string>({
    clock,
    log: silentLogger(),
    ...options,
    write: async (batch) => {
      const failure = state.failure?.(batch);
      if (failure) throw failure;
      written.push([...batch]);
    },
  });
  return { clock, written, state, writes };
}

/** Lets what was started by a timer run to its end. */
const settle = () => new Promise((resolve) => setImmediate(resolve));

describe('WriteBehind', () => {
  it('writes in batches, soon, the newest value of a key', async () => {
    const { clock, written, writes } = fixture({ maxBatch: 2 });
    writes.put('a', 'a1');
    writes.put('b', 'b1');
    writes.put('a', 'a2');
    writes.put('c', 'c1');
    expect(written).toEqual([]);
    clock.advance(100);
    await settle();
    expect(written).toEqual([['a2', 'b1'], ['c1']]);
    expect(clock.pendingTimers).toBe(0);
  });

  it('keeps what a database that is away does not take, and does not write what was superseded', async () => {
    const { clock, written, state, writes } = fixture();
    state.failure = () => new Error('connection lost');
    writes.put('a', 'a1');
    clock.advance(100);
    await settle();
    writes.put('a', 'a2');
    writes.put('b', 'b1');
    state.failure = null;
    clock.advance(500);
    await settle();
    expect(written.flat().sort()).toEqual(['a2', 'b1']);
  });

  it('tries less and less often', async () => {
    const { clock, state, writes } = fixture();
    let tries = 0;
    state.failure = () => {
      tries += 1;
      return new Error('connection lost');
    };
    writes.put('a', 'a1');
    for (let seconds = 0; seconds < 120; seconds += 1) {
      clock.advance(1000);
      await settle();
    }
    expect(tries).toBeGreaterThan(5);
    expect(tries).toBeLessThan(12);
  });

  it('leaves out the one that the database will never take', async () => {
    const { clock, written, state, writes } = fixture();
    state.failure = (batch) => (batch.includes('bad') ? new SqliteError('constraint', 19) : null);
    for (const value of ['a', 'bad', 'c']) writes.put(value, value);
    clock.advance(100);
    await settle();
    expect(written).toEqual([['a'], ['c']]);
    expect(writes.waiting).toBe(0);
  });

  it('holds no more than it may', () => {
    const { writes } = fixture({ maxWaiting: 2 });
    for (const value of ['a', 'b', 'c']) writes.put(value, value);
    expect(writes.waiting).toBe(2);
  });

  it('writes what waits when it closes, and tries once', async () => {
    const { clock, written, state, writes } = fixture();
    writes.put('a', 'a1');
    await writes.close();
    expect(written).toEqual([['a1']]);
    state.failure = () => new Error('connection lost');
    writes.put('b', 'b1');
    await writes.close();
    expect(clock.pendingTimers).toBe(0);
  });
});
