import type { Gift, GiftRefund, ReplyMap, RequestFields, UserRef } from '@lianmai/shared';
import { AppError } from '../../core/AppError.ts';
import type { Clock } from '../../core/Clock.ts';
import { KeyedMutex } from '../../core/KeyedMutex.ts';
import type { Logger } from '../../core/logger.ts';
import { randomId } from '../../rooms/ids.ts';
import type { Room } from '../../rooms/Room.ts';
import { UserRates } from '../../rooms/UserRates.ts';
import { incomeOf } from '../coins/postings.ts';
import type { Wallets } from '../coins/Wallets.ts';
import { Combos, nextCombo } from './Combos.ts';
import type { GiftCatalogue } from './GiftCatalogue.ts';
import type { GiftOutbox } from './GiftOutbox.ts';
import type { GiftOrder, GiftOrders } from './ports.ts';
import type { RoomGifts } from './RoomGifts.ts';

export interface GiftDeskDeps {
  catalogue: GiftCatalogue;
  orders: GiftOrders;
  wallets: Pick<Wallets, 'open'>;
  outbox: GiftOutbox;
  giftsOf: (roomId: string) => Pick<RoomGifts, 'take'> | undefined;
  clock: Clock;
  log: Logger;
  /** The platform's part of each gift, 0 to 100. */
  platformSharePercent: number;
}

type Fields = RequestFields<'gift'>;
type GivenRoom = Pick<Room, 'id' | 'anchor' | 'showId'>;

/** As fast as a combo is tapped, and faster than any thumb. */
const giftRate = { perSecond: 10, burst: 30 };

/**
 * Where gifts are given: charged, ordered and shown, each once for its order id, however often and over whatever connection it is
 * asked for. One giver's gifts go one after another, so that their combos count on.
 */
export class GiftDesk {
  readonly #deps: GiftDeskDeps;
  readonly #combos = new Combos();
  readonly #rates: UserRates;
  readonly #oneByOne = new KeyedMutex<string>();

  constructor(deps: GiftDeskDeps) {
    this.#deps = deps;
    this.#rates = new UserRates(deps.clock, giftRate);
  }

  /**
   * @throws AppError `room_not_live`, `gift_not_found`, `balance_too_low`, `order_conflict`, `forbidden` (one's own room),
   * `too_many_requests`
   */
  async give(room: GivenRoom, giver: UserRef, fields: Fields): Promise<ReplyMap['gift']> {
    if (giver.id === room.anchor.id)
      throw new AppError('forbidden', { detail: 'nobody gives to themselves' });
    this.#rates.take(giver.id);
    return await this.#oneByOne.run(giver.id, () => this.#give(room, giver, fields));
  }

  /** @throws AppError `order_not_found`, `balance_too_low` */
  async refund(operatorId: string, orderId: string): Promise<GiftRefund> {
    const { orders, giftsOf, clock, log } = this.#deps;
    const refunded = await orders.refund(orderId, Math.round(clock.nowMs()));
    if (!refunded) throw new AppError('order_not_found');
    const { order, isNew } = refunded;
    if (isNew) {
      giftsOf(order.roomId)?.take(order);
      log.info({ operatorId, orderId, coins: order.sent.coins }, 'gift refunded');
    }
    const refundedAt = new Date(order.refundedAtMs ?? clock.nowMs()).toISOString();
    return { orderId, coins: order.sent.coins, refundedAt };
  }

  async #give(room: GivenRoom, giver: UserRef, fields: Fields): Promise<ReplyMap['gift']> {
    // The answer to a repeated request must not depend on what has become of the show or the catalogue since.
    const known = fields.orderId ? await this.#known(room, giver, fields, fields.orderId) : null;
    if (known) return replyOf(known);
    if (room.showId === null) throw new AppError('room_not_live');
    const gift = this.#deps.catalogue.offer(fields.giftId);
    return replyOf(await this.#place({ room, showId: room.showId, giver, gift, fields }));
  }

  async #known(room: GivenRoom, giver: UserRef, fields: Fields, orderId: string): Promise<GiftOrder | null> {
    const order = await this.#deps.orders.find(orderId);
    if (!order) return null;
    assertSame(order, room, giver, fields);
    this.#deps.outbox.publish(order);
    return order;
  }

  async #place(asked: {
    room: GivenRoom;
    showId: string;
    giver: UserRef;
    gift: Gift;
    fields: Fields;
  }): Promise<GiftOrder> {
    const { orders, outbox, wallets, clock, platformSharePercent } = this.#deps;
    const { room, showId, giver, gift, fields } = asked;
    await wallets.open(giver.id);
    const coins = gift.price * fields.count;
    const sentAtMs = Math.round(clock.nowMs());
    const comboKey = `${room.id}/${giver.id}/${gift.id}`;
    const combo = nextCombo(this.#combos.get(comboKey), fields.count, sentAtMs);
    const { id, name, iconUrl, tier, animationUrl } = gift;
    const sent = {
      orderId: fields.orderId ?? randomId(),
      giver,
      gift: { id, name, iconUrl, tier, animationUrl },
      count: fields.count,
      coins,
      comboId: combo.comboId,
      comboCount: combo.comboCount,
      sentAtMs,
    };
    const income = incomeOf(coins, platformSharePercent);
    try {
      const placed = await orders.place({ sent, roomId: room.id, showId, anchorId: room.anchor.id, income });
      if (placed.isNew) this.#combos.set(comboKey, combo);
      else assertSame(placed.order, room, giver, fields);
      outbox.publish(placed.order);
      return placed.order;
    } catch (error) {
      // The database may have committed without our hearing of it.
      if (!isNothingCharged(error)) outbox.sweepSoon();
      throw error;
    }
  }
}

function isNothingCharged(error: unknown): boolean {
  return error instanceof AppError && error.code !== 'database_unavailable';
}

function replyOf({ sent, balanceAfter }: GiftOrder): ReplyMap['gift'] {
  return { gift: sent, balance: balanceAfter };
}

function assertSame({ sent, roomId }: GiftOrder, room: GivenRoom, giver: UserRef, fields: Fields): void {
  const isSame =
    roomId === room.id &&
    sent.giver.id === giver.id &&
    sent.gift.id === fields.giftId &&
    sent.count === fields.count;
  if (!isSame) throw new AppError('order_conflict');
}
