import type { MediaTag } from '../MediaTag.ts';
import { mediaTagBytes } from './flvBytes.ts';

/** Serialised tags that go to every player with one write. */
export interface TagBatch {
  bytes: Buffer;
  /** The first tag is a keyframe: a player may begin here. */
  startsWithKeyframe: boolean;
  /** Times of the first and the last tag. */
  timestampMs: number;
  endMs: number;
}

// 85 ms at 48 kHz: what sound may be late for the sake of fewer writes when pictures come rarely or not at all.
const maxTagsHeld = 4;

/**
 * Serialises each tag once and joins audio to the video that follows it, so that a thousand players cost one write per picture each
 * instead of three. A keyframe always opens a batch. Needs no timer: without video, audio goes out in small groups.
 */
export class TagBatcher {
  readonly #deliver: (batch: TagBatch) => void;
  #held: Buffer[] = [];
  #startMs = 0;
  #endMs = 0;

  constructor(deliver: (batch: TagBatch) => void) {
    this.#deliver = deliver;
  }

  add(tag: MediaTag): void {
    const isKeyframe = tag.kind === 'video' && tag.isKeyframe;
    if (isKeyframe) this.flush();
    if (this.#held.length === 0) this.#startMs = tag.timestampMs;
    this.#endMs = tag.timestampMs;
    this.#held.push(mediaTagBytes(tag));
    if (tag.kind === 'video' || this.#held.length >= maxTagsHeld) this.#send(isKeyframe);
  }

  flush(): void {
    if (this.#held.length > 0) this.#send(false);
  }

  discard(): void {
    this.#held = [];
  }

  #send(startsWithKeyframe: boolean): void {
    const [only] = this.#held;
    const bytes = this.#held.length === 1 && only ? only : Buffer.concat(this.#held);
    this.#held = [];
    this.#deliver({ bytes, startsWithKeyframe, timestampMs: this.#startMs, endMs: this.#endMs });
  }
}
