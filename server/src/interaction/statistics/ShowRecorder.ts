import { Delivery, Platform, type ShowFigures, type UserRef } from '@lianmai/shared';
import type { PlaybackReport } from '../../rooms/ports/PlaybackReports.ts';
import type { Counter } from './counters.ts';
import { DistinctCount } from './DistinctCount.ts';
import { Headcount } from './Headcount.ts';
import type { ShowRecord, ShowShares } from './ports.ts';
import { Quality } from './Quality.ts';
import { type Sample, SampleSeries } from './samples.ts';

/** Somebody who watches: a Session, or a player without one. */
export interface Visit {
  id: string;
  /** Who is there now: one visit of a visitor at a time. */
  visitorId: string;
  /** Whom it counts as among all who ever came; by default the visitor. */
  countsAs?: string;
  platform: Platform;
  /** `null` until it is known. */
  delivery: Delivery | null;
}

export interface ShowDetails {
  showId: string;
  roomId: string;
  title: string;
  anchor: UserRef;
  startedAtMs: number;
}

type Counters = Record<Counter, number>;

/**
 * Counts one show from its start to its end. What it holds grows with those who are there, never with those who were: of them there
 * are counts, histograms and at most 720 samples.
 */
export class ShowRecorder {
  readonly details: ShowDetails;
  readonly #visits = new Map<string, Visit>();
  readonly #visitors = new DistinctCount();
  readonly #everybody: Headcount<'viewers'>;
  readonly #deliveries: Headcount<Delivery>;
  readonly #platforms: Headcount<Platform>;
  readonly #quality = new Quality();
  readonly #series = new SampleSeries();
  readonly #totals = noCounters();
  #sampled = noCounters();
  #peakViewers = 0;
  #samplePeak = 0;
  #title: string;

  constructor(details: ShowDetails) {
    this.details = details;
    this.#title = details.title;
    this.#everybody = new Headcount(details.startedAtMs);
    this.#deliveries = new Headcount(details.startedAtMs);
    this.#platforms = new Headcount(details.startedAtMs);
  }

  get viewers(): number {
    return this.#visits.size;
  }

  get samples(): readonly Sample[] {
    return this.#series.points;
  }

  rename(title: string): void {
    this.#title = title;
  }

  /** A visitor who is there already goes on with this visit: a page that was reloaded is no leaving and no arrival. */
  arrived(visit: Visit, atMs: number): void {
    const before = this.#visits.get(visit.visitorId);
    this.#visits.set(visit.visitorId, visit);
    if (before) this.#leaveKinds(before, atMs);
    this.#enterKinds(visit, atMs);
    if (before) return;
    this.#visitors.add(visit.countsAs ?? visit.visitorId);
    this.#everybody.change('viewers', 1, atMs);
    this.count('arrivals', 1);
    this.#peakViewers = Math.max(this.#peakViewers, this.viewers);
    this.#samplePeak = Math.max(this.#samplePeak, this.viewers);
  }

  /** `atMs` may lie in the past. Nothing, when the visitor has gone on with another visit. */
  left(visit: Pick<Visit, 'id' | 'visitorId'>, atMs: number): void {
    const present = this.#visits.get(visit.visitorId);
    if (present?.id !== visit.id) return;
    const leftAtMs = Math.max(atMs, this.details.startedAtMs);
    this.#visits.delete(visit.visitorId);
    this.#leaveKinds(present, leftAtMs);
    this.#everybody.change('viewers', -1, leftAtMs);
    this.count('leavings', 1);
  }

  /** How somebody's picture reaches them from now on. */
  watchesBy(visitorId: string, delivery: Delivery | null, nowMs: number): void {
    const visit = this.#visits.get(visitorId);
    if (!visit || visit.delivery === delivery) return;
    this.#leaveKinds(visit, nowMs);
    const changed = { ...visit, delivery };
    this.#visits.set(visitorId, changed);
    this.#enterKinds(changed, nowMs);
  }

  record(report: PlaybackReport): void {
    this.#quality.record(report);
  }

  count(counter: Counter, by: number): void {
    this.#totals[counter] += by;
    this.#sampled[counter] += by;
  }

  /** Closes the present stretch and begins the next. */
  sample(nowMs: number): Sample {
    const sample = {
      atMs: nowMs,
      viewers: this.viewers,
      peakViewers: Math.max(this.#samplePeak, this.viewers),
      ...this.#sampled,
    };
    this.#sampled = noCounters();
    this.#samplePeak = this.viewers;
    this.#series.add(sample);
    return sample;
  }

  /** The show is over: nobody watches any more. What comes after this is not counted. */
  end(nowMs: number): void {
    for (const count of [this.#everybody, this.#deliveries, this.#platforms]) count.empty(nowMs);
    this.#visits.clear();
  }

  takeRecord(nowMs: number, endedAtMs: number | null): ShowRecord {
    for (const count of [this.#everybody, this.#deliveries, this.#platforms]) count.advance(nowMs);
    return {
      ...this.details,
      title: this.#title,
      endedAtMs,
      updatedAtMs: nowMs,
      isInterrupted: false,
      figures: this.#figures(),
      shares: this.#shares(),
      quality: this.#quality.save(),
    };
  }

  #enterKinds({ platform, delivery }: Visit, atMs: number): void {
    this.#platforms.change(platform, 1, atMs);
    if (delivery) this.#deliveries.change(delivery, 1, atMs);
  }

  #leaveKinds({ platform, delivery }: Visit, atMs: number): void {
    this.#platforms.change(platform, -1, atMs);
    if (delivery) this.#deliveries.change(delivery, -1, atMs);
  }

  #figures(): ShowFigures {
    const watchMs = Math.round(this.#everybody.watchMs('viewers'));
    const uniqueViewers = this.#visitors.count;
    return {
      viewers: this.viewers,
      peakViewers: this.#peakViewers,
      uniqueViewers,
      watchMs,
      averageWatchMs: uniqueViewers === 0 ? 0 : Math.round(watchMs / uniqueViewers),
      ...this.#totals,
    };
  }

  #shares(): ShowShares {
    return {
      protocols: sharesOf(this.#deliveries, Delivery.options),
      platforms: sharesOf(this.#platforms, Platform.options),
    };
  }
}

function sharesOf<Kind extends string>(headcount: Headcount<Kind>, kinds: readonly Kind[]) {
  return Object.fromEntries(
    kinds.map((kind) => [
      kind,
      { viewers: headcount.count(kind), watchMs: Math.round(headcount.watchMs(kind)) },
    ]),
  ) as Record<Kind, { viewers: number; watchMs: number }>;
}

function noCounters(): Counters {
  return { arrivals: 0, leavings: 0, chatMessages: 0, likes: 0, gifts: 0, income: 0 };
}
