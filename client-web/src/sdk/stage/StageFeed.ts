import { type BackstageView, emptyBackstage, type SeatView, type StageVitals } from '@lianmai/shared';
import { type ReadableStore, Store } from '../core/Store.ts';
import type { RoomState } from '../types.ts';
import { seatOfSession } from './selectors.ts';

const silence: StageVitals = { speakers: [], network: [] };

export interface StageFeedOptions {
  /** Our Session had a seat and has none any more. */
  onSeatLost: () => void;
  /** Our seat is another one, or something about it changed. */
  onSeatChanged: (seat: SeatView) => void;
}

/** What the stage means to this Session: its own seat, what is not for the public, and who speaks. */
export class StageFeed {
  readonly #options: StageFeedOptions;
  readonly #backstage = new Store<BackstageView>(emptyBackstage);
  readonly #vitals = new Store<StageVitals>(silence);
  readonly #mySeat = new Store<SeatView | null>(null);

  constructor(options: StageFeedOptions) {
    this.#options = options;
  }

  get backstage(): ReadableStore<BackstageView> {
    return this.#backstage;
  }

  get vitals(): ReadableStore<StageVitals> {
    return this.#vitals;
  }

  get mySeat(): ReadableStore<SeatView | null> {
    return this.#mySeat;
  }

  setBackstage(backstage: BackstageView): void {
    this.#backstage.set(backstage);
  }

  setVitals(vitals: StageVitals): void {
    this.#vitals.set(vitals);
  }

  /** Nobody tells who speaks any more: rather nothing than what was true before. */
  forgetVitals(): void {
    this.#vitals.set(silence);
  }

  /** The room is another than before, or our Session is. */
  roomChanged({ stage }: RoomState, sessionId: string | null): void {
    const before = this.#mySeat.getSnapshot();
    const seat = seatOfSession(stage.seats, sessionId);
    if (seat === before) return;
    this.#mySeat.set(seat);
    if (seat) this.#options.onSeatChanged(seat);
    else this.#options.onSeatLost();
  }

  /** Out of the room. */
  clear(): void {
    this.#backstage.set(emptyBackstage);
    this.#vitals.set(silence);
    this.#mySeat.set(null);
  }
}
