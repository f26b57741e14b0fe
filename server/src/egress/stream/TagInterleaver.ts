import type { Clock } from '../../core/Clock.ts';
import type { MediaTag } from '../MediaTag.ts';

/** Video may be rare (a camera that is off shows one picture a second): sound waits for it only so long. */
const audioPatienceMs = 300;
/** Sound never pauses: a picture waits for it until something must be broken. */
const videoPatienceMs = 1000;

interface Waiting {
  tag: MediaTag;
  untilMs: number;
}

/** Brings the tags of one picture and one sound into the order of their time. Holds a tag only until the other kind has caught up. */
export class TagInterleaver {
  readonly #clock: Clock;
  readonly #onTag: (tag: MediaTag) => void;
  readonly #video: Waiting[] = [];
  readonly #audio: Waiting[] = [];
  #cancelTimer: (() => void) | null = null;

  constructor(clock: Clock, onTag: (tag: MediaTag) => void) {
    this.#clock = clock;
    this.#onTag = onTag;
  }

  push(tag: MediaTag): void {
    const nowMs = this.#clock.nowMs();
    if (tag.kind === 'video') this.#video.push({ tag, untilMs: nowMs + videoPatienceMs });
    else this.#audio.push({ tag, untilMs: nowMs + audioPatienceMs });
    this.#release(nowMs);
  }

  /** Gives out everything at once: nothing more will come to wait for. */
  drain(): void {
    this.#release(Number.POSITIVE_INFINITY);
  }

  /** Drops what is held. */
  close(): void {
    this.#video.length = 0;
    this.#audio.length = 0;
    this.#cancelTimer?.();
    this.#cancelTimer = null;
  }

  #release(nowMs: number): void {
    for (let next = this.#nextQueue(nowMs); next; next = this.#nextQueue(nowMs)) {
      const waiting = next.shift();
      if (waiting) this.#onTag(waiting.tag);
    }
    this.#scheduleExpiry();
  }

  #nextQueue(nowMs: number): Waiting[] | null {
    const video = this.#video[0];
    const audio = this.#audio[0];
    if (video && audio) return video.tag.timestampMs <= audio.tag.timestampMs ? this.#video : this.#audio;
    if (video && nowMs >= video.untilMs) return this.#video;
    if (audio && nowMs >= audio.untilMs) return this.#audio;
    return null;
  }

  #scheduleExpiry(): void {
    const oldest = this.#video[0] ?? this.#audio[0];
    if (!oldest || this.#cancelTimer) return;
    this.#cancelTimer = this.#clock.after(Math.max(1, oldest.untilMs - this.#clock.nowMs()), () => {
      this.#cancelTimer = null;
      this.#release(this.#clock.nowMs());
    });
  }
}
