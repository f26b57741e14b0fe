import type { PlaybackProtocol } from '@lianmai/shared';
import type { PlaybackStats } from '../../sdk/index.ts';

export interface ElementFigures {
  protocol: PlaybackProtocol;
  latencyMs: number | null;
  bitrateBps: number | null;
  freezes: { count: number; ms: number };
}

/** Figures of a `<video>` that plays a file-like source, with a memory for rates. */
export class ElementStats {
  #frames = 0;
  #atMs = 0;

  read(video: HTMLVideoElement, { protocol, latencyMs, bitrateBps, freezes }: ElementFigures): PlaybackStats {
    const { totalVideoFrames, droppedVideoFrames } = video.getVideoPlaybackQuality();
    return {
      protocol,
      width: video.videoWidth,
      height: video.videoHeight,
      fps: this.#framesPerSecond(totalVideoFrames),
      bitrateBps,
      latencyMs,
      rttMs: null,
      packetLoss: null,
      freezeCount: freezes.count,
      freezeMs: freezes.ms,
      droppedFrames: droppedVideoFrames,
      quality: 'unknown',
    };
  }

  #framesPerSecond(frames: number): number | null {
    const nowMs = performance.now();
    const seconds = (nowMs - this.#atMs) / 1000;
    const fps = this.#atMs > 0 && seconds > 0.2 ? Math.max(0, frames - this.#frames) / seconds : null;
    this.#frames = frames;
    this.#atMs = nowMs;
    return fps === null ? null : Math.round(fps * 10) / 10;
  }
}

/** Distance from the playhead to the end of what is buffered, s. */
export function bufferedAheadS(video: HTMLVideoElement): number | null {
  const endS = bufferedEndS(video);
  return endS === null ? null : endS - video.currentTime;
}

/** End of what is buffered on the element's clock, s. */
export function bufferedEndS({ buffered }: HTMLVideoElement): number | null {
  return buffered.length > 0 ? buffered.end(buffered.length - 1) : null;
}
