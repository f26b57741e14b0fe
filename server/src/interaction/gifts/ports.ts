import type { Gift, Givers, Income, SentGift } from '@lianmai/shared';

/** The catalogue as it is kept. */
export interface GiftCatalogueStore {
  all(): Promise<Gift[]>;
  /** Makes it or replaces it. */
  put(gift: Gift): Promise<void>;
}

/** A gift that was paid for. */
export interface GiftOrder {
  sent: SentGift;
  roomId: string;
  showId: string;
  anchorId: string;
  /** What the anchor gets of it. */
  income: number;
  /** What the giver had left right after it. */
  balanceAfter: number;
  /** False: nobody has been shown it yet, as far as is known. */
  isShown: boolean;
  refundedAtMs: number | null;
}

export type NewGiftOrder = Pick<GiftOrder, 'sent' | 'roomId' | 'showId' | 'anchorId' | 'income'>;

/** Which gifts a list of givers counts. */
export interface GiversFilter {
  roomId: string;
  /** Of this show alone. */
  showId?: string;
  sinceMs?: number;
  limit: number;
}

/** Gifts and their money, together: what is written is written in one SQL transaction. */
export interface GiftOrders {
  /**
   * Charge, income, platform share, the order and its place in the outbox. An order id that is there already changes nothing.
   * @returns the order as it is now, and whether it was made by this call
   * @throws AppError `balance_too_low`
   */
  place(order: NewGiftOrder): Promise<{ order: GiftOrder; isNew: boolean }>;
  find(orderId: string): Promise<GiftOrder | null>;
  /** Paid for, not refunded, and not marked as shown; oldest first. */
  unshown(): Promise<GiftOrder[]>;
  markShown(orderIds: readonly string[]): Promise<void>;
  /**
   * Takes every posting of it back, once. An order that was never shown is not to be shown any more.
   * @returns `null` when there is no such order
   * @throws AppError `balance_too_low` when the anchor's income does not hold it any more
   */
  refund(orderId: string, atMs: number): Promise<{ order: GiftOrder; isNew: boolean } | null>;
  /** Everywhere, not refunded, oldest first. */
  since(ms: number): Promise<GiftOrder[]>;
}

/** What gifts add up to. Refunded ones do not count. */
export interface GiftReports {
  givers(filter: GiversFilter): Promise<Omit<Givers, 'period'>>;
  /** The show in which the room's newest gift was given. */
  lastShowId(roomId: string): Promise<string | null>;
  incomeOf(anchorId: string, days: { todayMs: number; monthMs: number }): Promise<Omit<Income, 'income'>>;
}

/** What somebody has given in a show: the audience list puts them first. */
export interface GiverRanks {
  /** Coins; 0 for who has given nothing, and for a show that is not running. */
  contributionOf(showId: string, userId: string): number;
}
