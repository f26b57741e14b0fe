import type { AlphaMask } from './Overlay.ts';

/** A box whose ends are half circles; a circle when it is as high as wide. Edges are smooth. */
export function pillMask(width: number, height: number, opacity: number): AlphaMask {
  const radius = Math.min(width, height) / 2;
  const data = new Uint8Array(width * height);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      // The distance from the nearest point of the line between the two centres.
      const nearestX = Math.min(width - radius, Math.max(radius, x + 0.5));
      const nearestY = Math.min(height - radius, Math.max(radius, y + 0.5));
      const inside = radius - Math.hypot(x + 0.5 - nearestX, y + 0.5 - nearestY) + 0.5;
      data[y * width + x] = Math.round(255 * opacity * Math.min(1, Math.max(0, inside)));
    }
  }
  return { width, height, data };
}
