import type { NoticeFrame, RoomEvent } from '@lianmai/shared';
import type { Clock } from '../../core/Clock.ts';
import type { Session } from '../Session.ts';
import { SharedFrame } from './SharedFrame.ts';
import type { Turns } from './Turns.ts';

/** Some of a Room's connected Sessions, who are all told at the same moments: what has come since the last one, in one frame. */
export class FanOutShard {
  readonly #clock: Clock;
  readonly #turns: Turns;
  /** Which part of a window it flushes at, 0 to 1, so that shards take turns. */
  readonly #phase: number;
  readonly #sessions = new Set<Session>();
  #events: RoomEvent[] = [];
  /** Of notices to everybody only the newest of a name counts. */
  readonly #notices = new Map<string, NoticeFrame>();
  #cancelFlush: (() => void) | null = null;

  constructor(clock: Clock, turns: Turns, phase: number) {
    this.#clock = clock;
    this.#turns = turns;
    this.#phase = phase;
  }

  get size(): number {
    return this.#sessions.size;
  }

  add(session: Session): void {
    this.#sessions.add(session);
  }

  delete(session: Session): void {
    this.#sessions.delete(session);
  }

  event(event: RoomEvent, windowMs: number): void {
    this.#events.push(event);
    this.#flushWithin(windowMs);
  }

  notice(notice: NoticeFrame, windowMs: number): void {
    this.#notices.set(notice.notice, notice);
    this.#flushWithin(windowMs);
  }

  /** Everything that waits goes out now. */
  flush(): void {
    this.#cancelFlush?.();
    this.#cancelFlush = null;
    const frames = this.#takeFrames();
    // A set, and not a copy: who comes meanwhile has a newer snapshot, who goes meanwhile wants nothing.
    for (const frame of frames) for (const session of this.#sessions) session.pushShared(frame);
  }

  close(): void {
    this.#cancelFlush?.();
    this.#cancelFlush = null;
  }

  #flushWithin(windowMs: number): void {
    if (windowMs === 0) this.flush();
    else {
      const flushInTurn = () => this.#turns.take(() => this.flush());
      this.#cancelFlush ??= this.#clock.after(this.#untilTurn(windowMs), flushInTurn);
    }
  }

  #untilTurn(windowMs: number): number {
    return windowMs - ((this.#clock.nowMs() + this.#phase * windowMs) % windowMs);
  }

  #takeFrames(): SharedFrame[] {
    const notices = [...this.#notices.values()].map((notice) => new SharedFrame(notice));
    const events = this.#events;
    this.#notices.clear();
    this.#events = [];
    return events.length > 0 ? [SharedFrame.ofEvents(events), ...notices] : notices;
  }
}
