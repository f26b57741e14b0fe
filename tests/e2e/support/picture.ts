/// <reference lib="dom" />
import type { Locator } from '@playwright/test';

/** What a `<video>` shows at the moment, whatever it is fed by. */
export interface Picture {
  width: number;
  height: number;
  currentTime: number;
  /** Frames that were decoded for it. */
  frames: number;
  /** 0 black to 255 white. */
  brightness: number;
  /** Another one as soon as the picture is another one. */
  fingerprint: number;
}

export function readPicture(video: Locator): Promise<Picture> {
  return video.evaluate((element) => {
    if (!(element instanceof HTMLVideoElement)) throw new Error('not a <video>');
    const canvas = document.createElement('canvas');
    canvas.width = 64;
    canvas.height = 36;
    const context = canvas.getContext('2d', { willReadFrequently: true });
    context?.drawImage(element, 0, 0, canvas.width, canvas.height);
    const pixels = context?.getImageData(0, 0, canvas.width, canvas.height).data ?? [];
    let total = 0;
    let fingerprint = 0;
    for (let i = 0; i < pixels.length; i += 4) {
      const value = (pixels[i] ?? 0) + (pixels[i + 1] ?? 0) + (pixels[i + 2] ?? 0);
      total += value;
      fingerprint = (fingerprint * 31 + value) >>> 0;
    }
    return {
      width: element.videoWidth,
      height: element.videoHeight,
      currentTime: element.currentTime,
      frames: element.getVideoPlaybackQuality().totalVideoFrames,
      brightness: total / ((pixels.length / 4) * 3),
      fingerprint,
    };
  });
}

/** From now on measures how long the picture stands still at most; what is returned reads it, ms. */
export async function watchFrameGaps(video: Locator): Promise<() => Promise<number>> {
  await video.evaluate((element) => {
    if (!(element instanceof HTMLVideoElement)) throw new Error('not a <video>');
    let last: VideoFrameCallbackMetadata | undefined;
    element.dataset.longestGapMs = '0';
    const look = (_now: number, frame: VideoFrameCallbackMetadata) => {
      // A busy page is told of some frames only; they were shown all the same.
      const gapMs = last
        ? (frame.presentationTime - last.presentationTime) /
          Math.max(1, frame.presentedFrames - last.presentedFrames)
        : 0;
      element.dataset.longestGapMs = String(Math.max(gapMs, Number(element.dataset.longestGapMs)));
      last = frame;
      element.requestVideoFrameCallback(look);
    };
    element.requestVideoFrameCallback(look);
  });
  return async () => Math.round(Number(await video.getAttribute('data-longest-gap-ms')));
}

/** Listens to what a `<video>` plays until it is loud once, at most for `ms`; resolves to the highest level, 0 to 1. */
export function listen(video: Locator, ms: number): Promise<number> {
  return video.evaluate(async (element, listenMs) => {
    if (!(element instanceof HTMLVideoElement)) throw new Error('not a <video>');
    const capture: unknown = Reflect.get(element, 'captureStream');
    if (typeof capture !== 'function') throw new Error('captureStream is missing');
    const stream: unknown = capture.call(element);
    if (!(stream instanceof MediaStream) || stream.getAudioTracks().length === 0) return 0;
    const audio = new AudioContext();
    try {
      const analyser = audio.createAnalyser();
      audio.createMediaStreamSource(stream).connect(analyser);
      const samples = new Float32Array(analyser.fftSize);
      const endMs = performance.now() + listenMs;
      let peak = 0;
      while (peak < 0.02 && performance.now() < endMs) {
        await new Promise((resolve) => setTimeout(resolve, 20));
        analyser.getFloatTimeDomainData(samples);
        for (const sample of samples) peak = Math.max(peak, Math.abs(sample));
      }
      return peak;
    } finally {
      await audio.close();
    }
  }, ms);
}
