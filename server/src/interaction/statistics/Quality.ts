import { Delivery, type Percentiles, type PlaybackQuality } from '@lianmai/shared';
import type { PlaybackReport } from '../../rooms/ports/PlaybackReports.ts';
import { Histogram, type SavedHistogram } from './Histogram.ts';

/** What is kept of one kind of delivery. */
export interface SavedQuality {
  joinTime: SavedHistogram;
  latency: SavedHistogram;
  stalls: number;
  stallMs: number;
}

interface Tally {
  joinTime: Histogram;
  latency: Histogram;
  stalls: number;
  stallMs: number;
}

/** How playback goes, of what players report: four small histograms of a kind, whatever the number of viewers. */
export class Quality {
  readonly #tallies = new Map<Delivery, Tally>();

  record(report: PlaybackReport): void {
    const { protocol, firstFrameMs, latencyMs, freezeCount = 0, freezeMs = 0 } = report;
    if (protocol === 'none') return;
    const tally = this.#tallies.get(protocol) ?? emptyTally();
    this.#tallies.set(protocol, tally);
    if (firstFrameMs !== undefined) tally.joinTime.add(firstFrameMs);
    if (latencyMs !== undefined) tally.latency.add(latencyMs);
    tally.stalls += freezeCount;
    tally.stallMs += freezeMs;
  }

  save(): Partial<Record<Delivery, SavedQuality>> {
    return Object.fromEntries(
      [...this.#tallies].map(([delivery, { joinTime, latency, stalls, stallMs }]) => [
        delivery,
        { joinTime: joinTime.save(), latency: latency.save(), stalls, stallMs: Math.round(stallMs) },
      ]),
    );
  }
}

/** As people read it: of each kind of delivery, and of all together. */
export function readQuality(saved: Partial<Record<Delivery, SavedQuality>>): {
  all: PlaybackQuality;
  byProtocol: Partial<Record<Delivery, PlaybackQuality>>;
} {
  const present = Delivery.options.flatMap((delivery) => {
    const quality = saved[delivery];
    return quality ? [[delivery, quality] as const] : [];
  });
  return {
    all: viewOf(present.map(([, quality]) => quality)),
    byProtocol: Object.fromEntries(present.map(([delivery, quality]) => [delivery, viewOf([quality])])),
  };
}

function viewOf(parts: readonly SavedQuality[]): PlaybackQuality {
  return {
    joinTime: percentiles(Histogram.from(parts.flatMap((part) => part.joinTime))),
    latency: percentiles(Histogram.from(parts.flatMap((part) => part.latency))),
    stalls: parts.reduce((sum, { stalls }) => sum + stalls, 0),
    stallMs: parts.reduce((sum, { stallMs }) => sum + stallMs, 0),
  };
}

function percentiles(histogram: Histogram): Percentiles {
  return {
    count: histogram.count,
    p50Ms: histogram.percentile(0.5),
    p90Ms: histogram.percentile(0.9),
    p95Ms: histogram.percentile(0.95),
  };
}

function emptyTally(): Tally {
  return { joinTime: new Histogram(), latency: new Histogram(), stalls: 0, stallMs: 0 };
}
