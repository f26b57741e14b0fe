import type { LayoutInForce } from '@lianmai/shared';
import { z } from 'zod';

const place = { x: z.number(), y: z.number(), width: z.number(), height: z.number(), z: z.number() };
const tile = z.object({
  roomId: z.string(),
  seat: z.number(),
  userId: z.string(),
  name: z.string(),
  ...place,
});
const layout: z.ZodType<LayoutInForce> = z.object({
  version: z.literal(1),
  isComposed: z.boolean(),
  width: z.number(),
  height: z.number(),
  tiles: z.array(tile),
});

const fromJson = z.string().transform((text): unknown => JSON.parse(text));

/** What a stream says of its layout, taken apart by a test of its own: an AMF object, or JSON. */
export const LayoutMessage = {
  parse: (message: unknown): LayoutInForce => z.union([layout, fromJson.pipe(layout)]).parse(message),
};
