import { z } from 'zod';
import { limits } from './limits.ts';

export const likeRequestSchemas = {
  /** Taps on the picture or the heart since the request before, summed up by the client for about a second. */
  like: z.strictObject({ count: z.number().int().min(1).max(limits.likesPerRequest).default(1) }),
} as const;

export interface LikeReplyMap {
  /** How many of them counted (who is faster than anybody can tap is cut back), and the room's total with them. */
  like: { counted: number; total: number };
}

/** The likes of a room, as its snapshot tells them. */
export interface LikesView {
  total: number;
}
