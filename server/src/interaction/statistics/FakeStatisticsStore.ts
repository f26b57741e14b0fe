import type { RoomTotals } from '@lianmai/shared';
import type { ShowRecord, ShowUpdate, StatisticsStore } from './ports.ts';
import { roomTotals } from './roomTotals.ts';
import type { Sample } from './samples.ts';

/** Keeps everything in memory; can be told to hang or to fail. */
export class FakeStatisticsStore implements StatisticsStore {
  readonly #shows = new Map<string, { record: ShowRecord; samples: Sample[] }>();
  saves = 0;
  /** Every save waits for it. */
  gate: Promise<void> = Promise.resolve();
  isBroken = false;

  async save(updates: readonly ShowUpdate[]): Promise<void> {
    await this.gate;
    if (this.isBroken) throw new Error('the store is gone');
    this.saves += 1;
    for (const { record, samples, isComplete } of updates) {
      const before = isComplete ? [] : (this.#shows.get(record.showId)?.samples ?? []);
      this.#shows.set(record.showId, { record, samples: [...before, ...samples] });
    }
  }

  async find(showId: string): Promise<{ record: ShowRecord; samples: readonly Sample[] } | null> {
    return this.#shows.get(showId) ?? null;
  }

  async showsOf(roomId: string, page: Parameters<StatisticsStore['showsOf']>[1]): Promise<ShowRecord[]> {
    const { before, limit } = page;
    return this.#recordsOf(roomId)
      .sort((a, b) => b.startedAtMs - a.startedAtMs || (a.showId < b.showId ? 1 : -1))
      .filter(
        ({ startedAtMs, showId }) =>
          !before ||
          startedAtMs < before.startedAtMs ||
          (startedAtMs === before.startedAtMs && showId < before.showId),
      )
      .slice(0, limit);
  }

  async totalsOf(roomId: string, except: readonly string[]): Promise<RoomTotals> {
    return roomTotals(this.#recordsOf(roomId).filter(({ showId }) => !except.includes(showId)));
  }

  async closeInterrupted(): Promise<void> {
    for (const kept of this.#shows.values()) {
      const { record } = kept;
      if (record.endedAtMs === null)
        kept.record = { ...record, endedAtMs: record.updatedAtMs, isInterrupted: true };
    }
  }

  #recordsOf(roomId: string): ShowRecord[] {
    return [...this.#shows.values()].map(({ record }) => record).filter((record) => record.roomId === roomId);
  }
}
