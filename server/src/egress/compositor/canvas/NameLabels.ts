import { drawableText, type TextSize } from './drawtextArgs.ts';
import { type AlphaMask, createOverlay, type Overlay } from './Overlay.ts';
import type { PixelBox } from './Picture.ts';
import { pillMask } from './shapes.ts';
import type { TextPainter } from './TextPainter.ts';

const longestName = 16;
const white = [235, 128, 128] as const;
const black = [16, 128, 128] as const;
const boxOpacity = 0.5;

export interface PlacedLabel {
  overlay: Overlay;
  x: number;
  y: number;
}

/** Names in the lower left corners of tiles: white on a dark, half transparent pill. */
export class NameLabels {
  readonly #painter: TextPainter;
  /** By mask: the painter keeps those as long as they are used. */
  readonly #overlays = new WeakMap<AlphaMask, Overlay>();

  constructor(painter: TextPainter) {
    this.#painter = painter;
  }

  /** `null` while the text is being painted, and where the tile is too small for it. */
  labelFor(name: string, tile: PixelBox): PlacedLabel | null {
    const size = labelSize(tile);
    const mask = this.#painter.maskOf(drawableText(name, longestName), size);
    if (!mask) return null;
    const overlay = this.#overlays.get(mask) ?? createLabel(mask);
    this.#overlays.set(mask, overlay);
    const margin = Math.floor(size.fontSize / 4) * 2;
    if (overlay.width + 2 * margin > tile.width || overlay.height + 2 * margin > tile.height) return null;
    return { overlay, x: tile.x + margin, y: tile.y + tile.height - margin - overlay.height };
  }
}

/** Letters of a size that can be read, on a phone as well, and that leaves room for the face. */
export function labelSize(tile: PixelBox): TextSize {
  const fontSize = Math.round(Math.min(30, Math.max(14, Math.min(tile.width, tile.height) * 0.07)));
  const width = Math.floor((tile.width - 2 * fontSize) / 2) * 2;
  return { width: Math.max(2, width), height: Math.round(fontSize * 0.8) * 2, fontSize };
}

function createLabel(text: AlphaMask): Overlay {
  const padding = Math.round(text.height / 5) * 2;
  const width = text.width + 2 * padding;
  const pill = pillMask(width, text.height, boxOpacity);
  const moved = new Uint8Array(width * text.height);
  for (let y = 0; y < text.height; y++) {
    moved.set(text.data.subarray(y * text.width, (y + 1) * text.width), y * width + padding);
  }
  return createOverlay([
    { mask: pill, colour: black },
    { mask: { width, height: text.height, data: moved }, colour: white },
  ]);
}
