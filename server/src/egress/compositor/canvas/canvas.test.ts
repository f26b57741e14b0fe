import { describe, expect, it } from 'vitest';
import type { VideoFrame } from '../CompositorPerson.ts';
import { blit } from './blit.ts';
import { CanvasPainter } from './CanvasPainter.ts';
import { fill, type Yuv, yuvOfHex } from './colour.ts';
import { createOverlay, layOver } from './Overlay.ts';
import { Picture } from './Picture.ts';
import { pillMask } from './shapes.ts';

function frameOf(width: number, height: number, colour: Yuv): VideoFrame {
  const picture = new Picture(width, height);
  fill(picture, { x: 0, y: 0, width, height }, colour);
  return { width, height, timestampMs: 0, data: picture.data };
}

/** The colour at a pixel of the picture. */
function at({ planes, data }: Picture, x: number, y: number): number[] {
  return planes.map(
    ({ offset, width, shift }) => data[offset + (y >> shift) * width + (x >> shift)] ?? Number.NaN,
  );
}

const red: Yuv = [63, 102, 240];
const green: Yuv = [173, 42, 26];

describe('colours', () => {
  it.each([
    ['#000000', [16, 128, 128]],
    ['#ffffff', [235, 128, 128]],
    ['#ff0000', [63, 102, 240]],
    ['#00FF00', [173, 42, 26]],
    ['#0000ff', [32, 240, 118]],
  ])('%s', (hex, yuv) => {
    expect(yuvOfHex(hex)).toEqual(yuv);
  });
});

describe('a frame in a box', () => {
  it('covers the box, all planes of it, and nothing else', () => {
    const picture = new Picture(16, 12);
    blit(picture, frameOf(8, 4, red), { x: 4, y: 6, width: 8, height: 4 });
    for (let y = 0; y < 12; y++) {
      for (let x = 0; x < 16; x++) {
        const isInside = x >= 4 && x < 12 && y >= 6 && y < 10;
        expect(at(picture, x, y)).toEqual(isInside ? red : [0, 0, 0]);
      }
    }
  });

  it('as wide as the picture is copied in one go', () => {
    const picture = new Picture(8, 8);
    blit(picture, frameOf(8, 4, red), { x: 0, y: 2, width: 8, height: 4 });
    expect([at(picture, 0, 1), at(picture, 0, 2), at(picture, 7, 5), at(picture, 7, 6)]).toEqual([
      [0, 0, 0],
      red,
      red,
      [0, 0, 0],
    ]);
  });

  it.each([
    [4, 4],
    [32, 2],
    [2, 32],
    [640, 360],
  ])('of another size (%ix%i) fills it all the same', (width, height) => {
    const picture = new Picture(16, 16);
    fill(picture, { x: 0, y: 0, width: 16, height: 16 }, green);
    blit(picture, frameOf(width, height, red), { x: 2, y: 2, width: 12, height: 10 });
    expect([at(picture, 2, 2), at(picture, 13, 11), at(picture, 7, 7)]).toEqual([red, red, red]);
    expect([at(picture, 1, 2), at(picture, 14, 11), at(picture, 2, 12)]).toEqual([green, green, green]);
  });

  it('keeps its middle and its aspect ratio when it is scaled', () => {
    const wide = new Picture(32, 8);
    fill(wide, { x: 0, y: 0, width: 32, height: 8 }, green);
    fill(wide, { x: 12, y: 0, width: 8, height: 8 }, red);
    const picture = new Picture(16, 16);
    blit(
      picture,
      { width: 32, height: 8, timestampMs: 0, data: wide.data },
      { x: 0, y: 0, width: 16, height: 16 },
    );
    expect([at(picture, 1, 1), at(picture, 14, 14)]).toEqual([red, red]);
  });
});

describe('an overlay', () => {
  const solid = (opacity: number) => ({ width: 4, height: 4, data: new Uint8Array(16).fill(255 * opacity) });

  it.each([
    [0, red],
    [1, green],
    [0.5, [118, 72, 133]],
  ])('at %d', (opacity, expected) => {
    const picture = new Picture(8, 8);
    fill(picture, { x: 0, y: 0, width: 8, height: 8 }, red);
    layOver(picture, createOverlay([{ mask: solid(opacity), colour: green }]), 2, 2);
    for (const [i, value] of at(picture, 3, 3).entries()) {
      expect(Math.abs(value - (expected[i] ?? 0))).toBeLessThanOrEqual(1);
    }
    expect(at(picture, 1, 3)).toEqual(red);
  });

  it('of two layers shows the upper one where it is', () => {
    const picture = new Picture(4, 4);
    const half = { width: 4, height: 4, data: new Uint8Array(16).fill(255, 0, 8) };
    const layers = [
      { mask: solid(1), colour: red },
      { mask: half, colour: green },
    ];
    layOver(picture, createOverlay(layers), 0, 0);
    expect([at(picture, 1, 1), at(picture, 1, 3)]).toEqual([green, red]);
  });

  it('is cut at the edge', () => {
    const picture = new Picture(8, 8);
    layOver(picture, createOverlay([{ mask: solid(1), colour: red }]), 6, 6);
    expect([at(picture, 7, 7), at(picture, 0, 7), at(picture, 5, 5)]).toEqual([red, [0, 0, 0], [0, 0, 0]]);
  });

  it('never leaves the range of a byte', () => {
    const picture = new Picture(4, 4);
    picture.data.fill(255);
    const white: Yuv = [255, 255, 255];
    for (let alpha = 0; alpha <= 255; alpha++) {
      const mask = { width: 4, height: 4, data: new Uint8Array(16).fill(alpha) };
      layOver(picture, createOverlay([{ mask, colour: white }]), 0, 0);
      for (const value of picture.data) expect(value).toBeGreaterThan(0);
      picture.data.fill(255);
    }
  });
});

describe('a pill', () => {
  it('is full in its middle and empty in its corners', () => {
    const { data, width } = pillMask(40, 16, 0.5);
    expect([data[0], data[width - 1], data[8 * width + 20], data[20]]).toEqual([0, 0, 128, 128]);
  });
});

describe('the painter', () => {
  it('draws the background once, upper tiles over lower ones, and spares the picture before', () => {
    const painter = new CanvasPainter(8, 8);
    const ground = { background: green };
    const box = { x: 0, y: 0, width: 4, height: 8 };
    const small = { x: 2, y: 2, width: 2, height: 2 };
    const tiles = [
      { box, frame: frameOf(4, 8, red), label: null },
      { box: small, frame: frameOf(2, 2, [100, 1, 2]), label: null },
    ];
    const first = new Picture(8, 8, painter.paint(ground, tiles));
    expect([at(first, 0, 0), at(first, 2, 2), at(first, 6, 0)]).toEqual([red, [100, 1, 2], green]);
    const copy = Buffer.from(first.data);
    const second = painter.paint({ background: red }, []);
    expect(first.data.equals(copy)).toBe(true);
    expect(at(new Picture(8, 8, second), 0, 0)).toEqual(red);
  });
});
