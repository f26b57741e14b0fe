import { describe, expect, it } from 'vitest';
import { preferredLayers } from './layerChoice.ts';

describe('preferredLayers', () => {
  it.each([
    { choice: 'high', tile: { width: 10, height: 10 }, ratio: 1, layer: 2 },
    { choice: 'medium', tile: null, ratio: 1, layer: 1 },
    { choice: 'low', tile: null, ratio: 1, layer: 0 },
    { choice: 'auto', tile: null, ratio: 1, layer: 2 },
    { choice: 'auto', tile: { width: 160, height: 90 }, ratio: 1, layer: 0 },
    { choice: 'auto', tile: { width: 160, height: 284 }, ratio: 3, layer: 1 },
    { choice: 'auto', tile: { width: 640, height: 360 }, ratio: 1, layer: 1 },
    { choice: 'auto', tile: { width: 1280, height: 720 }, ratio: 1, layer: 2 },
  ] as const)('asks for layer $layer with $choice on $tile at $ratio', ({ choice, tile, ratio, layer }) => {
    expect(preferredLayers(choice, tile, ratio).spatialLayer).toBe(layer);
  });
});
