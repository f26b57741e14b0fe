export interface WatchPlaybackEvents {
  onMoving: () => void;
  onStanding: () => void;
}

const intervalMs = 250;
const standsAfterMs = 1500;

/**
 * Sees whether a `<video>` goes on, by its clock and its pictures. Judges nothing while the user has paused it or the page is hidden,
 * where browsers stop drawing.
 */
export class WatchPlayback {
  readonly #video: HTMLVideoElement;
  readonly #events: WatchPlaybackEvents;
  readonly #timer: ReturnType<typeof setInterval>;
  #lastTime = 0;
  #movedAtMs = Date.now();
  #isMoving: boolean | null = null;
  #stallMs = 0;
  #stallCount = 0;

  constructor(video: HTMLVideoElement, events: WatchPlaybackEvents) {
    this.#video = video;
    this.#events = events;
    this.#lastTime = video.currentTime;
    this.#timer = setInterval(() => this.#look(), intervalMs);
  }

  get freezes(): { count: number; ms: number } {
    return { count: this.#stallCount, ms: this.#stallMs };
  }

  close(): void {
    clearInterval(this.#timer);
  }

  #look(): void {
    const nowMs = Date.now();
    const { currentTime, paused, readyState, videoWidth } = this.#video;
    const hasMoved = currentTime !== this.#lastTime && readyState >= HTMLMediaElement.HAVE_CURRENT_DATA;
    this.#lastTime = currentTime;
    const isExcused = document.visibilityState === 'hidden' || (paused && this.#isMoving !== null);
    if (hasMoved || isExcused) {
      this.#movedAtMs = nowMs;
      // The sound alone may run ahead of the first picture.
      if (hasMoved && !this.#isMoving && (videoWidth > 0 || currentTime > 2)) this.#set(true);
    } else if (nowMs - this.#movedAtMs > standsAfterMs) {
      if (this.#isMoving === false) this.#stallMs += intervalMs;
      if (this.#isMoving) {
        this.#stallCount += 1;
        this.#stallMs += nowMs - this.#movedAtMs;
        this.#set(false);
      }
    }
  }

  #set(isMoving: boolean): void {
    this.#isMoving = isMoving;
    if (isMoving) this.#events.onMoving();
    else this.#events.onStanding();
  }
}
