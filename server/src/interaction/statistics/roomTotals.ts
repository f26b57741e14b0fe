import type { RoomTotals } from '@lianmai/shared';
import type { ShowRecord } from './ports.ts';

/** All these shows together. */
export function roomTotals(records: readonly ShowRecord[]): RoomTotals {
  return records.map(totalsOfShow).reduce(addTotals, noTotals);
}

export function addTotals(a: RoomTotals, b: RoomTotals): RoomTotals {
  return {
    shows: a.shows + b.shows,
    liveMs: a.liveMs + b.liveMs,
    peakViewers: Math.max(a.peakViewers, b.peakViewers),
    watchMs: a.watchMs + b.watchMs,
    arrivals: a.arrivals + b.arrivals,
    chatMessages: a.chatMessages + b.chatMessages,
    likes: a.likes + b.likes,
    gifts: a.gifts + b.gifts,
    income: a.income + b.income,
  };
}

const noTotals: RoomTotals = {
  shows: 0,
  liveMs: 0,
  peakViewers: 0,
  watchMs: 0,
  arrivals: 0,
  chatMessages: 0,
  likes: 0,
  gifts: 0,
  income: 0,
};

function totalsOfShow({ figures, startedAtMs, endedAtMs, updatedAtMs }: ShowRecord): RoomTotals {
  const { peakViewers, watchMs, arrivals, chatMessages, likes, gifts, income } = figures;
  const liveMs = Math.round((endedAtMs ?? updatedAtMs) - startedAtMs);
  return { shows: 1, liveMs, peakViewers, watchMs, arrivals, chatMessages, likes, gifts, income };
}
