import { likesPerRequest, type RoomEvent, type RoomSnapshot } from '@lianmai/shared';
import { Emitter } from '../core/Emitter.ts';
import { type ReadableStore, Store } from '../core/Store.ts';
import type { MediaSignaling } from '../media/MediaSignaling.ts';
import type { RoomFeature } from '../room/RoomFeature.ts';

/** Taps are summed up for so long and then sent as one request. */
const gatherMs = 1000;

/** CSS px, as events tell them. */
export interface ScreenPoint {
  x: number;
  y: number;
}

export interface LikesEvents {
  /** Ours, as they are tapped. */
  tapped: { count: number; at: ScreenPoint | null };
  /** Those of others, about once a second. */
  othersLiked: { count: number };
}

/** Likes of the room: taps count at once on our screen and go to the server in sums. */
export class LikesClient implements RoomFeature {
  readonly #signaling: MediaSignaling;
  readonly #events = new Emitter<LikesEvents>();
  readonly #total = new Store(0);
  /** What the server has counted, as far as we know. */
  #known = 0;
  /** Tapped and not sent yet. */
  #gathered = 0;
  /** Sent and not answered yet. */
  #underWay = 0;
  /** Counted by the server and not yet heard of in the Room log, where ours and others' are one sum. */
  #unheard = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(signaling: MediaSignaling) {
    this.#signaling = signaling;
  }

  /** Of the room, ours included that the server has not seen yet. */
  get total(): ReadableStore<number> {
    return this.#total;
  }

  on<E extends keyof LikesEvents>(event: E, listener: (payload: LikesEvents[E]) => void): () => void {
    return this.#events.on(event, listener);
  }

  /** @param at where on the screen, for whoever draws it */
  tap(count = 1, at: ScreenPoint | null = null): void {
    this.#gathered += count;
    this.#show();
    this.#events.emit('tapped', { count, at });
    this.#timer ??= setTimeout(() => this.#send(), gatherMs);
  }

  restart({ likes }: RoomSnapshot): void {
    this.#unheard = 0;
    this.#learn(likes.total);
  }

  follow(event: RoomEvent): void {
    if (event.type !== 'likesAdded') return;
    const { count, total } = event.data;
    const own = Math.min(this.#unheard, count);
    this.#unheard -= own;
    this.#learn(total);
    if (count > own) this.#events.emit('othersLiked', { count: count - own });
  }

  clear(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    [this.#known, this.#gathered, this.#underWay, this.#unheard] = [0, 0, 0, 0];
    this.#show();
  }

  #send(): void {
    this.#timer = undefined;
    const count = Math.min(this.#gathered, likesPerRequest);
    this.#gathered = 0;
    this.#underWay += count;
    this.#signaling.request('like', { count }).then(
      ({ counted, total }) => {
        this.#underWay -= count;
        this.#unheard += counted;
        this.#learn(total);
      },
      () => {
        // The show is over, or the room was left: they do not count.
        this.#underWay = Math.max(0, this.#underWay - count);
        this.#show();
      },
    );
  }

  #learn(total: number): void {
    this.#known = Math.max(this.#known, total);
    this.#show();
  }

  #show(): void {
    this.#total.set(this.#known + this.#underWay + this.#gathered);
  }
}
