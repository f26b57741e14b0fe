import { describe, expect, it } from 'vitest';
import { FakeClock } from '../core/FakeClock.ts';
import { MemoryRoomLog } from './RoomLog.ts';

const rethrow = (error: unknown) => {
  throw error;
};

function logWith(count: number, capacity?: number) {
  const clock = new FakeClock();
  const log = new MemoryRoomLog(clock, rethrow, capacity);
  for (let i = 0; i < count; i++) log.append('audienceChanged', { viewerCount: i });
  return { clock, log };
}

describe('MemoryRoomLog', () => {
  it('numbers entries from 1 without gaps and tells listeners in order', () => {
    const { log } = logWith(0);
    const heard: number[] = [];
    log.onAppended((event) => heard.push(event.seq));
    for (let i = 0; i < 3; i++) log.append('anchorReturned', {});
    expect(heard).toEqual([1, 2, 3]);
    expect(log.lastSeq).toBe(3);
  });

  it('gives everything after a number', () => {
    const { log } = logWith(5);
    expect(log.since(3)?.map(({ seq }) => seq)).toEqual([4, 5]);
    expect(log.since(5)).toEqual([]);
    expect(log.since(0)).toHaveLength(5);
  });

  it('says that it does not know what it dropped, and what never was', () => {
    const { log } = logWith(25, 10);
    expect(log.since(4)).toBeNull();
    expect(log.since(26)).toBeNull();
    expect(log.since(15)?.map(({ seq }) => seq)).toEqual([16, 17, 18, 19, 20, 21, 22, 23, 24, 25]);
  });

  it('tells everybody in order, also what a listener appends in its turn', () => {
    const { log } = logWith(0);
    const heard: string[] = [];
    log.onAppended(({ type }) => {
      if (type === 'anchorReturned') log.append('audienceChanged', { viewerCount: 1 });
    });
    log.onAppended(({ seq, type }) => heard.push(`${seq} ${type}`));
    log.append('anchorReturned', {});
    expect(heard).toEqual(['1 anchorReturned', '2 audienceChanged']);
  });

  it('sends a client that is far behind to the snapshot', () => {
    const { log } = logWith(1500);
    expect(log.since(499)).toBeNull();
    expect(log.since(500)).toHaveLength(1000);
  });

  it('never lets time go back within a room', () => {
    const clock = new FakeClock(1000);
    const log = new MemoryRoomLog(
      {
        ...clock,
        nowMs: () => times.shift() ?? 0,
        after: () => () => {},
        every: () => () => {},
      },
      rethrow,
    );
    const times = [1000, 400, 1200];
    for (let i = 0; i < 3; i++) log.append('anchorReturned', {});
    expect(log.since(0)?.map(({ at }) => at)).toEqual([1000, 1000, 1200]);
  });
});
