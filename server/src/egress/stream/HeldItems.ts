import type { MediaTag } from '../MediaTag.ts';
import { isTag, type StreamItem, timeOf } from './StreamItem.ts';

/** Ten seconds of picture and sound: a source that is held for longer has lost its turn. */
const maxTags = 800;
/** A keyframe this much before the time agreed on is the one that was meant. */
const toleranceMs = 5;

type Announcement = Exclude<StreamItem, MediaTag>;

/** What a source has given and is not to go out yet. Bounded. Knows which config and layout belong to the first tag that it keeps. */
export class HeldItems {
  #items: StreamItem[] = [];
  /** In force before the first item. */
  #config: Announcement | null = null;
  #layout: Announcement | null = null;
  #tagCount = 0;

  add(item: StreamItem): void {
    this.#items.push(item);
    if (isTag(item) && ++this.#tagCount > maxTags) this.#forget(this.#items.length);
  }

  /** Nothing before a keyframe at `atMs`, which comes next, is needed, but for sound of the last moment. */
  restartAt(atMs: number): void {
    const first = this.#items.findIndex((item) => isTag(item) && item.timestampMs >= atMs - 50);
    this.#forget(first === -1 ? this.#items.length : first);
  }

  /** Nothing of it may be shown any more. */
  forgetTags(): void {
    this.#forget(this.#items.length);
  }

  /** The time of the first keyframe at `atMs` or later; `null` while there is none. */
  keyframeFrom(atMs: number): number | null {
    const keyframe = this.#items.find((item) => isKeyframeFrom(item, atMs));
    return keyframe ? timeOf(keyframe) : null;
  }

  /** What goes out when the source takes over at `atMs`: its config and layout, picture from its first keyframe on, sound from `soundFromMs`. */
  from(atMs: number, soundFromMs: number): StreamItem[] {
    const first = this.#items.findIndex((item) => isKeyframeFrom(item, atMs));
    const before = this.#items.slice(0, first);
    const sound = before.filter((item) => item.kind === 'audio' && item.timestampMs >= soundFromMs);
    const config = before.findLast((item) => item.kind === 'config') ?? this.#config;
    const layout = before.findLast((item) => item.kind === 'layout') ?? this.#layout;
    const after = this.#items
      .slice(first)
      .filter((item) => item.kind !== 'audio' || item.timestampMs >= soundFromMs);
    return [...[config, layout].filter((item) => item !== null), ...sound, ...after];
  }

  #forget(count: number): void {
    for (const item of this.#items.slice(0, count)) {
      if (item.kind === 'config') this.#config = item;
      else if (item.kind === 'layout') this.#layout = item;
      else this.#tagCount--;
    }
    this.#items = this.#items.slice(count);
  }
}

function isKeyframeFrom(item: StreamItem, atMs: number): boolean {
  return item.kind === 'video' && item.isKeyframe && item.timestampMs >= atMs - toleranceMs;
}
