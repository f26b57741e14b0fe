import { z } from 'zod';
import { OpaqueId, visibleText } from './ids.ts';

/** Coins are whole; a sum that JavaScript cannot count exactly does not come about. */
export const maxCoins = 1_000_000_000_000;
export const Coins = z.number().int().min(1).max(1_000_000_000);

/** `GET /api/me/wallet`. */
export const Wallet = z.object({
  balance: z.number().int().meta({ description: 'Coins to spend.' }),
  income: z
    .number()
    .int()
    .meta({ description: 'Coins earned as an anchor, after the share of the platform.' }),
});
export type Wallet = z.infer<typeof Wallet>;

/** What moved coins. `grant`: the start balance on a development server. */
export const TransferKind = z.enum(['grant', 'topUp', 'purchase', 'gift', 'giftRefund']);
export type TransferKind = z.infer<typeof TransferKind>;

/** One line of a wallet's history: what a transfer did to one of the user's two balances. */
export const WalletEntry = z.object({
  id: z.string(),
  kind: TransferKind,
  account: z.enum(['coins', 'income']),
  amount: z.number().int().meta({ description: 'Negative: coins that left.' }),
  at: z.iso.datetime(),
  note: z.string().nullable().meta({ description: "An operator's reason, or the pack that was bought." }),
  giftId: z.string().nullable(),
  count: z.number().int().nullable(),
  roomId: z.string().nullable(),
});
export type WalletEntry = z.infer<typeof WalletEntry>;

/** Newest first; the next page is in the `Link` header. */
export const WalletHistoryQuery = z.strictObject({
  account: z.enum(['coins', 'income']).optional(),
  limit: z.coerce.number().int().min(1).max(100).default(30),
  /** Opaque: take it from the `Link` header of the page before. */
  cursor: z.string().max(120).optional(),
});
export type WalletHistoryQuery = z.output<typeof WalletHistoryQuery>;

/** `POST /api/users/:id/coins` (operators). The same `key` again is the same top-up: it is done once. */
export const TopUpBody = z.strictObject({
  coins: Coins,
  note: visibleText(120).optional(),
  key: OpaqueId.optional(),
});
export type TopUpBody = z.input<typeof TopUpBody>;

/** What coins cost. Amounts of money are in the smallest unit of the currency. */
export const CoinPack = z.object({
  id: z.string(),
  coins: z.number().int(),
  amountMinor: z.number().int(),
  currency: z.string(),
});
export type CoinPack = z.infer<typeof CoinPack>;

/** `GET /api/coins/packs`. `payment` is `none` where this server sells no coins. */
export const CoinShop = z.object({
  payment: z.enum(['none', 'development', 'external']),
  packs: z.array(CoinPack),
});
export type CoinShop = z.infer<typeof CoinShop>;

export const PurchaseBody = z.strictObject({ packId: OpaqueId });
export type PurchaseBody = z.input<typeof PurchaseBody>;

export const Purchase = z.object({
  id: z.string(),
  status: z.enum(['pending', 'paid', 'failed']),
  coins: z.number().int(),
  amountMinor: z.number().int(),
  currency: z.string(),
  checkoutUrl: z
    .string()
    .nullable()
    .meta({ description: 'Where the user pays; null with the built-in provider of development servers.' }),
});
export type Purchase = z.infer<typeof Purchase>;

/** What a payment provider, or the backend that speaks for it, posts to `/api/payments/webhook`, signed. */
export const PaymentNotice = z.strictObject({
  purchaseId: OpaqueId,
  status: z.enum(['paid', 'failed']),
  amountMinor: z.number().int().min(0),
  currency: z.string().length(3),
});
export type PaymentNotice = z.infer<typeof PaymentNotice>;
