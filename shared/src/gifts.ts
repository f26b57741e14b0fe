import { z } from 'zod';
import { visibleText } from './ids.ts';
import { UserRef } from './room.ts';

/** How much a gift makes of itself: a banner, a banner with a larger picture, an animation over the room. */
export const GiftTier = z.enum(['small', 'big', 'fullscreen']);
export type GiftTier = z.infer<typeof GiftTier>;

export const GiftId = z
  .string()
  .min(1)
  .max(40)
  .regex(/^[a-z0-9-]+$/, 'small letters, digits and - only');

/** Made by the client, new for each gift: the same one again is the same gift, charged and shown once. */
export const OrderId = z
  .string()
  .min(8)
  .max(64)
  .regex(/^[A-Za-z0-9_-]+$/, 'letters, digits, _ and - only');

const pictureUrl = z
  .string()
  .max(300)
  .regex(/^(\/[A-Za-z0-9._~/-]*|https?:\/\/[^\s\p{Cc}]+)$/u, 'a path on this server, or an http(s) URL');

/** A gift of the catalogue. */
export const Gift = z.object({
  id: GiftId,
  name: z.object({ zh: z.string(), en: z.string() }),
  price: z.number().int().meta({ description: 'Coins for one.' }),
  iconUrl: z.string(),
  tier: GiftTier,
  animationUrl: z.string().nullable().meta({ description: 'A Lottie animation (JSON).' }),
  position: z.number().int().meta({ description: 'Its place in the list.' }),
  isOffered: z.boolean().meta({ description: 'False: not for sale any more; old ones are still shown.' }),
});
export type Gift = z.infer<typeof Gift>;

/** `PUT /api/gifts/:id` (operators): makes a gift or replaces it. */
export const GiftBody = z.strictObject({
  name: z.strictObject({ zh: visibleText(20), en: visibleText(40) }),
  price: z.number().int().min(1).max(1_000_000),
  iconUrl: pictureUrl,
  tier: GiftTier,
  animationUrl: pictureUrl.nullable().default(null),
  position: z.number().int().min(0).max(10_000).default(1000),
  isOffered: z.boolean().default(true),
});
export type GiftBody = z.input<typeof GiftBody>;

/** A gift as the room sees it. It says everything that is needed to draw it: a replay must not need the catalogue of today. */
export interface SentGift {
  orderId: string;
  giver: UserRef;
  gift: Pick<Gift, 'id' | 'name' | 'iconUrl' | 'tier' | 'animationUrl'>;
  count: number;
  /** What was paid: price × count. */
  coins: number;
  /** Gifts of one kind by one giver, each within seconds of the one before, are one combo; `comboCount` counts on with each. */
  comboId: string;
  comboCount: number;
  /** When it was charged, ms since the epoch. */
  sentAtMs: number;
}

/** Somebody in a list of givers. */
export const GiverRank = z.object({ user: UserRef, coins: z.number().int() });
export type GiverRank = z.infer<typeof GiverRank>;

/** The show's givers so far, as the room is told: the first few, and what all gave together. */
export interface LiveGivers {
  top: GiverRank[];
  giverCount: number;
  coins: number;
}

/** In the snapshot. `recent`: the newest gifts, oldest first, so that who was away for a moment finds them. */
export interface GiftsView {
  givers: LiveGivers;
  recent: SentGift[];
}

/** `day` is the server's calendar day. `show` is the running show, or the last one. */
export const GiversPeriod = z.enum(['show', 'day', 'all']);
export type GiversPeriod = z.infer<typeof GiversPeriod>;

export const GiversQuery = z.strictObject({
  period: GiversPeriod.default('show'),
  limit: z.coerce.number().int().min(1).max(100).default(50),
});

/** `GET /api/rooms/:id/givers`. */
export const Givers = z.object({
  period: GiversPeriod,
  givers: z.array(GiverRank),
  giverCount: z.number().int(),
  coins: z.number().int(),
});
export type Givers = z.infer<typeof Givers>;

/** `GET /api/me/income`: what an anchor's rooms earned. */
export const Income = z.object({
  income: z.number().int().meta({ description: 'What stands on the account now.' }),
  today: z.number().int(),
  last30Days: z.number().int(),
  all: z.number().int(),
  shows: z.array(
    z.object({
      showId: z.string(),
      roomId: z.string(),
      startedAt: z.iso.datetime().meta({ description: 'When its first gift came.' }),
      giftCount: z.number().int(),
      coins: z.number().int().meta({ description: 'What givers paid.' }),
      income: z.number().int().meta({ description: 'What the anchor got of it.' }),
    }),
  ),
});
export type Income = z.infer<typeof Income>;

/** `POST /api/gifts/:orderId/refund`. */
export const GiftRefund = z.object({
  orderId: z.string(),
  coins: z.number().int(),
  refundedAt: z.iso.datetime(),
});
export type GiftRefund = z.infer<typeof GiftRefund>;

export const giftLimits = { maxCount: 9999, comboMs: 4000, liveGivers: 5, recentGifts: 20 } as const;

export const giftRequestSchemas = {
  /** Without `orderId` the server makes one: then only the request's own `id` guards against doing it twice. */
  gift: z.strictObject({
    giftId: GiftId,
    count: z.number().int().min(1).max(giftLimits.maxCount).default(1),
    orderId: OrderId.optional(),
  }),
} as const;

export interface GiftReplyMap {
  gift: {
    gift: SentGift;
    /** What was left right after it. */
    balance: number;
  };
}
