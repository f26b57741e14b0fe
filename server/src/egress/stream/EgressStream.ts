import type { Clock } from '../../core/Clock.ts';
import { Disposables } from '../../core/Disposables.ts';
import type { Logger } from '../../core/logger.ts';
import type { ShowFeed } from '../../rooms/ports/ShowFeed.ts';
import type { EgressSink, MediaTag } from '../MediaTag.ts';
import { ComposedSource } from './ComposedSource.ts';
import type { CompositionFigures } from './CompositionFigures.ts';
import { SoloSource } from './SoloSource.ts';
import type { StreamItem } from './StreamItem.ts';
import { StreamSources } from './StreamSources.ts';
import { TagTimeline } from './TagTimeline.ts';

/** How long the show's last tags may take. */
const flushMs = 1000;

export type EgressStreamState =
  | { name: 'starting' }
  | { name: 'running' }
  /** The show is over and ffmpeg gives out what it still holds. */
  | { name: 'ending' }
  | { name: 'stopped'; because: 'show_ended' | 'closed' };

export interface EgressStreamOptions {
  feed: ShowFeed;
  sink: EgressSink;
  ffmpegPath: string;
  /** What a compositor process runs; ours by default. */
  compositorModule?: string | undefined;
  clock: Clock;
  log: Logger;
  /** Called once when the show has ended, before the sink hears of it: its last tags are still to come. */
  onEnding: (stream: EgressStream) => void;
}

/**
 * One room's egress during one show. Owns its sources; whatever happens to any of them, the sink gets one continuous stream, and its
 * end when, and only when, the show has ended.
 */
export class EgressStream {
  readonly #options: EgressStreamOptions;
  readonly #showId: string | null;
  readonly #disposables = new Disposables();
  readonly #sources: StreamSources;
  readonly #timeline = new TagTimeline();
  readonly #firstTag = Promise.withResolvers<void>();
  #state: EgressStreamState = { name: 'starting' };
  /** What is added to the stream's time to get the server's clock at capture. */
  #wallClockOffsetMs = 0;

  constructor(options: EgressStreamOptions) {
    this.#options = options;
    this.#showId = options.feed.showId();
    const originMs = options.clock.nowMs();
    const onSpawnFailed = (cause: Error) => this.#firstTag.reject(cause);
    this.#sources = new StreamSources({
      ...options,
      originMs,
      createSolo: (events) => new SoloSource({ ...options, ...events, originMs, onSpawnFailed }),
      createComposed: (events) => new ComposedSource({ ...options, ...events, originMs }),
      onItem: (item) => this.#take(item),
      onPersonGone: (atMs) => this.#guard('person gone', () => options.sink.onPersonGone?.(atMs)),
      onSpawnFailed,
    });
    // Whoever waits handles it; a stream that nobody waits for may end unheard.
    this.#firstTag.promise.catch(() => {});
  }

  get state(): EgressStreamState {
    return this.#state;
  }

  get childCount(): number {
    return this.#sources.childCount;
  }

  /** Children that ended by themselves and were replaced. */
  get restarts(): number {
    return this.#sources.restarts;
  }

  get composition(): CompositionFigures {
    return this.#sources.figures;
  }

  /** Resolves with the first config; rejects when the stream stops, or its first child fails, before. */
  start(): Promise<void> {
    this.#disposables.add(this.#options.feed.onChanged(() => this.#roomChanged()));
    this.#sources.start();
    return this.#firstTag.promise;
  }

  /** Stops without telling the sink of an end, unless the show has ended already; resolves when no child is left. */
  async close(): Promise<void> {
    const isEnding = this.#state.name === 'ending';
    if (!this.#isOver) {
      this.#giveUp();
      this.#finish('closed');
    }
    await this.#sources.finish();
    if (isEnding) this.#finish('show_ended');
  }

  get #isStopped(): boolean {
    return this.#state.name === 'stopped';
  }

  get #isOver(): boolean {
    return this.#state.name === 'ending' || this.#isStopped;
  }

  #roomChanged(): void {
    if (this.#options.feed.showId() === this.#showId) this.#sources.follow();
    else this.#endShow();
  }

  #endShow(): void {
    if (this.#isOver) return;
    this.#state = { name: 'ending' };
    this.#giveUp();
    const finish = () => this.#finish('show_ended');
    const cancel = this.#options.clock.after(flushMs, finish);
    void this.#sources.finish().then(finish).finally(cancel);
    this.#options.onEnding(this);
  }

  /** Follows the room no longer. */
  #giveUp(): void {
    this.#disposables.dispose();
    this.#firstTag.reject(new Error('egress stopped'));
  }

  #finish(because: 'show_ended' | 'closed'): void {
    if (this.#isStopped) return;
    if (because === 'show_ended') {
      this.#sources.drain();
      this.#guard('end', () => this.#options.sink.onEnd());
    }
    this.#state = { name: 'stopped', because };
    this.#options.log.info({ because, restarts: this.restarts }, 'egress stopped');
  }

  #take(item: StreamItem): void {
    if (this.#isStopped) return;
    if (item.kind === 'config') this.#configure(item);
    else if (item.kind === 'layout') this.#giveLayout(item);
    else this.#giveTag(item);
  }

  #configure({ config, atMs, wallClockMs }: Extract<StreamItem, { kind: 'config' }>): void {
    this.#timeline.beginGeneration();
    if (this.#state.name === 'starting') this.#state = { name: 'running' };
    this.#wallClockOffsetMs = wallClockMs - atMs;
    this.#guard('config', () => this.#options.sink.onConfig(config, this.#placeAt(atMs)));
    this.#firstTag.resolve();
  }

  #giveLayout({ layout, atMs }: Extract<StreamItem, { kind: 'layout' }>): void {
    this.#guard('layout', () => this.#options.sink.onLayout(layout, this.#placeAt(atMs)));
  }

  #giveTag(tag: MediaTag): void {
    const placed = this.#timeline.place(tag);
    if (placed) this.#guard('tag', () => this.#options.sink.onTag(placed));
  }

  #placeAt(atMs: number): { timestampMs: number; wallClockMs: number } {
    const timestampMs = Math.max(atMs, this.#timeline.lastMs);
    return { timestampMs, wallClockMs: timestampMs + this.#wallClockOffsetMs };
  }

  /** What a publisher sends must not end the process, whatever it does to those who make use of it. */
  #guard(what: string, task: () => void): void {
    try {
      task();
    } catch (err) {
      this.#options.log.error({ err, what }, 'egress output refused');
      this.#sources.replaceCurrent('output refused');
    }
  }
}
