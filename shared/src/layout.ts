import { z } from 'zod';

/*
 * Where people stand in one picture: what the Compositor draws, and what the web client draws itself over WebRTC. Measures of layouts
 * are fractions of the canvas; those of a layout in force are pixels.
 */

const fraction = z.number().min(0).max(1);

/** A place in the picture. `seat` is a seat's number; `rival` is the other anchor in a PK. */
export const LayoutTile = z
  .strictObject({
    seat: z.union([z.number().int().min(0).max(8), z.literal('rival')]),
    x: fraction,
    y: fraction,
    width: z.number().min(0.02).max(1),
    height: z.number().min(0.02).max(1),
    /** Higher ones cover lower ones. */
    z: z.number().int().min(0).max(100).default(0),
    /** `cover` fills the tile and cuts what stands over; `contain` shows everything and leaves bars. */
    fit: z.enum(['cover', 'contain']).default('cover'),
  })
  .refine(({ x, width }) => x + width <= 1.0001, { path: ['width'], message: 'reaches beyond the canvas' })
  .refine(({ y, height }) => y + height <= 1.0001, {
    path: ['height'],
    message: 'reaches beyond the canvas',
  });
export type LayoutTile = z.output<typeof LayoutTile>;

/** A layout of one's own: who has no tile in it is heard and not seen. */
export const CustomLayout = z.strictObject({ tiles: z.array(LayoutTile).min(1).max(10) });
export type CustomLayout = z.output<typeof CustomLayout>;

/**
 * `auto`: `sideBySide` in a PK, else `anchorStrip` with an anchor's picture and few guests, else `grid`.
 * `grid`: equal tiles; `anchorStrip`: the anchor large, the others in a strip; `pictureInPicture`: the anchor fills the canvas, the
 * others are small tiles over it; `sideBySide`: two halves, for a PK.
 */
export const LayoutPreset = z.enum(['auto', 'grid', 'anchorStrip', 'pictureInPicture', 'sideBySide']);
export type LayoutPreset = z.infer<typeof LayoutPreset>;

const evenLength = z.number().int().min(160).max(1920).multipleOf(2);

/** The size of the mixed picture: `auto` is `portrait` or `landscape` as the anchor's picture is when the mix begins. */
export const Canvas = z.union([
  z.enum(['auto', 'portrait', 'landscape']),
  z
    .strictObject({ width: evenLength, height: evenLength })
    .refine(({ width, height }) => width * height <= 1920 * 1080, 'at most 1920x1080 pixels'),
]);
export type Canvas = z.infer<typeof Canvas>;

/** Sizes of the named canvases, in pixels. */
export const canvasSizes = {
  portrait: { width: 720, height: 1280 },
  landscape: { width: 1280, height: 720 },
} as const;

/** How a room's FLV and HLS players see several people on stage. */
export const CompositionSettings = z.strictObject({
  /** `auto`: mixed while more than one person is on air; `always`: mixed even with one; `never`: FLV and HLS show the anchor alone. */
  mode: z.enum(['auto', 'always', 'never']),
  canvas: Canvas,
  layout: z.union([LayoutPreset, CustomLayout]),
  /** Burnt into the picture. Off, players can still place names by the layout metadata. */
  showsNames: z.boolean(),
  /** `#rrggbb` */
  background: z.string().regex(/^#[0-9a-fA-F]{6}$/, 'a colour like #16181c'),
});
export type CompositionSettings = z.infer<typeof CompositionSettings>;

export const defaultCompositionSettings: CompositionSettings = {
  mode: 'auto',
  canvas: 'auto',
  layout: 'auto',
  showsNames: true,
  background: '#16181c',
};

export const CompositionBody = CompositionSettings.partial().refine(
  (changes) => Object.keys(changes).length > 0,
  'nothing to change',
);

/** One person's place in a picture that is being sent, in pixels. */
export const PlacedTile = z.object({
  roomId: z.string(),
  seat: z.number(),
  userId: z.string(),
  name: z.string(),
  x: z.number(),
  y: z.number(),
  width: z.number(),
  height: z.number(),
  z: z.number(),
});
export type PlacedTile = z.infer<typeof PlacedTile>;

/**
 * Timed metadata of FLV and HLS: where everybody is in the picture from now on. In FLV a script tag `onLayout`, in HLS an
 * `EXT-X-DATERANGE` of class `lianmai.layout` whose `X-LAYOUT` is this as JSON in base64url.
 */
export const LayoutInForce = z.object({
  version: z.literal(1),
  /** False: the anchor's own picture, unchanged. */
  isComposed: z.boolean(),
  width: z.number(),
  height: z.number(),
  tiles: z.array(PlacedTile),
});
export type LayoutInForce = z.infer<typeof LayoutInForce>;

export const layoutDateRangeClass = 'lianmai.layout';
export const layoutScriptTag = 'onLayout';
