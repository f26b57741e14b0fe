import type { Clock } from '../../core/Clock.ts';
import { Disposables } from '../../core/Disposables.ts';
import type { Logger } from '../../core/logger.ts';
import type { ShowFeed } from '../../rooms/ports/ShowFeed.ts';
import type { StreamConfig } from '../MediaTag.ts';
import { RtpNormaliser } from '../rtp/RtpNormaliser.ts';
import { FfmpegGeneration } from './FfmpegGeneration.ts';
import { GenerationSequence } from './GenerationSequence.ts';
import type { StreamItem } from './StreamItem.ts';
import { soloLayout } from './soloLayout.ts';
import { TagInterleaver } from './TagInterleaver.ts';
import { TapFollower } from './TapFollower.ts';

/** Keyframes are asked for this often, so that segments can be cut and players can begin. */
const keyframeEveryMs = 1000;
const watchdogMs = 250;

export interface SoloSourceOptions {
  feed: ShowFeed;
  /** The stream timeline's 0, on `clock`. */
  originMs: number;
  ffmpegPath: string;
  clock: Clock;
  log: Logger;
  onItem: (item: StreamItem) => void;
  /** There is no ffmpeg to start; it is tried again all the same. */
  onSpawnFailed: (cause: Error) => void;
}

/**
 * The anchor's picture and sound, the picture copied where its codec allows. Owns the tap, the normaliser and a sequence of ffmpeg
 * generations; whatever happens to any of them, it gives one continuous stream.
 */
export class SoloSource {
  readonly kind = 'solo';
  readonly #options: SoloSourceOptions;
  readonly #disposables = new Disposables();
  readonly #generations: GenerationSequence;
  readonly #interleaver: TagInterleaver;
  /** The normaliser's timeline begins with it; this is added to make it the stream's. */
  #shiftMs = 0;
  #normaliser: RtpNormaliser | null = null;
  #follower: TapFollower | null = null;

  constructor(options: SoloSourceOptions) {
    this.#options = options;
    const { clock, log, ffmpegPath } = options;
    this.#interleaver = new TagInterleaver(clock, (tag) => options.onItem(tag));
    this.#generations = new GenerationSequence({
      clock,
      log,
      create: (generation) => new FfmpegGeneration({ ...generation, ffmpegPath, clock, log }),
      replayKeyframe: () => this.#normaliser?.replayKeyframe(),
      onConfig: (config, startMs) => this.#configure(config, startMs),
      onTag: (tag) => this.#interleaver.push({ ...tag, timestampMs: tag.timestampMs + this.#shiftMs }),
      onSpawnFailed: options.onSpawnFailed,
    });
  }

  get childCount(): number {
    return this.#generations.childCount;
  }

  /** Children that ended by themselves and were replaced. */
  get restarts(): number {
    return this.#generations.restarts;
  }

  async start(): Promise<void> {
    const { clock, feed, log, originMs } = this.#options;
    const normaliser = await RtpNormaliser.create(clock, {
      onKeyframe: (config, timelineMs) => this.#generations.keyframeBegins(config, timelineMs),
      onPacket: (kind, packet) => this.#generations.send(kind, packet),
      onUnreadableSps: () => log.warn('egress leaves out a picture whose parameters make no sense'),
    });
    this.#disposables.add(() => normaliser.close());
    if (this.#disposables.isDisposed) return;
    this.#normaliser = normaliser;
    this.#shiftMs = Math.round(clock.nowMs() - normaliser.nowMs - originMs);
    const follower = new TapFollower({
      openTap: (target) => feed.openTap(target),
      wanted: () => feed.onAir(),
      port: normaliser.port,
      receiver: normaliser,
      clock,
      log,
    });
    this.#follower = follower;
    this.#disposables.add(() => follower.close());
    this.#disposables.add(clock.every(keyframeEveryMs, () => follower.requestKeyFrame()));
    this.#disposables.add(clock.every(watchdogMs, () => this.#generations.killIfHung()));
    follower.follow();
  }

  /** The room's tracks have changed. */
  follow(): void {
    this.#follower?.follow();
  }

  /** Nobody could take what it gave: another ffmpeg may do better. */
  replace(why: string): void {
    this.#generations.replaceShown(why);
  }

  /** Takes nothing more from the room and gives out what it holds; resolves when no child is left. */
  async close(): Promise<void> {
    this.#disposables.dispose();
    await this.#generations.stop();
    this.drain();
    this.#interleaver.close();
  }

  /** Gives out everything at once, in order: nothing more is waited for. */
  drain(): void {
    this.#interleaver.drain();
  }

  #configure(config: StreamConfig, startMs: number): void {
    const normaliser = this.#normaliser;
    if (!normaliser) return;
    this.drain();
    const atMs = Math.round(startMs) + this.#shiftMs;
    const wallClockMs = Math.round(normaliser.wallClockOf(startMs));
    this.#options.onItem({ kind: 'config', config, atMs, wallClockMs });
    const layout = soloLayout(config.video, this.#options.feed.people());
    this.#options.onItem({ kind: 'layout', layout, atMs });
  }
}
