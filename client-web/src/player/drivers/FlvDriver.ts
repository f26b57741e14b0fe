import type Mpegts from 'mpegts.js';
import { LiveError, type PlaybackStats } from '../../sdk/index.ts';
import type { DriverEvents, PlayerDriver } from '../types.ts';
import { bufferedAheadS, ElementStats } from './elementStats.ts';
import { keepLatency, type LatencyTarget } from './latencyKeeper.ts';
import { playWithSound } from './playWithSound.ts';
import { WatchPlayback } from './WatchPlayback.ts';

const keepEveryMs = 250;
const firstTargetS = 0.35;
const maxTargetS = 0.75;
// What every underrun costs, and how much of it is given back per quiet second.
const underrunS = 0.1;
const giveBackS = 0.02;
// Server-side work before a frame is on the wire: muxing, and the AAC encoder's look-ahead.
const serverS = 0.1;

/** Plays HTTP-FLV through Media Source Extensions, as close to live as the network lets it. */
export class FlvDriver implements PlayerDriver {
  readonly protocol = 'flv';
  readonly #resolveUrl: () => Promise<string>;
  readonly #stats = new ElementStats();
  #video: HTMLVideoElement | null = null;
  #events: DriverEvents | null = null;
  #player: Mpegts.Player | null = null;
  #watch: WatchPlayback | null = null;
  #stops: (() => void)[] = [];
  #targetS = firstTargetS;
  #bitrateBps: number | null = null;

  constructor(resolveUrl: () => Promise<string>) {
    this.#resolveUrl = resolveUrl;
  }

  start(video: HTMLVideoElement, events: DriverEvents): void {
    this.#video = video;
    this.#events = events;
    this.#open(video).catch((error: unknown) =>
      this.#events?.onError(LiveError.from(error, 'playback_failed')),
    );
  }

  stop(): void {
    this.#events = null;
    for (const stop of this.#stops.splice(0)) stop();
    this.#watch?.close();
    this.#player?.destroy();
    this.#player = null;
    if (this.#video) this.#video.playbackRate = 1;
    this.#video = null;
  }

  async stats(): Promise<PlaybackStats | null> {
    const video = this.#video;
    if (!video || !this.#watch) return null;
    const aheadS = bufferedAheadS(video);
    return this.#stats.read(video, {
      protocol: 'flv',
      latencyMs: aheadS === null ? null : Math.max(0, Math.round((aheadS + serverS) * 1000)),
      bitrateBps: this.#bitrateBps,
      freezes: this.#watch.freezes,
    });
  }

  async #open(video: HTMLVideoElement): Promise<void> {
    const [{ default: mpegts }, url] = await Promise.all([import('mpegts.js'), this.#resolveUrl()]);
    if (!this.#events) return;
    mpegts.LoggingControl.enableAll = false;
    if (!mpegts.getFeatureList().mseLivePlayback) throw new LiveError('unsupported_browser');
    const player = mpegts.createPlayer({ type: 'flv', isLive: true, url }, config);
    this.#player = player;
    player.on(mpegts.Events.ERROR, (type: string, detail: string) =>
      this.#events?.onError(new LiveError('playback_failed', { cause: `${type} ${detail}` })),
    );
    player.on(mpegts.Events.LOADING_COMPLETE, () => this.#events?.onEnded());
    player.on(mpegts.Events.STATISTICS_INFO, ({ speed }: { speed?: number }) => {
      // KiB per second.
      this.#bitrateBps = speed === undefined ? null : Math.round(speed * 8192);
    });
    player.attachMediaElement(video);
    player.load();
    this.#watchOver(video);
    await playWithSound(video, () => this.#events?.onSoundBlocked());
  }

  #watchOver(video: HTMLVideoElement): void {
    this.#watch = new WatchPlayback(video, {
      onMoving: () => this.#events?.onPlaying(),
      onStanding: () => this.#events?.onStalled(),
    });
    const underrun = () => {
      if (video.readyState > 0 && video.currentTime > 0)
        this.#targetS = Math.min(maxTargetS, this.#targetS + underrunS);
    };
    video.addEventListener('waiting', underrun);
    const timer = setInterval(() => this.#keepLatency(video), keepEveryMs);
    this.#stops.push(
      () => video.removeEventListener('waiting', underrun),
      () => clearInterval(timer),
    );
  }

  #keepLatency(video: HTMLVideoElement): void {
    const aheadS = bufferedAheadS(video);
    if (aheadS === null || video.paused || video.seeking) return;
    this.#targetS = Math.max(firstTargetS, this.#targetS - (giveBackS * keepEveryMs) / 1000);
    const target: LatencyTarget = { targetS: this.#targetS, jumpAboveS: 3, maxRate: 1.1 };
    const { rate, jumpToS } = keepLatency(aheadS, video.playbackRate, target);
    if (jumpToS !== null) video.currentTime += aheadS - jumpToS;
    if (video.playbackRate !== rate) video.playbackRate = rate;
  }
}

const config: Mpegts.Config = {
  isLive: true,
  // A worker would add a copy and a hop; parsing FLV costs next to nothing.
  enableWorker: false,
  enableStashBuffer: false,
  lazyLoad: false,
  autoCleanupSourceBuffer: true,
  autoCleanupMaxBackwardDuration: 20,
  autoCleanupMinBackwardDuration: 10,
  // Latency is ours to keep: see `keepLatency`.
  liveSync: false,
  liveBufferLatencyChasing: false,
  fixAudioTimestampGap: false,
};
