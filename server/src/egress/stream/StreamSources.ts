import type { Clock } from '../../core/Clock.ts';
import type { Logger } from '../../core/logger.ts';
import type { ShowFeed } from '../../rooms/ports/ShowFeed.ts';
import type { CompositorEnd } from '../compositor/CompositorProcess.ts';
import type { Scene } from '../compositor/protocol.ts';
import type { ComposedSourceOptions } from './ComposedSource.ts';
import { CompositionFigures } from './CompositionFigures.ts';
import { RestartBudget } from './RestartBudget.ts';
import type { SoloSourceOptions } from './SoloSource.ts';
import type { Composed, Solo, Source } from './Source.ts';
import { Splicer, seamPatienceMs } from './Splicer.ts';
import type { StreamItem } from './StreamItem.ts';
import { hasGone, hasLost, sceneOf } from './sceneOf.ts';
import { nextSourceMode, type SourceMode } from './sourceMode.ts';

/** The seam lies this far ahead of what has gone out: the time that the compositor needs to hear of it. */
const seamLeadMs = 80;
/** The compositor is behind by more than this, so that it still has to compose the seam's picture. */
const seamLagMs = 50;
/** A stream that begins composed shows the anchor alone when there is nothing to show by then. */
const standInAfterMs = 3000;
/** On a machine that is too busy for a seam in time, one that players notice is better than never to see the guests. */
const maxSeamPatienceMs = 3600;
/** A compositor's keyframes stand on whole seconds. */
const keyframeEveryMs = 1000;

export interface StreamSourcesOptions {
  feed: Pick<ShowFeed, 'people' | 'composition'>;
  /** The stream timeline's 0, on `clock`. */
  originMs: number;
  createSolo: (events: Pick<SoloSourceOptions, 'onItem'>) => Solo;
  createComposed: (events: Pick<ComposedSourceOptions, 'onItem' | 'onReady' | 'onEnded'>) => Composed;
  clock: Clock;
  log: Logger;
  onItem: (item: StreamItem) => void;
  /** Somebody whom the stream shows has left; what was captured from `atMs` on is without them. */
  onPersonGone: (atMs: number) => void;
  /** The anchor's picture cannot be had. */
  onSpawnFailed: (cause: Error) => void;
}

/**
 * Gives one stream what the room's mode asks for: the anchor's own picture, or everybody's in one. Runs no more sources than that
 * and the one that is about to follow; whatever happens to a compositor, the anchor goes on.
 */
export class StreamSources {
  readonly figures = new CompositionFigures();
  readonly #options: StreamSourcesOptions;
  readonly #splicer: Splicer<Source>;
  readonly #budget = new RestartBudget();
  readonly #closing = new Map<Source, Promise<void>>();
  #mode: SourceMode = { name: 'solo' };
  #solo: Solo | null = null;
  #composed: Composed | null = null;
  /** The one that has been told to begin, which it can only once. */
  #begun: Composed | null = null;
  #joinedAtMs: number | null = null;
  #scene: Scene | null = null;
  /** Compositors in a row that gave nothing at their seam. */
  #misses = 0;
  /** A compositor has failed: the anchor alone is better than nothing. */
  #standsIn = false;
  #isBackingOff = false;
  #isFinished = false;
  #endedSoloRestarts = 0;
  #cancelModeTimer: () => void = () => {};
  #cancelBackoff: () => void = () => {};
  #cancelStandIn: () => void = () => {};

  constructor(options: StreamSourcesOptions) {
    this.#options = options;
    this.#splicer = new Splicer({
      clock: options.clock,
      onItem: options.onItem,
      onJoined: (next, before) => this.#joined(next, before),
      onMissed: (next) => {
        this.#misses++;
        next.replace('nothing at the seam in time');
      },
    });
  }

  /** ffmpeg processes, those of compositors included. */
  get childCount(): number {
    return this.#all.reduce((sum, source) => sum + source.childCount, 0);
  }

  /** ffmpeg processes that ended by themselves and were replaced. */
  get restarts(): number {
    const solo = this.#all.reduce((sum, source) => sum + (source.kind === 'solo' ? source.restarts : 0), 0);
    return this.#endedSoloRestarts + solo;
  }

  start(): void {
    this.#cancelStandIn = this.#options.clock.after(standInAfterMs, () => this.#standIn());
    this.follow();
  }

  /** The room has changed, or time has passed. */
  follow(): void {
    if (this.#isFinished) return;
    const { feed, clock } = this.#options;
    const demand = { policy: feed.composition().mode, people: feed.people().length };
    this.#mode = nextSourceMode(this.#mode, demand, clock.nowMs());
    this.#cancelModeTimer();
    if (this.#mode.name === 'composed' && this.#mode.leavesAtMs !== null) {
      this.#cancelModeTimer = clock.after(this.#mode.leavesAtMs - clock.nowMs(), () => this.follow());
    }
    this.#solo?.follow();
    this.#composed?.follow();
    this.#followScene();
    this.#arrange();
  }

  /** Nobody could take what the source in force gave. */
  replaceCurrent(why: string): void {
    this.#splicer.current?.replace(why);
  }

  /** Takes nothing more from the room; what is still held comes out before it resolves, which is when no child is left. */
  async finish(): Promise<void> {
    this.#isFinished = true;
    this.#cancelModeTimer();
    this.#cancelBackoff();
    this.#cancelStandIn();
    this.#splicer.finish();
    for (const source of [this.#solo, this.#composed]) if (source) this.#close(source);
    await Promise.all(this.#closing.values());
  }

  /** Gives out at once what is held for the sake of order. */
  drain(): void {
    this.#splicer.current?.drain();
  }

  get #all(): Source[] {
    const running = [this.#solo, this.#composed].filter((source) => source !== null);
    return [...new Set([...running, ...this.#closing.keys()])];
  }

  /** Who has left, been muted or turned their camera off is not seen or heard in what is still to be shown. */
  #followScene(): void {
    const { feed, clock, originMs, onPersonGone } = this.#options;
    const before = this.#scene;
    const scene = sceneOf(feed);
    this.#scene = scene;
    if (before === null) return;
    const nowMs = clock.nowMs() - originMs;
    if (this.#splicer.current?.kind === 'composed' && hasGone(before, scene)) onPersonGone(nowMs);
    if (this.#composed === null || this.#splicer.next !== this.#composed || !hasLost(before, scene)) return;
    const keyframeMs = Math.ceil(nowMs / keyframeEveryMs) * keyframeEveryMs;
    this.#splicer.rejoinAt(keyframeMs, keyframeMs - nowMs + this.#seamPatienceMs);
  }

  get #seamPatienceMs(): number {
    return Math.min(maxSeamPatienceMs, seamPatienceMs * 2 ** this.#misses);
  }

  #arrange(): void {
    if (this.#isFinished) return;
    if (this.#mode.name === 'composed') this.#arrangeComposed();
    else this.#arrangeSolo();
  }

  #arrangeSolo(): void {
    const { current } = this.#splicer;
    if (this.#composed && this.#composed !== current) this.#retire(this.#composed);
    this.#solo ??= this.#startSolo();
    if (this.#splicer.current !== this.#solo && this.#splicer.next !== this.#solo)
      this.#splicer.seek(this.#solo);
  }

  #arrangeComposed(): void {
    if (!this.#isBackingOff) this.#composed ??= this.#startComposed();
    const { current } = this.#splicer;
    if (this.#solo && current === this.#composed && current !== null) this.#retire(this.#solo);
    if (current !== null || !this.#standsIn) return;
    const isNew = this.#solo === null;
    this.#solo ??= this.#startSolo();
    // The compositor that had made itself the next one may have died before its first picture.
    if (isNew || this.#splicer.next === null) this.#splicer.seek(this.#solo);
  }

  #standIn(): void {
    this.#standsIn = true;
    this.#arrange();
  }

  #startSolo(): Solo {
    const { createSolo, onSpawnFailed, log } = this.#options;
    const solo: Solo = createSolo({ onItem: (item) => this.#splicer.push(solo, item) });
    solo.start().catch((err: unknown) => {
      log.error({ err }, 'egress source cannot start');
      onSpawnFailed(err instanceof Error ? err : new Error(String(err)));
    });
    return solo;
  }

  #startComposed(): Composed {
    const { createComposed, feed, log } = this.#options;
    log.info({ people: feed.people().length }, 'compositor starts');
    const composed: Composed = createComposed({
      onItem: (item) => this.#takeComposed(composed, item),
      onReady: () => this.#begin(composed),
      onEnded: (end) => this.#composedEnded(composed, end),
    });
    this.figures.follow(composed);
    return composed;
  }

  #takeComposed(composed: Composed, item: StreamItem): void {
    // Late, but earlier than the one that was to stand in for it.
    if (item.kind === 'config' && composed === this.#composed && this.#splicer.current === null)
      this.#splicer.seek(composed);
    this.#splicer.push(composed, item);
  }

  #begin(composed: Composed): void {
    if (this.#isFinished || composed !== this.#composed || this.#mode.name === 'solo') return;
    // The anchor alone is about to stand in: that comes first, and may not be called off for something that has just failed.
    if (this.#solo && this.#splicer.next === this.#solo) return;
    const { clock, originMs } = this.#options;
    const earliestMs = clock.nowMs() - originMs - seamLagMs;
    const atMs = Math.round(Math.max(this.#splicer.newestMs + seamLeadMs, earliestMs));
    this.#begun = composed;
    composed.begin(atMs);
    this.#splicer.joinAt(composed, atMs, this.#seamPatienceMs);
  }

  #joined(next: Source, before: Source | null): void {
    this.#options.log.info({ source: next.kind }, 'egress goes on from another source');
    this.#cancelStandIn();
    if (next.kind === 'composed') {
      this.#standsIn = false;
      this.#misses = 0;
      this.#joinedAtMs = this.#options.clock.nowMs();
    }
    if (this.#isFinished) return;
    if (before) this.#retire(before);
    if (next.kind === 'composed' && this.#solo) this.#retire(this.#solo);
    if (next.kind === 'composed' || !this.#composed) return;
    if (this.#composed.isReady) this.#begin(this.#composed);
    else if (this.#composed === this.#begun)
      this.#composed.replace('too late for a stream without a picture');
  }

  #composedEnded(composed: Composed, end: CompositorEnd): void {
    this.figures.leave(composed, { wasReplaced: composed === this.#composed && !this.#isFinished });
    if (this.#isFinished || composed !== this.#composed) return;
    const { clock, log } = this.#options;
    const livedMs = this.#joinedAtMs === null ? 0 : clock.nowMs() - this.#joinedAtMs;
    const delayMs = this.#budget.delayAfter(livedMs);
    log.warn({ end, delayMs }, 'compositor is replaced');
    this.#composed = null;
    this.#joinedAtMs = null;
    this.#standsIn = true;
    this.#isBackingOff = true;
    this.#splicer.remove(composed);
    this.#cancelBackoff = clock.after(delayMs, () => {
      this.#isBackingOff = false;
      this.#arrange();
    });
    this.#arrange();
  }

  /** It gives nothing to the stream any more. */
  #retire(source: Source): void {
    this.#splicer.remove(source);
    if (source === this.#solo) this.#solo = null;
    if (source === this.#composed) {
      this.#composed = null;
      this.#joinedAtMs = null;
    }
    this.#close(source);
  }

  #close(source: Source): void {
    if (this.#closing.has(source)) return;
    const { log } = this.#options;
    const closed = source
      .close()
      .catch((err: unknown) => log.error({ err, source: source.kind }, 'egress source did not close'))
      .finally(() => {
        this.#closing.delete(source);
        if (source.kind === 'solo') this.#endedSoloRestarts += source.restarts;
        if (source === this.#solo) this.#solo = null;
      });
    this.#closing.set(source, closed);
  }
}
