import type { StageVitals } from '@lianmai/shared';
import type { Clock } from '../../core/Clock.ts';
import type { HeardProducer } from '../ports/MediaEngine.ts';

export interface VitalsOptions {
  clock: Clock;
  /** The seat on air that a producer belongs to; `null`: nobody's, or not for the public. */
  seatOf: (producerId: string) => { roomId: string; seat: number } | null;
  send: (vitals: StageVitals) => void;
}

const sendEveryMs = 500;

/**
 * Owns what is known about who speaks and how well each seat's media arrives in one Room. Guarantees that it is sent at most twice a
 * second, and only when it is other than what was sent last.
 */
export class Vitals {
  readonly #options: VitalsOptions;
  readonly #scores = new Map<string, number>();
  #levels: readonly HeardProducer[] = [];
  #rivalLevels: readonly HeardProducer[] = [];
  #sent = JSON.stringify({ speakers: [], network: [] } satisfies StageVitals);
  #sentAtMs = Number.NEGATIVE_INFINITY;
  #cancelSend: (() => void) | null = null;
  #isClosed = false;

  constructor(options: VitalsOptions) {
    this.#options = options;
  }

  /** As they are now: somebody who has just come has not heard of them. */
  get current(): StageVitals {
    return { speakers: this.#speakers(), network: this.#network() };
  }

  /** Who of the room's own people is heard now; `[]`: nobody. */
  audioLevels(levels: readonly HeardProducer[]): void {
    this.#levels = levels;
    this.#sendSoon();
  }

  /** Who is heard now in the rival's room: only those count who are on air here too. */
  rivalLevels(levels: readonly HeardProducer[]): void {
    this.#rivalLevels = levels;
    this.#sendSoon();
  }

  /** How well a producer's media arrives, 0 to 10. */
  score(producerId: string, score: number): void {
    this.#scores.set(producerId, score);
    this.#sendSoon();
  }

  /** The producer is gone. */
  drop(producerId: string): void {
    this.#scores.delete(producerId);
    this.#levels = without(this.#levels, producerId);
    this.#rivalLevels = without(this.#rivalLevels, producerId);
    this.#sendSoon();
  }

  /** Idempotent. */
  close(): void {
    this.#isClosed = true;
    this.#cancelSend?.();
    this.#cancelSend = null;
  }

  #sendSoon(): void {
    if (this.#isClosed || this.#cancelSend) return;
    const waitMs = this.#sentAtMs + sendEveryMs - this.#options.clock.nowMs();
    if (waitMs <= 0) this.#sendIfChanged();
    else this.#cancelSend = this.#options.clock.after(waitMs, () => this.#sendIfChanged());
  }

  #sendIfChanged(): void {
    this.#cancelSend = null;
    const vitals = this.current;
    const text = JSON.stringify(vitals);
    if (text === this.#sent) return;
    this.#sent = text;
    this.#sentAtMs = this.#options.clock.nowMs();
    this.#options.send(vitals);
  }

  /** One entry a seat: its loudest track. */
  #speakers(): StageVitals['speakers'] {
    const speakers = new Map<string, StageVitals['speakers'][number]>();
    const loudestFirst = [...this.#levels, ...this.#rivalLevels].sort((a, b) => b.volumeDbov - a.volumeDbov);
    for (const { producerId, volumeDbov } of loudestFirst) {
      const at = this.#options.seatOf(producerId);
      if (!at) continue;
      const key = `${at.roomId} ${at.seat}`;
      if (!speakers.has(key)) speakers.set(key, { roomId: at.roomId, seat: at.seat, volumeDbov });
    }
    return [...speakers.values()];
  }

  /** One entry a seat: its worst track. */
  #network(): StageVitals['network'] {
    const worst = new Map<number, number>();
    for (const [producerId, score] of this.#scores) {
      const at = this.#options.seatOf(producerId);
      if (at) worst.set(at.seat, Math.min(score, worst.get(at.seat) ?? score));
    }
    return [...worst].map(([seat, score]) => ({ seat, score })).sort((a, b) => a.seat - b.seat);
  }
}

function without(levels: readonly HeardProducer[], producerId: string): readonly HeardProducer[] {
  return levels.filter((level) => level.producerId !== producerId);
}
