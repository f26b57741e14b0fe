import type { LayoutInForce } from '@lianmai/shared';

/** A scene changes a few times a second at the very most; an encoder holds less than a second. */
const maxWaiting = 50;
/** Times are whole ms: a fraction of a frame is no difference. */
const toleranceMs = 5;

/** Layouts are told when they are composed, which is before their pictures are encoded: they wait here for these. */
export class LayoutQueue {
  #waiting: { layout: LayoutInForce; atMs: number }[] = [];

  push(layout: LayoutInForce, atMs: number): void {
    this.#waiting.push({ layout, atMs });
    if (this.#waiting.length > maxWaiting) this.#waiting.shift();
  }

  /** The one that comes into force with the picture of `atMs`, if one does. */
  takeFor(atMs: number): LayoutInForce | null {
    const due = this.#waiting.filter((waiting) => waiting.atMs <= atMs + toleranceMs);
    this.#waiting = this.#waiting.slice(due.length);
    return due.at(-1)?.layout ?? null;
  }
}
