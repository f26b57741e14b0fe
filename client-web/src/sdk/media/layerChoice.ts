import type { Layers } from '@lianmai/shared';
import type { QualityChoice } from '../types.ts';

export interface TileSize {
  width: number;
  height: number;
}

/** The layer to ask the server for: 0 is the smallest picture, 2 the largest. Bandwidth may give less. */
export function preferredLayers(choice: QualityChoice, tile: TileSize | null, pixelRatio: number): Layers {
  switch (choice) {
    case 'high':
      return { spatialLayer: 2 };
    case 'medium':
      return { spatialLayer: 1 };
    case 'low':
      return { spatialLayer: 0 };
    case 'auto':
      return { spatialLayer: tile ? layerForTile(tile, pixelRatio) : 2 };
  }
}

// A layer is good enough up to about 1.5 times its own size: for a 720p camera that is 270 and 540 pixels.
function layerForTile({ width, height }: TileSize, pixelRatio: number): number {
  // More than two device pixels per CSS pixel cannot be told apart in moving pictures.
  const shortSide = Math.min(width, height) * Math.min(pixelRatio, 2);
  if (shortSide <= 270) return 0;
  return shortSide <= 540 ? 1 : 2;
}
