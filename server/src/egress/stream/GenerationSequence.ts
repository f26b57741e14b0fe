import type { Clock } from '../../core/Clock.ts';
import type { Logger } from '../../core/logger.ts';
import type { FfmpegEnd } from '../ffmpeg/FfmpegProcess.ts';
import type { MediaTag, StreamConfig } from '../MediaTag.ts';
import { fitsInto, isSameVideoConfig, type VideoConfig } from '../rtp/VideoConfig.ts';
import type { FfmpegGeneration, GenerationOptions } from './FfmpegGeneration.ts';
import { RestartBudget } from './RestartBudget.ts';

/** A publisher's parameters may change with each keyframe, as often as it likes; ffmpeg is not started more often than this. */
const startSpacingMs = 1500;
/** With those that are being stopped, which takes 3 s at the very most. */
const maxChildren = 4;
/** How often it is looked whether a picture that the running ffmpeg cannot take may have its own. */
const retryMs = 250;

type Generation = Pick<
  FfmpegGeneration,
  'config' | 'startMs' | 'isReady' | 'send' | 'killIfHung' | 'kill' | 'stop'
>;

export interface GenerationSequenceOptions {
  clock: Clock;
  log: Logger;
  create: (
    options: Pick<GenerationOptions, 'config' | 'startMs' | 'onConfig' | 'onTag' | 'onEnded'>,
  ) => Generation;
  /** Shows the newest keyframe again at once, so that a generation can begin with it. */
  replayKeyframe: () => void;
  /** The stream goes on with another generation, from `startMs` on. */
  onConfig: (config: StreamConfig, startMs: number) => void;
  /** Of the newest generation that has given a config. */
  onTag: (tag: MediaTag) => void;
  /** There is no ffmpeg to start. */
  onSpawnFailed: (cause: Error) => void;
}

/**
 * Owns one stream's ffmpeg children, one after the other: a new one for each change of the video's parameters and for each that ended by
 * itself. At most one is fed and one more shown, and whatever the publisher does, one that has begun is let to give output before the next.
 */
export class GenerationSequence {
  readonly #options: GenerationSequenceOptions;
  readonly #children = new Set<Generation>();
  readonly #budget = new RestartBudget();
  /** The one that packets go to. */
  #feeding: Generation | null = null;
  #fedSinceMs = 0;
  /** The one whose tags go out: the one before `#feeding` until that gives output. */
  #showing: { generation: Generation; sinceMs: number } | null = null;
  /** The picture is one that `#feeding` cannot take. */
  #withholdsVideo = false;
  #isRestarting = false;
  #isStopped = false;
  #restarts = 0;
  #cancelTimer: () => void = () => {};

  constructor(options: GenerationSequenceOptions) {
    this.#options = options;
  }

  get childCount(): number {
    return this.#children.size;
  }

  /** Children that ended by themselves and were replaced. */
  get restarts(): number {
    return this.#restarts;
  }

  /** To be told before the keyframe's packets are sent. */
  keyframeBegins(config: VideoConfig, timelineMs: number): void {
    if (this.#isStopped || this.#isRestarting) return;
    const feeding = this.#feeding;
    this.#cancelTimer();
    this.#withholdsVideo = false;
    if (feeding && isSameVideoConfig(feeding.config, config)) return;
    if (!feeding || this.#mayBeSucceeded(feeding)) this.#start(config, timelineMs);
    // Parameters come with each keyframe: a decoder gets along with new ones for a while when the picture's size stays.
    else if (!fitsInto(config, feeding.config)) this.#withholdVideo();
  }

  send(kind: 'video' | 'audio', packet: Buffer): void {
    if (kind === 'audio' || !this.#withholdsVideo) this.#feeding?.send(kind, packet);
  }

  killIfHung(): void {
    this.#feeding?.killIfHung();
  }

  /** Nobody could take the tags of the generation that is shown: another one may do better. */
  replaceShown(why: string): void {
    this.#showing?.generation.kill(why);
    this.#showing = null;
  }

  /** Starts no more; tags still come until it resolves, which is when no child is left. */
  async stop(): Promise<void> {
    this.#isStopped = true;
    this.#cancelTimer();
    await Promise.all([...this.#children].map((child) => child.stop()));
  }

  /** One that has not given output yet is not given up, however often the publisher changes its mind: there would never be any. */
  #mayBeSucceeded(feeding: Generation): boolean {
    const fedMs = this.#options.clock.nowMs() - this.#fedSinceMs;
    return feeding.isReady && fedMs >= startSpacingMs && this.#children.size < maxChildren;
  }

  #withholdVideo(): void {
    this.#withholdsVideo = true;
    this.#cancelTimer = this.#options.clock.after(retryMs, () => this.#retry());
  }

  #retry(): void {
    if (this.#feeding && this.#mayBeSucceeded(this.#feeding)) this.#options.replayKeyframe();
    else this.#withholdVideo();
  }

  #start(config: VideoConfig, startMs: number): void {
    const { clock, log, create } = this.#options;
    const before = this.#feeding;
    const generation: Generation = create({
      config,
      startMs,
      onConfig: (streamConfig) => this.#ready(generation, streamConfig),
      onTag: (tag) => {
        if (generation === this.#showing?.generation) this.#options.onTag(tag);
      },
      onEnded: (end) => this.#ended(generation, end),
    });
    this.#children.add(generation);
    this.#feeding = generation;
    this.#fedSinceMs = clock.nowMs();
    log.info({ codec: config.codec, startMs: Math.round(startMs) }, 'egress generation starts');
    void before?.stop();
  }

  #ready(generation: Generation, config: StreamConfig): void {
    if (this.#isStopped || generation !== this.#feeding) return;
    this.#options.onConfig(config, generation.startMs);
    this.#showing = { generation, sinceMs: this.#options.clock.nowMs() };
  }

  #ended(generation: Generation, end: FfmpegEnd): void {
    this.#children.delete(generation);
    if (this.#isStopped || generation !== this.#feeding) return;
    this.#feeding = null;
    this.#restarts++;
    if (end.kind === 'spawn_failed') this.#options.onSpawnFailed(end.cause);
    const { clock, log } = this.#options;
    const livedMs = this.#showing?.generation === generation ? clock.nowMs() - this.#showing.sinceMs : 0;
    const delayMs = this.#budget.delayAfter(livedMs);
    log.warn({ end, delayMs, restarts: this.#restarts }, 'egress ffmpeg is replaced');
    this.#isRestarting = true;
    this.#cancelTimer();
    this.#cancelTimer = clock.after(delayMs, () => this.#restart());
  }

  /** The successor begins with the newest keyframe shown again. */
  #restart(): void {
    this.#isRestarting = false;
    this.#options.replayKeyframe();
  }
}
