import { AppError } from '../../core/AppError.ts';
import type { Clock } from '../../core/Clock.ts';
import { RateLimiter } from '../../core/RateLimiter.ts';

/** Whoever types as fast as they can sends one message a second or so, now and then a few at once. */
const userRate = { perSecond: 1, burst: 6 };
const searchRate = { perSecond: 4, burst: 12 };
/** Of a whole room: nobody reads more, and everybody is sent all of it. */
const roomRate = { perSecond: 100, burst: 300 };
const sweepEveryMs = 60_000;

interface Writer {
  limiter: RateLimiter;
  searches: RateLimiter;
  postedAtMs: number;
  seenAtMs: number;
}

/** How fast people may write in one room. By user, not by connection: a new connection has no new tokens. */
export class ChatPace {
  readonly #clock: Clock;
  readonly #room: RateLimiter;
  readonly #writers = new Map<string, Writer>();
  #sweptAtMs: number;

  constructor(clock: Clock) {
    this.#clock = clock;
    this.#room = new RateLimiter(clock, roomRate);
    this.#sweptAtMs = clock.nowMs();
  }

  /** @throws AppError `too_many_requests` */
  takeMessage(userId: string): void {
    take(this.#writer(userId).limiter);
  }

  /** The room's share, of a message that is about to be posted. @throws AppError `too_many_requests` */
  takeRoom(): void {
    take(this.#room);
  }

  /** @throws AppError `too_many_requests` */
  takeSearch(userId: string): void {
    take(this.#writer(userId).searches);
  }

  /** @throws AppError `slow_mode` */
  assertSlowEnough(userId: string, slowModeMs: number): void {
    const retryAfterMs = this.#writer(userId).postedAtMs + slowModeMs - this.#clock.nowMs();
    if (retryAfterMs > 0) throw new AppError('slow_mode', { retryAfterMs });
  }

  notePosted(userId: string): void {
    this.#writer(userId).postedAtMs = this.#clock.nowMs();
  }

  #writer(userId: string): Writer {
    const nowMs = this.#clock.nowMs();
    this.#sweep(nowMs);
    const writer = this.#writers.get(userId) ?? {
      limiter: new RateLimiter(this.#clock, userRate),
      searches: new RateLimiter(this.#clock, searchRate),
      postedAtMs: Number.NEGATIVE_INFINITY,
      seenAtMs: nowMs,
    };
    writer.seenAtMs = nowMs;
    this.#writers.set(userId, writer);
    return writer;
  }

  /** Forgets who has been silent for longer than the slowest slow mode. */
  #sweep(nowMs: number): void {
    if (nowMs - this.#sweptAtMs < sweepEveryMs) return;
    this.#sweptAtMs = nowMs;
    for (const [userId, { seenAtMs }] of this.#writers) {
      if (nowMs - seenAtMs > forgetAfterMs) this.#writers.delete(userId);
    }
  }
}

const forgetAfterMs = 310_000;

function take(limiter: RateLimiter): void {
  if (!limiter.take()) throw new AppError('too_many_requests', { retryAfterMs: limiter.waitMs });
}
