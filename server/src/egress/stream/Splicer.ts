import type { Clock } from '../../core/Clock.ts';
import { audioOverlapMs } from './audioOverlapMs.ts';
import { HeldItems } from './HeldItems.ts';
import { isTag, type StreamItem, timeOf } from './StreamItem.ts';

/** Real time that a source has to give its part of a seam before the one in force goes on. Players have about a second in hand. */
export const seamPatienceMs = 900;

type State<Source> =
  | { name: 'empty' }
  | { name: 'steady'; current: Source }
  /** Waits for a keyframe of `next` that is no earlier than what has gone out. */
  | { name: 'seeking'; current: Source | null; next: Source; held: HeldItems }
  /** Both sources are held apart at `atMs`: `current` goes out before it, `next` after it. */
  | { name: 'joining'; current: Source; next: Source; seam: Seam };

interface Seam {
  /** Moves on to the first keyframe of `next` when that is later. */
  atMs: number;
  /** Of `next`, to go out after the seam. */
  held: HeldItems;
  /** Of `current`, from the seam on: goes out after all when `next` gives nothing in time. */
  spare: StreamItem[];
  reached: Set<'video' | 'audio'>;
  isOverdue: boolean;
  cancelTimer: () => void;
}

export interface SplicerOptions<Source> {
  clock: Clock;
  onItem: (item: StreamItem) => void;
  /** `next` is in force from now on; `before` gives nothing any more. */
  onJoined: (next: Source, before: Source | null) => void;
  /** It gave nothing at its seam in time: the one before it goes on. */
  onMissed: (next: Source) => void;
}

/**
 * Makes one stream of sources that take turns: each begins with a keyframe where the one before it ends, with no hole in time and
 * nothing twice. Holds what comes too early, and no more than that; a source that fails at its seam costs a delay, never the stream.
 */
export class Splicer<Source> {
  readonly #options: SplicerOptions<Source>;
  #state: State<Source> = { name: 'empty' };
  #newestMs = Number.NEGATIVE_INFINITY;
  #newestAudioMs = Number.NEGATIVE_INFINITY;

  constructor(options: SplicerOptions<Source>) {
    this.#options = options;
  }

  /** The source whose tags go out. */
  get current(): Source | null {
    return this.#state.name === 'empty' ? null : this.#state.current;
  }

  /** The source that is about to follow. */
  get next(): Source | null {
    return this.#state.name === 'seeking' || this.#state.name === 'joining' ? this.#state.next : null;
  }

  /** Time of the newest tag that has gone out; -Infinity before the first. */
  get newestMs(): number {
    return this.#newestMs;
  }

  push(from: Source, item: StreamItem): void {
    const state = this.#state;
    if (state.name === 'empty') return;
    if (state.name === 'steady') {
      if (from === state.current) this.#give(item);
    } else if (from === state.next) {
      this.#takeNext(state, item);
    } else if (from === state.current) {
      if (state.name === 'seeking') this.#give(item);
      else this.#takeCurrent(state.seam, item);
    }
  }

  /** `next` follows at its first keyframe that is not earlier than what has gone out. */
  seek(next: Source): void {
    const { current } = this;
    this.#dropNext();
    this.#state = { name: 'seeking', current, next, held: new HeldItems() };
  }

  /** `next` follows at `atMs`, where it has been told to begin with a keyframe; `patienceMs` of real time are waited for that. */
  joinAt(next: Source, atMs: number, patienceMs = seamPatienceMs): void {
    this.seek(next);
    const { current } = this;
    if (current !== null) this.#join(current, next, { atMs, held: new HeldItems(), patienceMs });
  }

  /** Nothing that `next` has given so far may be shown: it follows with what it gives from `atMs` on. */
  rejoinAt(atMs: number, patienceMs: number): void {
    const state = this.#state;
    if (state.name !== 'seeking' && state.name !== 'joining') return;
    const { current, next } = state;
    const { held } = state.name === 'seeking' ? state : state.seam;
    this.#dropNext();
    held.forgetTags();
    if (current === null) this.#state = { name: 'seeking', current, next, held };
    else this.#join(current, next, { atMs, held, patienceMs });
  }

  /** The source is gone. One that was about to follow is given up without a word; one in force is followed as soon as there is another. */
  remove(source: Source): void {
    if (source === this.next) this.#dropNext();
    else if (source === this.current) this.#dropCurrent();
  }

  /** Nothing will follow any more: what the source in force still has goes out. */
  finish(): void {
    this.#dropNext();
  }

  #takeNext(state: Extract<State<Source>, { next: Source }>, item: StreamItem): void {
    if (state.name === 'joining') {
      state.seam.held.add(item);
      if (item.kind === 'video' && item.isKeyframe) this.#moveSeam(state.seam);
      this.#cutIfDue(state.current, state.next, state.seam);
      return;
    }
    const { current, next, held } = state;
    const isKeyframe = item.kind === 'video' && item.isKeyframe;
    if (isKeyframe) held.restartAt(item.timestampMs);
    held.add(item);
    if (!isKeyframe || item.timestampMs < this.#newestMs) return;
    if (current === null) this.#cut(null, next, item.timestampMs, held);
    else this.#join(current, next, { atMs: item.timestampMs, held, patienceMs: seamPatienceMs });
  }

  #takeCurrent(seam: Seam, item: StreamItem): void {
    if (timeOf(item) < seam.atMs) {
      this.#give(item);
      return;
    }
    seam.spare.push(item);
    if (!isTag(item)) return;
    seam.reached.add(item.kind);
    if (this.#state.name === 'joining') this.#cutIfDue(this.#state.current, this.#state.next, seam);
  }

  /** Up to where `next` really begins the one before it goes on. */
  #moveSeam(seam: Seam): void {
    const keyframeMs = seam.held.keyframeFrom(seam.atMs);
    if (keyframeMs === null || keyframeMs <= seam.atMs) return;
    seam.atMs = keyframeMs;
    const stillSpare = seam.spare.findIndex((item) => isTag(item) && timeOf(item) >= keyframeMs);
    const due = seam.spare.splice(0, stillSpare === -1 ? seam.spare.length : stillSpare);
    seam.reached = new Set(seam.spare.filter(isTag).map(({ kind }) => kind));
    for (const item of due) this.#give(item);
  }

  #join(current: Source, next: Source, at: Pick<Seam, 'atMs' | 'held'> & { patienceMs: number }): void {
    const { atMs, held, patienceMs } = at;
    const cancelTimer = this.#options.clock.after(patienceMs, () => this.#patienceEnds());
    const seam: Seam = { atMs, held, spare: [], reached: new Set(), isOverdue: false, cancelTimer };
    this.#state = { name: 'joining', current, next, seam };
  }

  #patienceEnds(): void {
    if (this.#state.name !== 'joining') return;
    const { current, next, seam } = this.#state;
    seam.isOverdue = true;
    this.#cutIfDue(current, next, seam);
    if (this.next !== next) return;
    this.#dropNext();
    this.#options.onMissed(next);
  }

  #cutIfDue(current: Source, next: Source, { atMs, held, reached, isOverdue, cancelTimer }: Seam): void {
    const isReached = isOverdue || (reached.has('video') && reached.has('audio'));
    if (!isReached || held.keyframeFrom(atMs) === null) return;
    cancelTimer();
    this.#cut(current, next, atMs, held);
  }

  #cut(before: Source | null, next: Source, atMs: number, held: HeldItems): void {
    this.#state = { name: 'steady', current: next };
    const soundFromMs = Math.max(this.#newestAudioMs + audioOverlapMs, atMs - audioOverlapMs);
    const items = held.from(atMs, soundFromMs);
    this.#options.onJoined(next, before);
    for (const item of items) this.#give(item);
  }

  #dropNext(): void {
    const state = this.#state;
    if (state.name === 'seeking') {
      this.#state = state.current === null ? { name: 'empty' } : { name: 'steady', current: state.current };
    } else if (state.name === 'joining') {
      state.seam.cancelTimer();
      this.#state = { name: 'steady', current: state.current };
      for (const item of state.seam.spare) this.#give(item);
    }
  }

  #dropCurrent(): void {
    const state = this.#state;
    if (state.name === 'steady') this.#state = { name: 'empty' };
    else if (state.name === 'seeking') this.#state = { ...state, current: null };
    else if (state.name === 'joining') {
      const { next, seam } = state;
      seam.cancelTimer();
      if (seam.held.keyframeFrom(seam.atMs) !== null) {
        this.#cut(state.current, next, seam.atMs, seam.held);
        return;
      }
      this.#state = { name: 'seeking', current: null, next, held: seam.held };
      for (const item of seam.spare) this.#give(item);
    }
  }

  #give(item: StreamItem): void {
    if (isTag(item)) {
      this.#newestMs = Math.max(this.#newestMs, item.timestampMs);
      if (item.kind === 'audio') this.#newestAudioMs = item.timestampMs;
    }
    this.#options.onItem(item);
  }
}
