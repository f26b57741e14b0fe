import type { Picture, PixelBox } from './Picture.ts';

/** A colour as BT.709 in the limited range, which is what players assume of HD pictures that do not say. */
export type Yuv = readonly [y: number, u: number, v: number];

/** @param hex `#rrggbb` */
export function yuvOfHex(hex: string): Yuv {
  const [r = 0, g = 0, b = 0] = [1, 3, 5].map((at) => Number.parseInt(hex.slice(at, at + 2), 16) / 255);
  const luma = 0.2126 * r + 0.7152 * g + 0.0722 * b;
  const chroma = (difference: number, scale: number) => Math.round(128 + (224 * difference) / scale);
  return [Math.round(16 + 219 * luma), chroma(b - luma, 1.8556), chroma(r - luma, 1.5748)];
}

export function fill(picture: Picture, box: PixelBox, colour: Yuv): void {
  for (const [i, { offset, width, shift }] of picture.planes.entries()) {
    const left = box.x >> shift;
    const right = (box.x + box.width) >> shift;
    for (let y = box.y >> shift; y < (box.y + box.height) >> shift; y++) {
      const row = offset + y * width;
      picture.data.fill(colour[i] ?? 0, row + left, row + right);
    }
  }
}
