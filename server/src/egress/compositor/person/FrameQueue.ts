/** One decoded picture. */
export interface VideoFrame {
  width: number;
  height: number;
  timestampMs: number;
  /** Tightly packed I420. */
  data: Buffer;
}

const maxAgeMs = 1000;
const maxFrames = 64;

/** Decoded pictures in the order of their time, from the one that is shown on. Never more than a second of them. */
export class FrameQueue {
  #frames: VideoFrame[] = [];

  /** Later than the newest, or in its place when it has the same time. */
  push(frame: VideoFrame): void {
    const newestMs = this.newest?.timestampMs ?? Number.NEGATIVE_INFINITY;
    if (frame.timestampMs < newestMs) return;
    if (frame.timestampMs === newestMs) this.#frames.pop();
    this.#frames.push(frame);
    while (this.#isTooLong(frame)) this.#frames.shift();
  }

  /** The newest at or before `atMs`; those before it are gone. */
  takeTo(atMs: number): VideoFrame | null {
    while ((this.#frames[1]?.timestampMs ?? Number.POSITIVE_INFINITY) <= atMs) this.#frames.shift();
    const shown = this.#frames[0];
    return shown && shown.timestampMs <= atMs ? shown : null;
  }

  get newest(): VideoFrame | undefined {
    return this.#frames.at(-1);
  }

  clear(): void {
    this.#frames = [];
  }

  /** The first may be old: it is shown until the second is due. */
  #isTooLong(newest: VideoFrame): boolean {
    const second = this.#frames[1];
    if (!second) return false;
    return this.#frames.length > maxFrames || newest.timestampMs - second.timestampMs > maxAgeMs;
  }
}
