import { emptyAudience } from '@lianmai/shared';
import { describe, expect, it } from 'vitest';
import { FakeClock } from '../core/FakeClock.ts';
import { roomLogContract } from '../testing/roomLogContract.ts';
import { MemoryRoomLog } from './RoomLog.ts';

const rethrow = (error: unknown) => {
  throw error;
};

roomLogContract('MemoryRoomLog', ({ clock, capacity }) => new MemoryRoomLog(clock, rethrow, { capacity }));

describe('MemoryRoomLog with a past', () => {
  const event = (seq: number, at: number) =>
    ({ seq, at, type: 'audienceChanged', data: { ...emptyAudience, viewerCount: seq } }) as const;

  it('goes on where the other one ended, in numbers and in time', () => {
    const past = { lastSeq: 8, events: [event(7, 90_000), event(8, 95_000)] };
    const log = new MemoryRoomLog(new FakeClock(50_000), rethrow, { past });
    log.append('anchorReturned', {});
    expect(log.since(7)?.map(({ seq, at }) => [seq, at])).toEqual([
      [8, 95_000],
      [9, 95_000],
    ]);
    expect(log.since(5)).toBeNull();
  });

  it('starts after a number although nothing of before is left', () => {
    const log = new MemoryRoomLog(new FakeClock(), rethrow, { past: { lastSeq: 100, events: [] } });
    expect(log.since(100)).toEqual([]);
    expect(log.since(99)).toBeNull();
    log.append('anchorReturned', {});
    expect(log.since(100)?.map(({ seq }) => seq)).toEqual([101]);
    expect(log.since(0)).toBeNull();
  });

  it('hands out what it keeps in pieces', () => {
    const log = new MemoryRoomLog(new FakeClock(), rethrow, { past: { lastSeq: 100, events: [] } });
    for (let i = 0; i < 5; i++) log.append('anchorReturned', {});
    expect(log.keptAfter).toBe(100);
    expect(log.kept(102, 2).map(({ seq }) => seq)).toEqual([103, 104]);
    expect(log.kept(0, 1).map(({ seq }) => seq)).toEqual([101]);
  });
});
