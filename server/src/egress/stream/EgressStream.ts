import type { Clock } from '../../core/Clock.ts';
import { Disposables } from '../../core/Disposables.ts';
import type { Logger } from '../../core/logger.ts';
import type { ShowFeed } from '../../rooms/ports/ShowFeed.ts';
import type { FfmpegEnd } from '../ffmpeg/FfmpegProcess.ts';
import type { EgressSink, MediaTag, StreamConfig } from '../MediaTag.ts';
import { RtpNormaliser } from '../rtp/RtpNormaliser.ts';
import { isSameConfig, type VideoConfig } from '../rtp/VideoConfig.ts';
import { FfmpegGeneration } from './FfmpegGeneration.ts';
import { RestartBudget } from './RestartBudget.ts';
import { TagInterleaver } from './TagInterleaver.ts';
import { TagTimeline } from './TagTimeline.ts';
import { TapFollower } from './TapFollower.ts';

/** Keyframes are asked for this often, so that segments can be cut and players can begin. */
const keyframeEveryMs = 1000;
const watchdogMs = 250;

export type EgressStreamState =
  | { name: 'idle' }
  | { name: 'starting' }
  | { name: 'running' }
  | { name: 'restarting' }
  | { name: 'stopped'; because: 'show_ended' | 'closed' };

export interface EgressStreamOptions {
  feed: ShowFeed;
  sink: EgressSink;
  ffmpegPath: string;
  clock: Clock;
  log: Logger;
  /** Called once, at the show's end or `close()`. */
  onStopped: (stream: EgressStream) => void;
}

/**
 * One room's egress during one show. Owns the tap, the normaliser and a sequence of ffmpeg generations; whatever happens to any of
 * them, the sink gets one continuous stream, and its end exactly when the show ends.
 */
export class EgressStream {
  readonly #options: EgressStreamOptions;
  readonly #showId: string | null;
  readonly #disposables = new Disposables();
  readonly #children = new Set<FfmpegGeneration>();
  readonly #timeline = new TagTimeline();
  readonly #interleaver: TagInterleaver;
  readonly #budget = new RestartBudget();
  readonly #firstTag = Promise.withResolvers<void>();
  #state: EgressStreamState = { name: 'idle' };
  #normaliser: RtpNormaliser | null = null;
  /** The one that packets go to. */
  #feeding: FfmpegGeneration | null = null;
  /** The one whose tags go out: the one before `#feeding` until that gives output. */
  #showing: { generation: FfmpegGeneration; sinceMs: number } | null = null;
  #restarts = 0;

  constructor(options: EgressStreamOptions) {
    this.#options = options;
    this.#showId = options.feed.showId();
    this.#interleaver = new TagInterleaver(options.clock, (tag) => this.#give(tag));
    this.#disposables.add(() => this.#interleaver.close());
    // Whoever waits handles it; a stream that nobody waits for may end unheard.
    this.#firstTag.promise.catch(() => {});
  }

  get state(): EgressStreamState {
    return this.#state;
  }

  get childCount(): number {
    return this.#children.size;
  }

  /** Children that ended by themselves and were replaced. */
  get restarts(): number {
    return this.#restarts;
  }

  /** Resolves with the first config; rejects when the stream stops, or its first child fails, before. */
  async start(): Promise<void> {
    this.#state = { name: 'starting' };
    const { clock, feed, log } = this.#options;
    const normaliser = await RtpNormaliser.create(clock, {
      onKeyframe: (config, timelineMs) => this.#keyframeBegins(config, timelineMs),
      onPacket: (kind, packet) => this.#feeding?.send(kind, packet),
    });
    this.#disposables.add(() => normaliser.close());
    if (this.#isStopped) return this.#disposables.dispose();
    this.#normaliser = normaliser;
    const follower = new TapFollower({ feed, normaliser, clock, log });
    this.#disposables.add(() => follower.close());
    this.#disposables.add(clock.every(keyframeEveryMs, () => follower.requestKeyFrame()));
    this.#disposables.add(clock.every(watchdogMs, () => this.#feeding?.killIfHung()));
    this.#disposables.add(feed.onChanged(() => this.#roomChanged(follower)));
    this.#roomChanged(follower);
    return this.#firstTag.promise;
  }

  /** Stops without telling the sink of an end; resolves when no child is left. */
  async close(): Promise<void> {
    this.#stop('closed');
    await Promise.all([...this.#children].map((child) => child.stop()));
  }

  get #isStopped(): boolean {
    return this.#state.name === 'stopped';
  }

  #roomChanged(follower: TapFollower): void {
    if (this.#options.feed.showId() === this.#showId) follower.follow();
    else this.#stop('show_ended');
  }

  #stop(because: 'show_ended' | 'closed'): void {
    if (this.#isStopped) return;
    this.#state = { name: 'stopped', because };
    this.#options.log.info({ because, restarts: this.#restarts }, 'egress stopped');
    this.#disposables.dispose();
    for (const child of this.#children) void child.stop();
    this.#firstTag.reject(new Error(`egress stopped: ${because}`));
    if (because === 'show_ended') this.#options.sink.onEnd();
    this.#options.onStopped(this);
  }

  #keyframeBegins(config: VideoConfig, timelineMs: number): void {
    if (this.#isStopped || this.#state.name === 'restarting') return;
    if (this.#feeding && isSameConfig(this.#feeding.config, config)) return;
    this.#startGeneration(config, timelineMs);
  }

  #startGeneration(config: VideoConfig, startMs: number): void {
    const { clock, ffmpegPath, log } = this.#options;
    const before = this.#feeding;
    const generation: FfmpegGeneration = new FfmpegGeneration({
      config,
      startMs,
      ffmpegPath,
      clock,
      log,
      onConfig: (streamConfig) => this.#generationReady(generation, streamConfig),
      onTag: (tag) => this.#takeTag(generation, tag),
      onEnded: (end) => this.#generationEnded(generation, end),
    });
    this.#children.add(generation);
    this.#feeding = generation;
    log.info({ codec: config.codec, startMs: Math.round(startMs) }, 'egress generation starts');
    void before?.stop();
  }

  #generationReady(generation: FfmpegGeneration, config: StreamConfig): void {
    // A generation that was superseded while it started has nothing that its successor does not have.
    if (this.#isStopped || generation !== this.#feeding || !this.#normaliser) return;
    this.#interleaver.drain();
    this.#state = { name: 'running' };
    this.#showing = { generation, sinceMs: this.#options.clock.nowMs() };
    this.#timeline.beginGeneration();
    const timestampMs = Math.max(Math.round(generation.startMs), this.#timeline.lastMs);
    const wallClockMs = Math.round(this.#normaliser.wallClockOf(timestampMs));
    this.#options.sink.onConfig(config, { timestampMs, wallClockMs });
    this.#firstTag.resolve();
  }

  #takeTag(generation: FfmpegGeneration, tag: MediaTag): void {
    if (!this.#isStopped && generation === this.#showing?.generation) this.#interleaver.push(tag);
  }

  #give(tag: MediaTag): void {
    const placed = this.#timeline.place(tag);
    if (placed) this.#options.sink.onTag(placed);
  }

  #generationEnded(generation: FfmpegGeneration, end: FfmpegEnd): void {
    this.#children.delete(generation);
    if (this.#isStopped || generation !== this.#feeding) return;
    this.#feeding = null;
    this.#restarts++;
    if (end.kind === 'spawn_failed') this.#firstTag.reject(end.cause);
    const { clock } = this.#options;
    const livedMs = this.#showing?.generation === generation ? clock.nowMs() - this.#showing.sinceMs : 0;
    const delayMs = this.#budget.delayAfter(livedMs);
    this.#state = { name: 'restarting' };
    this.#options.log.warn({ end, delayMs, restarts: this.#restarts }, 'egress ffmpeg is replaced');
    this.#disposables.add(clock.after(delayMs, () => this.#restart()));
  }

  /** The successor begins with the newest keyframe shown again. */
  #restart(): void {
    if (this.#isStopped) return;
    this.#state = { name: 'starting' };
    this.#normaliser?.replayKeyframe();
  }
}
