import { layoutScriptTag } from '@lianmai/shared';
import type Mpegts from 'mpegts.js';
import { LiveError } from '../../sdk/index.ts';
import { readLayout } from '../layout/readLayout.ts';
import { bufferedAheadS, bufferedEndS } from './elementStats.ts';
import { keepLatency, type LatencyTarget } from './latencyKeeper.ts';
import { StreamDriver } from './StreamDriver.ts';

const keepEveryMs = 250;
const firstTargetS = 0.35;
const maxTargetS = 0.75;
// What every underrun costs, and how much of it is given back per quiet second.
const underrunS = 0.1;
const giveBackS = 0.02;
// Server-side work before a frame is on the wire: muxing, and the AAC encoder's look-ahead.
const serverS = 0.1;

/** Plays HTTP-FLV through Media Source Extensions, as close to live as the network lets it. */
export class FlvDriver extends StreamDriver {
  readonly protocol = 'flv';
  readonly #resolveUrl: () => Promise<string>;
  #targetS = firstTargetS;

  constructor(resolveUrl: () => Promise<string>) {
    super();
    this.#resolveUrl = resolveUrl;
  }

  protected async open(video: HTMLVideoElement): Promise<void> {
    const [{ default: mpegts }, url] = await Promise.all([import('mpegts.js'), this.#resolveUrl()]);
    if (!this.events) return;
    mpegts.LoggingControl.enableAll = false;
    if (!mpegts.getFeatureList().mseLivePlayback) throw new LiveError('unsupported_browser');
    const player = mpegts.createPlayer({ type: 'flv', isLive: true, url }, config);
    this.stops.push(() => player.destroy());
    this.#listen(player, mpegts.Events, video);
    player.attachMediaElement(video);
    player.load();
    this.#watchOver(video);
  }

  protected latencyMs(video: HTMLVideoElement): number | null {
    const aheadS = bufferedAheadS(video);
    return aheadS === null ? null : Math.max(0, Math.round((aheadS + serverS) * 1000));
  }

  protected position(video: HTMLVideoElement): number {
    return video.currentTime;
  }

  #listen(player: Mpegts.Player, names: typeof Mpegts.Events, video: HTMLVideoElement): void {
    // Told a task later: the library is in the middle of its work, and stumbles over itself if it is destroyed there.
    const later = (tell: () => void) => setTimeout(tell);
    player.on(names.ERROR, (type: string, detail: string) =>
      later(() => this.events?.onError(new LiveError('playback_failed', { cause: `${type} ${detail}` }))),
    );
    player.on(names.LOADING_COMPLETE, () => later(() => this.events?.onEnded()));
    player.on(names.STATISTICS_INFO, ({ speed }: { speed?: number }) => {
      // KiB per second.
      this.bitrateBps = speed === undefined ? null : Math.round(speed * 8192);
    });
    player.on(names.SCRIPTDATA_ARRIVED, (tag: Record<string, unknown>) => {
      const layout = readLayout(tag[layoutScriptTag]);
      // The library does not tell a tag's time; what comes next is appended at the end of what is buffered.
      if (layout) this.layouts.add(bufferedEndS(video) ?? 0, layout);
    });
  }

  #watchOver(video: HTMLVideoElement): void {
    const underrun = () => {
      if (video.readyState > 0 && video.currentTime > 0)
        this.#targetS = Math.min(maxTargetS, this.#targetS + underrunS);
    };
    video.addEventListener('waiting', underrun);
    const timer = setInterval(() => this.#keepLatency(video), keepEveryMs);
    this.stops.push(
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
