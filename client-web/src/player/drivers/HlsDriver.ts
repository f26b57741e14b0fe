import { layoutDateRangeClass } from '@lianmai/shared';
import type Hls from 'hls.js';
import type { HlsConfig, LevelDetails } from 'hls.js';
import { LiveError } from '../../sdk/index.ts';
import { readEncodedLayout } from '../layout/readLayout.ts';
import type { StreamAddress } from '../StreamAddress.ts';
import { bufferedAheadS } from './elementStats.ts';
import { keepLatency } from './latencyKeeper.ts';
import { StreamDriver } from './StreamDriver.ts';

const keepEveryMs = 500;

export interface HlsDriverOptions {
  protocol: 'llhls' | 'hls';
  /** Renewed while this plays. */
  address: StreamAddress;
  /** Server clock, ms: what the playlist's dates are measured by. */
  serverNowMs: () => number;
}

/** Plays the room's HLS playlist: with hls.js where Media Source Extensions exist, else with the browser's own player. */
export class HlsDriver extends StreamDriver {
  readonly protocol: 'llhls' | 'hls';
  readonly #options: HlsDriverOptions;
  #hls: Hls | null = null;
  /** Ids in the playlist as of its last reload: each is read once. */
  #dateRangeIds: ReadonlySet<string> = new Set();

  constructor(options: HlsDriverOptions) {
    super();
    this.#options = options;
    this.protocol = options.protocol;
  }

  protected async open(video: HTMLVideoElement): Promise<void> {
    const { address } = this.#options;
    this.stops.push(() => address.close());
    const [{ default: HlsPlayer }, url] = await Promise.all([import('hls.js'), address.open()]);
    if (!this.events) return;
    if (HlsPlayer.isSupported()) this.#openWithHlsJs(HlsPlayer, video, url);
    else if (video.canPlayType('application/vnd.apple.mpegurl')) this.#openNatively(video, url);
    else throw new LiveError('unsupported_browser');
  }

  protected latencyMs(video: HTMLVideoElement): number | null {
    const shownAtMs = this.position(video);
    if (shownAtMs !== null) return Math.max(0, Math.round(this.#options.serverNowMs() - shownAtMs));
    return this.#hls && this.#hls.latency > 0 ? Math.round(this.#hls.latency * 1000) : null;
  }

  /** By the playlist's program dates, ms since the epoch. */
  protected position(video: HTMLVideoElement): number | null {
    const shownAt = this.#hls ? this.#hls.playingDate : nativeDate(video);
    return shownAt ? shownAt.getTime() : null;
  }

  #openWithHlsJs(HlsPlayer: typeof Hls, video: HTMLVideoElement, url: string): void {
    const { address } = this.#options;
    const hls = new HlsPlayer({
      ...configOf(this.protocol),
      // The token stands before the files: each request goes by the newest, and what its answer names goes on from there.
      xhrSetup: (request, asked) => request.open('GET', address.current(asked), true),
    });
    this.#hls = hls;
    this.stops.push(() => {
      this.#hls = null;
      hls.destroy();
    });
    hls.on(HlsPlayer.Events.ERROR, (_name, { fatal, type, details }) => {
      if (fatal) this.events?.onError(new LiveError('playback_failed', { cause: `${type} ${details}` }));
    });
    hls.on(HlsPlayer.Events.FRAG_BUFFERED, (_name, { stats, frag, part }) => {
      const seconds = part?.duration ?? frag.duration;
      if (frag.sn !== 'initSegment' && seconds > 0) this.bitrateBps = Math.round((stats.total * 8) / seconds);
    });
    hls.on(HlsPlayer.Events.LEVEL_UPDATED, (_name, { details }) => this.#readLayouts(details.dateRanges));
    hls.loadSource(url);
    hls.attachMedia(video);
    this.#onEnded(video);
    const timer = setInterval(() => this.#keepLatency(hls, video), keepEveryMs);
    this.stops.push(() => clearInterval(timer));
  }

  #readLayouts(dateRanges: LevelDetails['dateRanges']): void {
    for (const [id, range] of Object.entries(dateRanges)) {
      if (range?.class !== layoutDateRangeClass || this.#dateRangeIds.has(id)) continue;
      const layout = readEncodedLayout(String(range.attr['X-LAYOUT']));
      if (layout) this.layouts.add(range.startDate.getTime(), layout);
    }
    this.#dateRangeIds = new Set(Object.keys(dateRanges));
  }

  #openNatively(video: HTMLVideoElement, url: string): void {
    const failed = () =>
      this.events?.onError(new LiveError('playback_failed', { cause: video.error?.message }));
    video.addEventListener('error', failed);
    video.src = url;
    this.#onEnded(video);
    this.stops.push(() => {
      video.removeEventListener('error', failed);
      video.removeAttribute('src');
      video.load();
    });
  }

  // ENDLIST, played to the end.
  #onEnded(video: HTMLVideoElement): void {
    const ended = () => this.events?.onEnded();
    video.addEventListener('ended', ended);
    this.stops.push(() => video.removeEventListener('ended', ended));
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
}

function configOf(protocol: 'llhls' | 'hls'): Partial<HlsConfig> {
  return {
    lowLatencyMode: protocol === 'llhls',
    // Fragmented MP4 needs no work worth a thread.
    enableWorker: false,
    backBufferLength: 10,
    maxBufferLength: 10,
    maxLiveSyncPlaybackRate: 1,
    // Layouts are read from the playlist itself; as cues they would need a text track, which our content security policy refuses.
    enableDateRangeMetadataCues: false,
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
