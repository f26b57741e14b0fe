import type { Clock } from '../../core/Clock.ts';
import { Disposables } from '../../core/Disposables.ts';
import type { Logger } from '../../core/logger.ts';
import type { ShowFeed } from '../../rooms/ports/ShowFeed.ts';
import type { EgressSink, MediaTag, StreamConfig } from '../MediaTag.ts';
import { RtpNormaliser } from '../rtp/RtpNormaliser.ts';
import { FfmpegGeneration } from './FfmpegGeneration.ts';
import { GenerationSequence } from './GenerationSequence.ts';
import { TagInterleaver } from './TagInterleaver.ts';
import { TagTimeline } from './TagTimeline.ts';
import { TapFollower } from './TapFollower.ts';

/** Keyframes are asked for this often, so that segments can be cut and players can begin. */
const keyframeEveryMs = 1000;
const watchdogMs = 250;

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
  clock: Clock;
  log: Logger;
  /** Called once when the show has ended, before the sink hears of it: its last tags are still to come. */
  onEnding: (stream: EgressStream) => void;
}

/**
 * One room's egress during one show. Owns the tap, the normaliser and a sequence of ffmpeg generations; whatever happens to any of
 * them, the sink gets one continuous stream, and its end when, and only when, the show has ended.
 */
export class EgressStream {
  readonly #options: EgressStreamOptions;
  readonly #showId: string | null;
  readonly #disposables = new Disposables();
  readonly #generations: GenerationSequence;
  readonly #timeline = new TagTimeline();
  readonly #interleaver: TagInterleaver;
  readonly #firstTag = Promise.withResolvers<void>();
  #state: EgressStreamState = { name: 'starting' };
  #normaliser: RtpNormaliser | null = null;

  constructor(options: EgressStreamOptions) {
    this.#options = options;
    this.#showId = options.feed.showId();
    this.#interleaver = new TagInterleaver(options.clock, (tag) => this.#give(tag));
    const { clock, log, ffmpegPath } = options;
    this.#generations = new GenerationSequence({
      clock,
      log,
      create: (generation) => new FfmpegGeneration({ ...generation, ffmpegPath, clock, log }),
      replayKeyframe: () => this.#normaliser?.replayKeyframe(),
      onConfig: (config, startMs) => this.#configure(config, startMs),
      onTag: (tag) => {
        if (!this.#isStopped) this.#interleaver.push(tag);
      },
      onSpawnFailed: (cause) => this.#firstTag.reject(cause),
    });
    // Whoever waits handles it; a stream that nobody waits for may end unheard.
    this.#firstTag.promise.catch(() => {});
  }

  get state(): EgressStreamState {
    return this.#state;
  }

  get childCount(): number {
    return this.#generations.childCount;
  }

  /** Children that ended by themselves and were replaced. */
  get restarts(): number {
    return this.#generations.restarts;
  }

  /** Resolves with the first config; rejects when the stream stops, or its first child fails, before. */
  async start(): Promise<void> {
    const { clock, feed, log } = this.#options;
    const normaliser = await RtpNormaliser.create(clock, {
      onKeyframe: (config, timelineMs) => this.#generations.keyframeBegins(config, timelineMs),
      onPacket: (kind, packet) => this.#generations.send(kind, packet),
      onUnreadableSps: () => log.warn('egress leaves out a picture whose parameters make no sense'),
    });
    this.#disposables.add(() => normaliser.close());
    if (this.#isOver) return this.#firstTag.promise;
    this.#normaliser = normaliser;
    const follower = new TapFollower({ feed, normaliser, clock, log });
    this.#disposables.add(() => follower.close());
    this.#disposables.add(clock.every(keyframeEveryMs, () => follower.requestKeyFrame()));
    this.#disposables.add(clock.every(watchdogMs, () => this.#generations.killIfHung()));
    this.#disposables.add(feed.onChanged(() => this.#roomChanged(follower)));
    this.#roomChanged(follower);
    return this.#firstTag.promise;
  }

  /** Stops without telling the sink of an end, unless the show has ended already; resolves when no child is left. */
  async close(): Promise<void> {
    const isEnding = this.#state.name === 'ending';
    if (!this.#isOver) {
      this.#giveUp();
      this.#finish('closed');
    }
    await this.#generations.stop();
    if (isEnding) this.#finish('show_ended');
  }

  get #isStopped(): boolean {
    return this.#state.name === 'stopped';
  }

  get #isOver(): boolean {
    return this.#state.name === 'ending' || this.#isStopped;
  }

  #roomChanged(follower: TapFollower): void {
    if (this.#options.feed.showId() === this.#showId) follower.follow();
    else this.#endShow();
  }

  #endShow(): void {
    if (this.#isOver) return;
    this.#state = { name: 'ending' };
    this.#giveUp();
    const finish = () => this.#finish('show_ended');
    const cancel = this.#options.clock.after(flushMs, finish);
    void this.#generations.stop().then(finish).finally(cancel);
    this.#options.onEnding(this);
  }

  /** Takes nothing more from the room. */
  #giveUp(): void {
    this.#disposables.dispose();
    this.#firstTag.reject(new Error('egress stopped'));
  }

  #finish(because: 'show_ended' | 'closed'): void {
    if (this.#isStopped) return;
    if (because === 'show_ended') {
      this.#interleaver.drain();
      this.#guard('end', () => this.#options.sink.onEnd());
    }
    this.#state = { name: 'stopped', because };
    this.#interleaver.close();
    this.#options.log.info({ because, restarts: this.restarts }, 'egress stopped');
  }

  #configure(config: StreamConfig, startMs: number): void {
    if (!this.#normaliser) return;
    this.#interleaver.drain();
    this.#timeline.beginGeneration();
    this.#state = { name: 'running' };
    const timestampMs = Math.max(Math.round(startMs), this.#timeline.lastMs);
    const wallClockMs = Math.round(this.#normaliser.wallClockOf(timestampMs));
    this.#options.sink.onConfig(config, { timestampMs, wallClockMs });
    this.#firstTag.resolve();
  }

  #give(tag: MediaTag): void {
    const placed = this.#timeline.place(tag);
    if (placed) this.#guard('tag', () => this.#options.sink.onTag(placed));
  }

  /** What a publisher sends must not end the process, whatever it does to those who make use of it. */
  #guard(what: string, task: () => void): void {
    try {
      task();
    } catch (err) {
      this.#options.log.error({ err, what }, 'egress output refused');
      this.#generations.replaceShown('output refused');
    }
  }
}
