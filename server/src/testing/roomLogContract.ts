import { limits } from '@lianmai/shared';
import { describe, expect, it } from 'vitest';
import type { Clock } from '../core/Clock.ts';
import { FakeClock } from '../core/FakeClock.ts';
import type { RoomLog } from '../rooms/RoomLog.ts';

export type CreateLog = (options: { clock: Clock; capacity: number }) => RoomLog;

/** What every RoomLog does, wherever its entries are kept. Numbers are told from where the log begins: that is its own affair. */
export function roomLogContract(name: string, createLog: CreateLog): void {
  function logWith(
    count: number,
    { capacity = limits.roomLogEvents as number, clock = new FakeClock() as Clock } = {},
  ) {
    const log = createLog({ clock, capacity });
    const origin = log.lastSeq;
    for (let i = 0; i < count; i++) log.append('audienceChanged', { viewerCount: i, top: [], newest: [] });
    const since = (number: number) => log.since(origin + number)?.map(({ seq }) => seq - origin) ?? null;
    return { log, origin, since };
  }

  describe(name, () => {
    it('numbers entries without gaps and tells listeners at once, in order', () => {
      const { log, origin } = logWith(0);
      const heard: number[] = [];
      log.onAppended((event) => heard.push(event.seq - origin));
      for (let i = 0; i < 3; i++) log.append('anchorReturned', {});
      expect(heard).toEqual([1, 2, 3]);
      expect(log.lastSeq - origin).toBe(3);
    });

    it('gives everything after a number', () => {
      const { since } = logWith(5);
      expect(since(3)).toEqual([4, 5]);
      expect(since(5)).toEqual([]);
      expect(since(0)).toHaveLength(5);
    });

    it('says that it does not know what it dropped, and what never was', () => {
      const { since } = logWith(25, { capacity: 10 });
      expect(since(4)).toBeNull();
      expect(since(26)).toBeNull();
      expect(since(15)).toEqual([16, 17, 18, 19, 20, 21, 22, 23, 24, 25]);
    });

    it('tells everybody in order, also what a listener appends in its turn', () => {
      const { log, origin } = logWith(0);
      const heard: string[] = [];
      log.onAppended(({ type }) => {
        if (type === 'anchorReturned') log.append('audienceChanged', { viewerCount: 1, top: [], newest: [] });
      });
      log.onAppended(({ seq, type }) => heard.push(`${seq - origin} ${type}`));
      log.append('anchorReturned', {});
      expect(heard).toEqual(['1 anchorReturned', '2 audienceChanged']);
    });

    it('sends a client that is far behind to the snapshot', () => {
      const { since } = logWith(limits.missedEvents + 500);
      expect(since(499)).toBeNull();
      expect(since(500)).toHaveLength(limits.missedEvents);
    });

    it('never lets time go back within a room', () => {
      const clock = new FakeClock(5000);
      let nowMs = 5000;
      const { log, origin } = logWith(0, {
        clock: {
          nowMs: () => nowMs,
          after: (delayMs, task) => clock.after(delayMs, task),
          every: (intervalMs, task) => clock.every(intervalMs, task),
        },
      });
      for (const ms of [5000, 4400, 5200]) {
        nowMs = ms;
        log.append('anchorReturned', {});
      }
      expect(log.since(origin)?.map(({ at }) => at)).toEqual([5000, 5000, 5200]);
    });

    it('closes more than once without harm', () => {
      const { log } = logWith(1);
      log.close('server_stopping');
      log.close('server_stopping');
    });
  });
}
