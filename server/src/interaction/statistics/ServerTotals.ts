import { Delivery, Platform } from '@lianmai/shared';
import { type Counter, counters } from './counters.ts';
import type { ShowRecord } from './ports.ts';

export interface Totals {
  counts: Record<Counter, number>;
  viewers: number;
  /** Of viewers of every kind, those included who never said how they watch. */
  allWatchMs: number;
  watchMs: Record<Delivery, number>;
  viewersByDelivery: Record<Delivery, number>;
  viewersByPlatform: Record<Platform, number>;
  stalls: Record<Delivery, number>;
  stallMs: Record<Delivery, number>;
}

/** What all shows since the server's start come to: the sums that `/metrics` shows, with no label that grows. */
export class ServerTotals {
  readonly #ended = noTotals();

  /** A show that is over. */
  add(record: ShowRecord): void {
    addInto(this.#ended, record);
  }

  /** Together with shows that still run. */
  with(running: readonly ShowRecord[]): Totals {
    const totals = structuredClone(this.#ended);
    for (const record of running) addInto(totals, record);
    return totals;
  }
}

function addInto(totals: Totals, { figures, shares, quality }: ShowRecord): void {
  for (const counter of counters) totals.counts[counter] += figures[counter];
  totals.viewers += figures.viewers;
  totals.allWatchMs += figures.watchMs;
  for (const platform of Platform.options)
    totals.viewersByPlatform[platform] += shares.platforms[platform].viewers;
  for (const delivery of Delivery.options) {
    totals.watchMs[delivery] += shares.protocols[delivery].watchMs;
    totals.viewersByDelivery[delivery] += shares.protocols[delivery].viewers;
    totals.stalls[delivery] += quality[delivery]?.stalls ?? 0;
    totals.stallMs[delivery] += quality[delivery]?.stallMs ?? 0;
  }
}

function noTotals(): Totals {
  return {
    counts: zeros(counters),
    viewers: 0,
    allWatchMs: 0,
    watchMs: zeros(Delivery.options),
    viewersByDelivery: zeros(Delivery.options),
    viewersByPlatform: zeros(Platform.options),
    stalls: zeros(Delivery.options),
    stallMs: zeros(Delivery.options),
  };
}

function zeros<Name extends string>(names: readonly Name[]): Record<Name, number> {
  return Object.fromEntries(names.map((name) => [name, 0])) as Record<Name, number>;
}
