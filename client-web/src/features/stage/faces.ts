import type { LayoutInForce, PlacedTile } from '@lianmai/shared';
import type { Size } from './tileBoxes.ts';

/** Where a picture stands that is shown whole in the middle of a frame, in CSS pixels. */
export function pictureBox({ width, height }: Size, frame: Size): Size & { x: number; y: number } {
  const scale = Math.min(frame.width / Math.max(1, width), frame.height / Math.max(1, height));
  const shown = { width: width * scale, height: height * scale };
  return { ...shown, x: (frame.width - shown.width) / 2, y: (frame.height - shown.height) / 2 };
}

/** Whose face is at a point of the frame: the highest tile there. */
export function faceAt(layout: LayoutInForce, frame: Size, x: number, y: number): PlacedTile | null {
  const box = pictureBox(layout, frame);
  const scale = layout.width / Math.max(1, box.width);
  const [left, top] = [(x - box.x) * scale, (y - box.y) * scale];
  const hits = layout.tiles.filter(
    (tile) => left >= tile.x && left < tile.x + tile.width && top >= tile.y && top < tile.y + tile.height,
  );
  return hits.toSorted((a, b) => b.z - a.z)[0] ?? null;
}
