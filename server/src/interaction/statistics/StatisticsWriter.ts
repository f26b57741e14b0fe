import type { Clock } from '../../core/Clock.ts';
import type { Logger } from '../../core/logger.ts';
import type { ShowRecord, ShowUpdate, StatisticsStore } from './ports.ts';
import { type Sample, SampleSeries } from './samples.ts';

export interface StatisticsWriterOptions {
  store: Pick<StatisticsStore, 'save'>;
  clock: Clock;
  log: Logger;
}

/** What waits is bounded: of each show the newest figures and a few samples, of ended shows these many. */
const maxWaitingShows = 5000;
const closeDeadlineMs = 5000;

/**
 * Brings figures to the store in batches, one at a time. Nobody ever waits for it: while the store is slow or gone, newer figures take
 * the place of older ones and samples are joined, until it is back.
 */
export class StatisticsWriter {
  readonly #options: StatisticsWriterOptions;
  readonly #waiting = new Map<string, ShowUpdate>();
  /** What is being written. */
  #writing: ReadonlyMap<string, ShowUpdate> = new Map();
  #running: Promise<void> | null = null;
  #failures = 0;
  #dropped = 0;
  #savedAtMs: number;

  constructor(options: StatisticsWriterOptions) {
    this.#options = options;
    this.#savedAtMs = options.clock.nowMs();
  }

  get stats(): { waitingShows: number; failures: number; droppedShows: number; unsavedForMs: number } {
    return {
      waitingShows: this.#waiting.size,
      failures: this.#failures,
      droppedShows: this.#dropped,
      unsavedForMs: this.#waiting.size === 0 ? 0 : this.#options.clock.nowMs() - this.#savedAtMs,
    };
  }

  /** Ended shows that are not kept yet. */
  get unkept(): readonly ShowUpdate[] {
    return [...new Map([...this.#writing, ...this.#waiting]).values()].filter(({ isComplete }) => isComplete);
  }

  /** Figures of a running show, with what was sampled since the last ones. */
  add(record: ShowRecord, samples: readonly Sample[]): void {
    const before = this.#waiting.get(record.showId);
    if (before?.isComplete) return;
    const all = before ? SampleSeries.of([...before.samples, ...samples]) : samples;
    this.#put({ record, samples: all, isComplete: false });
  }

  /** The last figures of a show, with all its samples. */
  finish(record: ShowRecord, samples: readonly Sample[]): void {
    this.#put({ record, samples, isComplete: true });
    this.flush();
  }

  /** Begins to write what waits, unless a write runs already: that one goes on with it. */
  flush(): void {
    if (this.#waiting.size > 0) this.#running ??= this.#run().finally(() => (this.#running = null));
  }

  /** Waits until everything is written, or for five seconds. */
  async close(): Promise<void> {
    this.flush();
    const { promise: late, resolve } = Promise.withResolvers<void>();
    const cancel = this.#options.clock.after(closeDeadlineMs, resolve);
    await Promise.race([this.#running, late]);
    cancel();
    if (this.#waiting.size > 0) this.#options.log.error(this.stats, 'statistics were not all kept');
  }

  #put(update: ShowUpdate): void {
    const { showId } = update.record;
    if (this.#waiting.size >= maxWaitingShows && !this.#waiting.has(showId)) this.#dropOldest();
    this.#waiting.set(showId, update);
  }

  #dropOldest(): void {
    const oldest = this.#waiting.keys().next();
    if (!oldest.done) this.#waiting.delete(oldest.value);
    this.#dropped += 1;
  }

  async #run(): Promise<void> {
    while (this.#waiting.size > 0) {
      this.#writing = new Map(this.#waiting);
      const batch = [...this.#writing.values()];
      this.#waiting.clear();
      try {
        await this.#options.store.save(batch);
        this.#savedAtMs = this.#options.clock.nowMs();
      } catch (err) {
        this.#failures += 1;
        this.#options.log.error({ err, shows: batch.length }, 'statistics could not be kept yet');
        for (const update of batch) this.#putBack(update);
        return;
      } finally {
        this.#writing = new Map();
      }
    }
  }

  /** Tried again with the next flush; what came meanwhile is newer. */
  #putBack(update: ShowUpdate): void {
    const newer = this.#waiting.get(update.record.showId);
    if (!newer) this.#put(update);
    else if (!newer.isComplete) {
      const samples = SampleSeries.of([...update.samples, ...newer.samples]);
      this.#put({ ...newer, samples });
    }
  }
}
