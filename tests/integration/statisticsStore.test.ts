import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ShowRecord } from '../../server/src/interaction/statistics/ports.ts';
import { ShowRecorder } from '../../server/src/interaction/statistics/ShowRecorder.ts';
import type { Sample } from '../../server/src/interaction/statistics/samples.ts';
import { SqlStatistics } from '../../server/src/store/statistics/SqlStatistics.ts';
import { databases, type TestDatabase } from '../support/databases.ts';

const anchor = { id: 'anna', name: 'Anna', avatarUrl: null };

function recordOf(showId: string, startedAtMs: number, viewers = 1): ShowRecord {
  const recorder = new ShowRecorder({ showId, roomId: 'r1', title: '早安', anchor, startedAtMs });
  for (let i = 0; i < viewers; i++) {
    recorder.arrived({ id: `v${i}`, visitorId: `u${i}`, platform: 'mobile', delivery: 'flv' }, startedAtMs);
  }
  recorder.record({ protocol: 'flv', firstFrameMs: 300, latencyMs: 900 });
  recorder.count('income', 3_000_000_000);
  return recorder.takeRecord(startedAtMs + 10_000, null);
}

const sampleAt = (atMs: number): Sample => ({
  atMs,
  viewers: 1,
  peakViewers: 2,
  arrivals: 3,
  leavings: 2,
  chatMessages: 0,
  likes: 10,
  gifts: 1,
  income: 5,
});

describe.each(databases)('the statistics store on $name', ({ create }) => {
  let database: TestDatabase;
  let store: SqlStatistics;
  beforeEach(async () => {
    database = await create();
    store = new SqlStatistics((await database.open()).db);
  });
  afterEach(() => database.remove());

  it('gives back what it was given', async () => {
    const record = recordOf('s1', 1000);
    await store.save([{ record, samples: [sampleAt(11_000)], isComplete: false }]);
    expect(await store.find('s1')).toEqual({ record, samples: [sampleAt(11_000)] });
    expect(await store.find('s2')).toBeNull();
  });

  it('adds samples while the show runs, and replaces them at its end', async () => {
    const record = recordOf('s1', 1000);
    await store.save([{ record, samples: [sampleAt(11_000)], isComplete: false }]);
    await store.save([{ record, samples: [sampleAt(21_000)], isComplete: false }]);
    // As after a write whose answer was lost.
    await store.save([{ record, samples: [sampleAt(21_000)], isComplete: false }]);
    expect((await store.find('s1'))?.samples.map(({ atMs }) => atMs)).toEqual([11_000, 21_000]);
    const ended = { ...record, endedAtMs: 31_000, figures: { ...record.figures, viewers: 0 } };
    await store.save([{ record: ended, samples: [sampleAt(31_000)], isComplete: true }]);
    expect(await store.find('s1')).toEqual({ record: ended, samples: [sampleAt(31_000)] });
  });

  it('takes a thousand shows with all their samples at once', async () => {
    const updates = Array.from({ length: 1000 }, (_, i) => ({
      record: recordOf(`s${i}`, 1000 + i),
      samples: [sampleAt(11_000), sampleAt(21_000)],
      isComplete: i % 2 === 0,
    }));
    await store.save(updates);
    await store.save(updates);
    expect((await store.find('s999'))?.samples).toHaveLength(2);
    expect((await store.totalsOf('r1', ['s0', 's1'])).shows).toBe(998);
  });

  it('lists the shows of a room by pages, and adds them up', async () => {
    const records = [recordOf('a', 1000, 3), recordOf('b', 2000), recordOf('c', 2000), recordOf('d', 3000)];
    await store.save(records.map((record) => ({ record, samples: [], isComplete: false })));
    const first = await store.showsOf('r1', { limit: 2, before: null });
    expect(first.map(({ showId }) => showId)).toEqual(['d', 'c']);
    const before = { startedAtMs: 2000, showId: 'c' };
    const second = await store.showsOf('r1', { limit: 5, before });
    expect(second.map(({ showId }) => showId)).toEqual(['b', 'a']);
    expect(await store.totalsOf('r1', ['d'])).toMatchObject({
      shows: 3,
      liveMs: 30_000,
      peakViewers: 3,
      watchMs: 50_000,
      income: 9_000_000_000,
    });
    expect(await store.totalsOf('nowhere', [])).toMatchObject({ shows: 0, watchMs: 0 });
  });

  it('closes shows that were cut off, and no others', async () => {
    const ended = { ...recordOf('ended', 1000), endedAtMs: 5000 };
    await store.save([
      { record: ended, samples: [], isComplete: true },
      { record: recordOf('cut', 1000), samples: [], isComplete: false },
    ]);
    await store.closeInterrupted();
    expect((await store.find('cut'))?.record).toMatchObject({ endedAtMs: 11_000, isInterrupted: true });
    expect((await store.find('ended'))?.record).toMatchObject({ endedAtMs: 5000, isInterrupted: false });
  });
});
