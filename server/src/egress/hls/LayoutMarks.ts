import type { LayoutInForce } from '@lianmai/shared';

/** From when on people stand like this in the stream's pictures. */
export interface LayoutMark {
  /** The same for as long as the playlist lives, and of no other mark. */
  number: number;
  startsAtMs: number;
  layout: LayoutInForce;
}

/** A playlist holds some ten seconds: more changes than that are not to be told apart by anybody. */
const maxMarks = 40;

/** The layouts of the segments that a playlist lists. Their times only grow, by at least a ms. */
export class LayoutMarks {
  #marks: LayoutMark[] = [];
  #nextNumber = 0;

  /** `startsAtMs`: on the server's clock, as in EXT-X-PROGRAM-DATE-TIME. False when nothing has changed. */
  add(layout: LayoutInForce, startsAtMs: number): boolean {
    const last = this.#marks.at(-1);
    if (last && JSON.stringify(last.layout) === JSON.stringify(layout)) return false;
    const earliestMs = last ? last.startsAtMs + 1 : startsAtMs;
    this.#marks.push({ number: this.#nextNumber++, startsAtMs: Math.max(startsAtMs, earliestMs), layout });
    if (this.#marks.length > maxMarks) this.#marks.shift();
    return true;
  }

  /** Those that apply at `fromMs` or later, the one in force at `fromMs` included; earlier ones are forgotten. */
  since(fromMs: number): readonly LayoutMark[] {
    const inForce = this.#marks.findLastIndex(({ startsAtMs }) => startsAtMs <= fromMs);
    this.#marks = this.#marks.slice(Math.max(0, inForce));
    return this.#marks;
  }
}
