import type { Picture } from './Picture.ts';

/** How much of something there is at each pixel, 0 to 255. */
export interface AlphaMask {
  width: number;
  height: number;
  data: Uint8Array;
}

/**
 * Something half transparent that is laid over pictures: each value becomes `value * gain / 256 + offset`. One pass, whatever it was
 * made of.
 */
export interface Overlay {
  width: number;
  height: number;
  luma: { gain: Uint16Array; offset: Uint8Array };
  chroma: { gain: Uint16Array; offset: readonly [u: Uint8Array, v: Uint8Array] };
}

/** A colour that covers what lies below it by its mask. */
export interface OverlayLayer {
  mask: AlphaMask;
  colour: readonly [y: number, u: number, v: number];
}

/** Stacks layers of one size, the lowest first. Sides must be even. */
export function createOverlay(layers: readonly OverlayLayer[]): Overlay {
  const { width = 0, height = 0 } = layers[0]?.mask ?? {};
  const luma = stack(layers, width, height, 0);
  const small = layers.map((layer) => ({ ...layer, mask: halve(layer.mask) }));
  const [u, v] = [1, 2].map((plane) => stack(small, width / 2, height / 2, plane));
  const none = { gain: new Uint16Array(), offset: new Uint8Array() };
  const chroma = { gain: (u ?? none).gain, offset: [(u ?? none).offset, (v ?? none).offset] as const };
  return { width, height, luma, chroma };
}

/** Lays the overlay over the picture with its upper left corner at even `x`, `y`; what stands over the edge is cut. */
export function layOver(picture: Picture, overlay: Overlay, x: number, y: number): void {
  for (const [i, plane] of picture.planes.entries()) {
    const { gain } = plane.shift ? overlay.chroma : overlay.luma;
    const offset = i === 0 ? overlay.luma.offset : overlay.chroma.offset[i === 1 ? 0 : 1];
    const width = overlay.width >> plane.shift;
    const [left, top] = [x >> plane.shift, y >> plane.shift];
    const shownWidth = Math.min(width, plane.width - left);
    const shownHeight = Math.min(overlay.height >> plane.shift, plane.height - top);
    for (let row = 0; row < shownHeight; row++) {
      const at = plane.offset + (top + row) * plane.width + left;
      const from = row * width;
      for (let column = 0; column < shownWidth; column++) {
        const value = (picture.data[at + column] ?? 0) * (gain[from + column] ?? 256);
        picture.data[at + column] = (value >> 8) + (offset[from + column] ?? 0);
      }
    }
  }
}

function stack(layers: readonly OverlayLayer[], width: number, height: number, plane: number) {
  const gain = new Uint16Array(width * height);
  const offset = new Uint8Array(width * height);
  for (let i = 0; i < gain.length; i++) {
    let below = 1;
    let over = 0;
    for (const { mask, colour } of layers) {
      const alpha = (mask.data[i] ?? 0) / 255;
      below *= 1 - alpha;
      over = over * (1 - alpha) + (colour[plane] ?? 0) * alpha;
    }
    gain[i] = Math.round(below * 256);
    offset[i] = Math.min(255, Math.floor(over));
  }
  return { gain, offset };
}

function halve({ width, height, data }: AlphaMask): AlphaMask {
  const small = { width: width / 2, height: height / 2, data: new Uint8Array((width * height) / 4) };
  for (let y = 0; y < small.height; y++) {
    for (let x = 0; x < small.width; x++) {
      const at = 2 * y * width + 2 * x;
      const sum =
        (data[at] ?? 0) + (data[at + 1] ?? 0) + (data[at + width] ?? 0) + (data[at + width + 1] ?? 0);
      small.data[y * small.width + x] = sum >> 2;
    }
  }
  return small;
}
