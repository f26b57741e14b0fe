import type Hls from 'hls.js';
import type { HlsConfig } from 'hls.js';
import { LiveError, type PlaybackStats } from '../../sdk/index.ts';
import type { DriverEvents, PlayerDriver } from '../types.ts';
import { bufferedAheadS, ElementStats } from './elementStats.ts';
import { keepLatency } from './latencyKeeper.ts';
import { playWithSound } from './playWithSound.ts';
import { WatchPlayback } from './WatchPlayback.ts';

const keepEveryMs = 500;

export interface HlsDriverOptions {
  protocol: 'llhls' | 'hls';
  resolveUrl: () => Promise<string>;
  /** Server clock, ms: what the playlist's dates are measured by. */
  serverNowMs: () => number;
}

/** Plays the room's HLS playlist: with hls.js where Media Source Extensions exist, else with the browser's own player. */
export class HlsDriver implements PlayerDriver {
  readonly protocol: 'llhls' | 'hls';
  readonly #options: HlsDriverOptions;
  readonly #stats = new ElementStats();
  #video: HTMLVideoElement | null = null;
  #events: DriverEvents | null = null;
  #hls: Hls | null = null;
  #watch: WatchPlayback | null = null;
  #stops: (() => void)[] = [];
  #bitrateBps: number | null = null;

  constructor(options: HlsDriverOptions) {
    this.#options = options;
    this.protocol = options.protocol;
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
    this.#hls?.destroy();
    this.#hls = null;
    if (this.#video) this.#video.playbackRate = 1;
    this.#video = null;
  }

  async stats(): Promise<PlaybackStats | null> {
    const video = this.#video;
    if (!video || !this.#watch) return null;
    return this.#stats.read(video, {
      protocol: this.protocol,
      latencyMs: this.#latencyMs(video),
      bitrateBps: this.#bitrateBps,
      freezes: this.#watch.freezes,
    });
  }

  async #open(video: HTMLVideoElement): Promise<void> {
    const [{ default: HlsPlayer }, url] = await Promise.all([import('hls.js'), this.#options.resolveUrl()]);
    if (!this.#events) return;
    if (HlsPlayer.isSupported()) this.#openWithHlsJs(HlsPlayer, video, url);
    else if (video.canPlayType('application/vnd.apple.mpegurl')) this.#openNatively(video, url);
    else throw new LiveError('unsupported_browser');
    this.#watch = new WatchPlayback(video, {
      onMoving: () => this.#events?.onPlaying(),
      onStanding: () => this.#events?.onStalled(),
    });
    await playWithSound(video, () => this.#events?.onSoundBlocked());
  }

  #openWithHlsJs(HlsPlayer: typeof Hls, video: HTMLVideoElement, url: string): void {
    const hls = new HlsPlayer(configOf(this.protocol));
    this.#hls = hls;
    hls.on(HlsPlayer.Events.ERROR, (_name, { fatal, type, details }) => {
      if (fatal) this.#events?.onError(new LiveError('playback_failed', { cause: `${type} ${details}` }));
    });
    hls.on(HlsPlayer.Events.FRAG_BUFFERED, (_name, { stats, frag, part }) => {
      const seconds = part?.duration ?? frag.duration;
      if (frag.sn !== 'initSegment' && seconds > 0)
        this.#bitrateBps = Math.round((stats.total * 8) / seconds);
    });
    hls.loadSource(url);
    hls.attachMedia(video);
    this.#onEnded(video);
    const timer = setInterval(() => this.#keepLatency(hls, video), keepEveryMs);
    this.#stops.push(() => clearInterval(timer));
  }

  #openNatively(video: HTMLVideoElement, url: string): void {
    const failed = () =>
      this.#events?.onError(new LiveError('playback_failed', { cause: video.error?.message }));
    video.addEventListener('error', failed);
    video.src = url;
    this.#onEnded(video);
    this.#stops.push(() => {
      video.removeEventListener('error', failed);
      video.removeAttribute('src');
      video.load();
    });
  }

  // ENDLIST, played to the end.
  #onEnded(video: HTMLVideoElement): void {
    const ended = () => this.#events?.onEnded();
    video.addEventListener('ended', ended);
    this.#stops.push(() => video.removeEventListener('ended', ended));
  }

  // hls.js itself never speeds up with less than a second in the buffer, which is all that low latency ever has.
  #keepLatency(hls: Hls, video: HTMLVideoElement): void {
    const targetS = hls.targetLatency;
    const aheadS = bufferedAheadS(video);
    if (targetS === null || aheadS === null || video.paused || hls.latency === 0) return;
    const { rate, jumpToS } = keepLatency(hls.latency, video.playbackRate, {
      targetS,
      jumpAboveS: targetS + 4,
      maxRate: 1.1,
    });
    if (jumpToS !== null && hls.liveSyncPosition !== null) video.currentTime = hls.liveSyncPosition;
    const safeRate = aheadS > 0.4 ? rate : 1;
    if (video.playbackRate !== safeRate) video.playbackRate = safeRate;
  }

  #latencyMs(video: HTMLVideoElement): number | null {
    const shownAt = this.#hls ? this.#hls.playingDate : nativeDate(video);
    if (shownAt) return Math.max(0, Math.round(this.#options.serverNowMs() - shownAt.getTime()));
    return this.#hls && this.#hls.latency > 0 ? Math.round(this.#hls.latency * 1000) : null;
  }
}

function configOf(protocol: 'llhls' | 'hls'): Partial<HlsConfig> {
  return {
    lowLatencyMode: protocol === 'llhls',
    // Fragmented MP4 needs no work worth a thread.
    enableWorker: false,
    backBufferLength: 10,
    maxBufferLength: 10,
    maxLiveSyncPlaybackRate: 1,
    // The ladder decides when it has taken too long.
    manifestLoadPolicy: {
      default: {
        maxTimeToFirstByteMs: 5000,
        maxLoadTimeMs: 8000,
        timeoutRetry: { maxNumRetry: 1, retryDelayMs: 0, maxRetryDelayMs: 0 },
        errorRetry: { maxNumRetry: 6, retryDelayMs: 500, maxRetryDelayMs: 1000 },
      },
    },
  };
}

// Safari's, and not in the DOM library.
function nativeDate(video: HTMLVideoElement): Date | null {
  const getStartDate: unknown = Reflect.get(video, 'getStartDate');
  if (typeof getStartDate !== 'function') return null;
  const start: unknown = getStartDate.call(video);
  if (!(start instanceof Date) || Number.isNaN(start.getTime())) return null;
  return new Date(start.getTime() + video.currentTime * 1000);
}
