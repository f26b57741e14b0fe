import {
  emptyGifts,
  type LiveGivers,
  type ReplyMap,
  type RequestInput,
  type RoomEvent,
  type RoomSnapshot,
  type SentGift,
} from '@lianmai/shared';
import { Emitter } from '../core/Emitter.ts';
import { randomId } from '../core/randomId.ts';
import { delay } from '../core/retry.ts';
import { type ReadableStore, Store } from '../core/Store.ts';
import { LiveError, type LiveErrorCode } from '../LiveError.ts';
import type { MediaSignaling } from '../media/MediaSignaling.ts';
import type { RoomFeature } from '../room/RoomFeature.ts';

/** After these nobody knows whether the gift was given: the same order again finds out, and is charged once. */
const openOutcomes: readonly LiveErrorCode[] = ['session_not_found', 'network', 'timeout', 'internal'];
const attempts = 5;
const pauseMs = 1200;
const rememberedOrders = 500;

/** Gifts of the room: gives them, tells each that is given once, and knows who gives most in the show. */
export class GiftsClient implements RoomFeature {
  readonly #signaling: MediaSignaling;
  readonly #events = new Emitter<{ gift: SentGift }>();
  readonly #givers = new Store<LiveGivers>(emptyGifts.givers);
  readonly #balance = new Store<number | null>(null);
  #seen = new Set<string>();
  #hasJoined = false;

  constructor(signaling: MediaSignaling) {
    this.#signaling = signaling;
  }

  /** The show's first givers, and what all gave together. */
  get givers(): ReadableStore<LiveGivers> {
    return this.#givers;
  }

  /** Own coins as last heard; null: not asked for yet. `GiftsRest.wallet` asks. */
  get balance(): ReadableStore<number | null> {
    return this.#balance;
  }

  setBalance(coins: number): void {
    this.#balance.set(coins);
  }

  /** Every gift of the room while we are in it, each once, also across reconnects and restarts of the server. */
  onGift(listener: (gift: SentGift) => void): () => void {
    return this.#events.on('gift', listener);
  }

  /**
   * Gives, and goes on asking while it is open whether it was given: with one `orderId` it is charged once.
   * Rejects with what the server refuses: `balance_too_low`, `gift_not_found`, `room_not_live`, …
   */
  async give(gift: RequestInput<'gift'>): Promise<ReplyMap['gift']> {
    const order = { ...gift, orderId: gift.orderId ?? randomId() };
    for (let attempt = 1; ; attempt += 1) {
      try {
        const reply = await this.#signaling.request('gift', order);
        this.#balance.set(reply.balance);
        return reply;
      } catch (cause) {
        const error = LiveError.from(cause);
        if (attempt === attempts || !openOutcomes.includes(error.code)) throw error;
        await delay(pauseMs);
      }
    }
  }

  restart({ gifts }: RoomSnapshot): void {
    this.#givers.set(gifts.givers);
    // On coming in for the first time what was given before is past; later it is what one missed.
    for (const gift of gifts.recent) {
      if (this.#hasJoined) this.#tell(gift);
      else this.#seen.add(gift.orderId);
    }
    this.#hasJoined = true;
  }

  follow(event: RoomEvent): void {
    switch (event.type) {
      case 'giftSent':
        this.#tell(event.data.gift);
        break;
      case 'giversRanked':
        this.#givers.set(event.data.givers);
        break;
      case 'showStarted':
        this.#givers.set(emptyGifts.givers);
        break;
      default:
    }
  }

  clear(): void {
    this.#hasJoined = false;
    this.#seen = new Set();
  }

  #tell(gift: SentGift): void {
    if (this.#seen.has(gift.orderId)) return;
    this.#seen.add(gift.orderId);
    if (this.#seen.size > rememberedOrders)
      this.#seen = new Set([...this.#seen].slice(-rememberedOrders / 2));
    this.#events.emit('gift', gift);
  }
}
