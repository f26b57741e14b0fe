import type { NetworkQuality } from '../types.ts';

/** One entry of an RTCStatsReport; the DOM library types only some of the fields that browsers fill in. */
export interface StatsEntry {
  readonly id: string;
  readonly type: string;
  readonly timestamp: number;
  readonly [field: string]: unknown;
}

export function statsEntries(report: RTCStatsReport): StatsEntry[] {
  const entries: StatsEntry[] = [];
  report.forEach((entry: StatsEntry) => {
    entries.push(entry);
  });
  return entries;
}

export function numberIn(entry: StatsEntry | undefined, field: string): number | null {
  const value = entry?.[field];
  return typeof value === 'number' && Number.isFinite(value) ? value : null;
}

export function textIn(entry: StatsEntry | undefined, field: string): string | null {
  const value = entry?.[field];
  return typeof value === 'string' ? value : null;
}

/** The connection in use, where the report has it. */
export function selectedPair(entries: readonly StatsEntry[]): StatsEntry | undefined {
  return entries.find(
    (entry) => entry.type === 'candidate-pair' && entry.nominated === true && entry.state === 'succeeded',
  );
}

export function roundTripMs(entries: readonly StatsEntry[]): number | null {
  const seconds = numberIn(selectedPair(entries), 'currentRoundTripTime');
  return seconds === null ? null : Math.round(seconds * 1000);
}

/** Remembers the last value of growing counters, to tell how much they grew. */
export class CounterMemory {
  readonly #last = new Map<string, { value: number; timestamp: number }>();

  /** Growth since the last call for this entry and field; 0 the first time and after a counter began anew. */
  growth(entry: StatsEntry, field: string): { amount: number; seconds: number } {
    const key = `${entry.id}/${field}`;
    const value = numberIn(entry, field) ?? 0;
    const before = this.#last.get(key);
    this.#last.set(key, { value, timestamp: entry.timestamp });
    if (!before || value < before.value) return { amount: 0, seconds: 0 };
    return { amount: value - before.value, seconds: (entry.timestamp - before.timestamp) / 1000 };
  }

  perSecond(entry: StatsEntry, field: string): number {
    const { amount, seconds } = this.growth(entry, field);
    return seconds > 0 ? amount / seconds : 0;
  }
}

/** A word for a signal-strength symbol. Loss above 2 % shows as artefacts now and then, above 8 % as freezes. */
export function networkQuality(packetLoss: number | null, rttMs: number | null): NetworkQuality {
  if (packetLoss === null && rttMs === null) return 'unknown';
  const loss = packetLoss ?? 0;
  const rtt = rttMs ?? 0;
  if (loss > 0.08 || rtt > 500) return 'poor';
  return loss > 0.02 || rtt > 200 ? 'fair' : 'good';
}
