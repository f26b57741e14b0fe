/** One account of the ledger. A user's `balance` is the sum of its entries, and never below zero; the platform's have none. */
export interface LedgerAccountTable {
  id: string;
  /** `null`: the platform's. */
  owner_id: string | null;
  balance: number | null;
}

export interface LedgerTransferTable {
  id: string;
  /** Idempotency key: a transfer is booked once. */
  key: string;
  kind: string;
  note: string | null;
  /** The gift order that it pays for, or takes back. */
  order_id: string | null;
  created_at: number;
}

/** What a transfer does to one account. The entries of a transfer sum to zero. */
export interface LedgerEntryTable {
  transfer_id: string;
  account_id: string;
  amount: number;
  /** That of the transfer: for reading one account's history in order. */
  created_at: number;
}

export interface GiftTable {
  id: string;
  name_zh: string;
  name_en: string;
  price: number;
  icon_url: string;
  tier: string;
  animation_url: string | null;
  position: number;
  is_offered: number;
}

/** A gift that was paid for. */
export interface GiftOrderTable {
  id: string;
  transfer_id: string;
  room_id: string;
  show_id: string;
  anchor_id: string;
  giver_id: string;
  gift_id: string;
  count: number;
  coins: number;
  income: number;
  /** JSON of `SentGift`: what the room is shown. */
  sent: string;
  balance_after: number;
  created_at: number;
  refunded_at: number | null;
}

/** Gifts that nobody has been shown yet, as far as is known. */
export interface GiftOutboxTable {
  order_id: string;
  created_at: number;
}

/** Coins that are bought, or were. */
export interface CoinPurchaseTable {
  id: string;
  user_id: string;
  pack_id: string;
  coins: number;
  amount_minor: number;
  currency: string;
  provider: string;
  checkout_url: string | null;
  status: string;
  created_at: number;
  settled_at: number | null;
}

export interface LedgerTables {
  ledger_accounts: LedgerAccountTable;
  ledger_transfers: LedgerTransferTable;
  ledger_entries: LedgerEntryTable;
  gifts: GiftTable;
  gift_orders: GiftOrderTable;
  gift_outbox: GiftOutboxTable;
  coin_purchases: CoinPurchaseTable;
}
