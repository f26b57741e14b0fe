import type { SentGift } from '@lianmai/shared';
import type { GiftOrder, NewGiftOrder } from '../../interaction/gifts/ports.ts';
import type { Booked } from './bookTransfer.ts';
import type { GiftOrderTable } from './tables.ts';

export function orderRow(order: NewGiftOrder, transferId: string, balanceAfter: number): GiftOrderTable {
  const { sent, roomId, showId, anchorId, income } = order;
  return {
    id: sent.orderId,
    transfer_id: transferId,
    room_id: roomId,
    show_id: showId,
    anchor_id: anchorId,
    giver_id: sent.giver.id,
    gift_id: sent.gift.id,
    count: sent.count,
    coins: sent.coins,
    income,
    sent: JSON.stringify(sent),
    balance_after: balanceAfter,
    created_at: sent.sentAtMs,
    refunded_at: null,
  };
}

/** @param isUnshown whether its row in the outbox is still there */
export function orderOf(row: GiftOrderTable, isUnshown: boolean): GiftOrder {
  return {
    sent: sentOf(row.sent),
    roomId: row.room_id,
    showId: row.show_id,
    anchorId: row.anchor_id,
    income: row.income,
    balanceAfter: row.balance_after,
    isShown: !isUnshown,
    refundedAtMs: row.refunded_at,
  };
}

/** Written by us alone, by `orderRow`. */
export function sentOf(json: string): SentGift {
  return JSON.parse(json) as SentGift;
}

export function balanceIn(booked: Booked, accountId: string): number {
  return booked.balances.get(accountId) ?? 0;
}
