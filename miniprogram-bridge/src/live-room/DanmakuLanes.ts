/** A line that passes over the picture. */
export interface Danmaku {
  id: string;
  text: string;
  isOwn: boolean;
  lane: number;
  /** For the whole way, seconds. */
  seconds: number;
}

interface Passing extends Danmaku {
  /** When the lane is free behind it. */
  clearsAtMs: number;
  leavesAtMs: number;
}

const laneCount = 4;
const maxPassing = 24;
/** Widths of the screen that a line passes a second: all alike, so that none runs into another. */
const widthsPerSecond = 1 / 6;
/** Of the screen's width: a letter of its script, and the room behind a line. */
const wideLetter = 30 / 750;
const narrowLetter = 17 / 750;
const gap = 60 / 750;

/** Which lines pass over the picture: at most so many, in lanes, none touching another. What finds no lane is left out; the list of messages has it. */
export class DanmakuLanes {
  #passing: Passing[] = [];

  get shown(): Danmaku[] {
    return this.#passing.map(({ id, text, isOwn, lane, seconds }) => ({ id, text, isOwn, lane, seconds }));
  }

  /** @returns whether it is shown; one's own always is */
  add({ id, text, isOwn }: Pick<Danmaku, 'id' | 'text' | 'isOwn'>, nowMs: number): boolean {
    const lane = this.#freeLane(nowMs) ?? (isOwn ? 0 : null);
    if (lane === null || (this.#passing.length >= maxPassing && !isOwn)) return false;
    const width = widthOf(text);
    const seconds = (1 + width) / widthsPerSecond;
    const clearsAtMs = nowMs + ((width + gap) / widthsPerSecond) * 1000;
    this.#passing.push({ id, text, isOwn, lane, seconds, clearsAtMs, leavesAtMs: nowMs + seconds * 1000 });
    return true;
  }

  /** Takes away those that have passed. @returns whether there were any */
  removePassed(nowMs: number): boolean {
    return this.#keep(({ leavesAtMs }) => leavesAtMs > nowMs);
  }

  remove(isGone: (id: string) => boolean): boolean {
    return this.#keep(({ id }) => !isGone(id));
  }

  #keep(isKept: (line: Passing) => boolean): boolean {
    const kept = this.#passing.filter(isKept);
    const hasChanged = kept.length !== this.#passing.length;
    this.#passing = kept;
    return hasChanged;
  }

  #freeLane(nowMs: number): number | null {
    const busy = new Set(
      this.#passing.filter(({ clearsAtMs }) => clearsAtMs > nowMs).map(({ lane }) => lane),
    );
    for (let lane = 0; lane < laneCount; lane += 1) if (!busy.has(lane)) return lane;
    return null;
  }
}

/** About, of the screen's width: Latin letters are half as wide as Chinese ones. */
function widthOf(text: string): number {
  let width = 0;
  for (const letter of text) width += letter.charCodeAt(0) < 0x2e80 ? narrowLetter : wideLetter;
  return width;
}
