import { emptyAudience, type RoomEvent } from '@lianmai/shared';
import { describe, expect, it } from 'vitest';
import { EventSequencer } from './EventSequencer.ts';

const event = (seq: number): RoomEvent => ({
  seq,
  at: seq,
  type: 'audienceChanged',
  data: { ...emptyAudience, viewerCount: seq },
});

describe('EventSequencer', () => {
  it.each([
    { name: 'in order', start: 0, come: [1, 2, 3], out: [1, 2, 3], hasGap: false },
    { name: 'twice', start: 0, come: [1, 1, 2, 1, 2], out: [1, 2], hasGap: false },
    { name: 'out of order', start: 0, come: [2, 3, 1, 4], out: [1, 2, 3, 4], hasGap: false },
    { name: 'older than the snapshot', start: 7, come: [5, 6, 7, 8], out: [8], hasGap: false },
    { name: 'with one missing', start: 0, come: [1, 3, 4], out: [1], hasGap: true },
  ])('delivers entries that come $name', ({ start, come, out, hasGap }) => {
    const sequencer = new EventSequencer();
    sequencer.release(start);
    expect(come.flatMap((seq) => sequencer.offer(event(seq))).map(({ seq }) => seq)).toEqual(out);
    expect(sequencer.hasGap).toBe(hasGap);
  });

  it('holds what comes before the snapshot, and drops what the snapshot contains', () => {
    const sequencer = new EventSequencer();
    sequencer.hold();
    expect([4, 5, 6].flatMap((seq) => sequencer.offer(event(seq)))).toEqual([]);
    expect(sequencer.release(5).map(({ seq }) => seq)).toEqual([6]);
    expect(sequencer.lastSeq).toBe(6);
  });

  it('delivers every entry once and in order, however the same log is shuffled and repeated', () => {
    let seed = 20_261_120;
    const random = () => {
      seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648;
      return seed / 2_147_483_648;
    };
    for (let round = 0; round < 100; round += 1) {
      const log = Array.from({ length: 40 }, (_, index) => index + 1);
      const come = [...log, ...log.filter(() => random() < 0.3)].sort(() => random() - 0.5);
      const sequencer = new EventSequencer();
      sequencer.release(0);
      expect(come.flatMap((seq) => sequencer.offer(event(seq))).map(({ seq }) => seq)).toEqual(log);
    }
  });
});
