import type { LayoutInForce } from '@lianmai/shared';
import { LiveError, type PlaybackStats } from '../../sdk/index.ts';
import { LayoutTimeline } from '../layout/LayoutTimeline.ts';
import type { DriverEvents, LadderProtocol, PlayerDriver } from '../types.ts';
import { ElementStats } from './elementStats.ts';
import { playWithSound } from './playWithSound.ts';
import { WatchPlayback } from './WatchPlayback.ts';

const layoutLookMs = 100;

/**
 * What the players of file-like streams have in common: they fill a `<video>`, watch whether it goes on, and tell the layout in force when
 * its picture is on screen. After `stop()` no event comes, whatever was on its way.
 */
export abstract class StreamDriver implements PlayerDriver {
  abstract readonly protocol: LadderProtocol;
  /** Null before `start` and after `stop`. */
  protected events: DriverEvents | null = null;
  /** Undone by `stop`, last in, first out. */
  protected readonly stops: (() => void)[] = [];
  /** Positions are what `position` counts in. */
  protected readonly layouts = new LayoutTimeline();
  protected bitrateBps: number | null = null;
  readonly #stats = new ElementStats();
  #video: HTMLVideoElement | null = null;
  #watch: WatchPlayback | null = null;
  #layout: LayoutInForce | null = null;

  /** Makes the player and gives it the element. Look at `events` after every await: null means that it is over. */
  protected abstract open(video: HTMLVideoElement): Promise<void>;
  protected abstract latencyMs(video: HTMLVideoElement): number | null;
  /** Where in the stream the picture on screen is; null: not known yet. */
  protected abstract position(video: HTMLVideoElement): number | null;

  start(video: HTMLVideoElement, events: DriverEvents): void {
    this.#video = video;
    this.events = events;
    this.#run(video).catch((error: unknown) =>
      this.events?.onError(LiveError.from(error, 'playback_failed')),
    );
  }

  stop(): void {
    this.events = null;
    for (const stop of this.stops.splice(0).reverse()) stop();
    if (this.#video) this.#video.playbackRate = 1;
    this.#video = null;
  }

  async stats(): Promise<PlaybackStats | null> {
    const video = this.#video;
    if (!video || !this.#watch) return null;
    return this.#stats.read(video, {
      protocol: this.protocol,
      latencyMs: this.latencyMs(video),
      bitrateBps: this.bitrateBps,
      freezes: this.#watch.freezes,
    });
  }

  async #run(video: HTMLVideoElement): Promise<void> {
    await this.open(video);
    if (!this.events) return;
    const watch = new WatchPlayback(video, {
      onMoving: () => this.events?.onPlaying(),
      onStanding: () => this.events?.onStalled(),
    });
    this.#watch = watch;
    const timer = setInterval(() => this.#lookAtLayout(video), layoutLookMs);
    this.stops.push(
      () => watch.close(),
      () => clearInterval(timer),
    );
    await playWithSound(video, () => this.events?.onSoundBlocked());
  }

  #lookAtLayout(video: HTMLVideoElement): void {
    const position = this.position(video);
    const layout = position === null ? null : this.layouts.at(position);
    if (layout === this.#layout) return;
    this.#layout = layout;
    this.events?.onLayout(layout);
  }
}
