import type { VideoUnit } from './VideoUnit.ts';

/** Decoding that many at once is what a new decoder has to catch up: some tenths of a second. */
const maxUnits = 300;
const maxBytes = 4 << 20;
/** A fresh keyframe keeps the group short; browsers send one only when they are asked. */
const keyframeAfterUnits = 120;
const keyframeAfterBytes = 2 << 20;

/** Keeps every picture since the newest keyframe, so that a decoder can begin at any time. Bounded: a group that is too long cannot be used. */
export class PictureGroup {
  #units: VideoUnit[] = [];
  #bytes = 0;
  #isUsable = false;

  /** Adds a picture that can be decoded after those before it. */
  push(unit: VideoUnit): void {
    if (unit.config) {
      this.#units = [];
      this.#bytes = 0;
      this.#isUsable = true;
    }
    if (!this.#isUsable) return;
    this.#units.push(unit);
    this.#bytes += unit.data.length;
    if (this.#units.length > maxUnits || this.#bytes > maxBytes) this.clear();
  }

  clear(): void {
    this.#units = [];
    this.#bytes = 0;
    this.#isUsable = false;
  }

  /** Begins with a keyframe; empty while there is none to begin with. */
  get units(): readonly VideoUnit[] {
    return this.#units;
  }

  /** It is getting too long, or cannot be used. */
  get wantsKeyframe(): boolean {
    return !this.#isUsable || this.#units.length >= keyframeAfterUnits || this.#bytes >= keyframeAfterBytes;
  }
}
