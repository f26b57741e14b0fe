import { describe, expect, it } from 'vitest';
import { type Arrangeable, type ArrangedTile, arrangeLayout, type CanvasSize } from './arrangeLayout.ts';
import { CustomLayout, canvasSizes, LayoutPreset } from './layout.ts';

function peopleOf(count: number, withRival = false): Arrangeable[] {
  const people = Array.from({ length: count }, (_, seat) => ({ seat, isRival: false, hasPicture: true }));
  return withRival ? [...people, { seat: 0, isRival: true, hasPicture: true }] : people;
}

const canvases: [string, CanvasSize][] = [
  ['portrait', canvasSizes.portrait],
  ['landscape', canvasSizes.landscape],
  ['square', { width: 500, height: 500 }],
  ['small', { width: 160, height: 160 }],
  ['a banner', { width: 1920, height: 160 }],
];
const counts = [1, 2, 3, 4, 5, 6, 7, 8, 9];
const cases = canvases.flatMap(([name, canvas]) =>
  LayoutPreset.options.flatMap((preset) =>
    counts.flatMap((count) => [false, true].map((withRival) => ({ name, canvas, preset, count, withRival }))),
  ),
);

const overlap = (a: ArrangedTile, b: ArrangedTile) =>
  a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;

const pairs = (tiles: ArrangedTile[]) =>
  tiles.flatMap((a, i) => tiles.slice(i + 1).map((b): [ArrangedTile, ArrangedTile] => [a, b]));

describe('every preset', () => {
  it.each(cases)(
    '$preset, $count people, rival: $withRival, $name',
    ({ canvas, preset, count, withRival }) => {
      const people = peopleOf(count, withRival);
      const tiles = arrangeLayout(preset, people, canvas);
      expect(tiles.map(({ index }) => index).sort((a, b) => a - b)).toEqual(people.map((_, i) => i));
      for (const { x, y, width, height } of tiles) {
        for (const measure of [x, y, width, height]) expect(measure % 2).toBe(0);
        expect(Math.min(x, y)).toBeGreaterThanOrEqual(0);
        expect(Math.min(width, height)).toBeGreaterThan(0);
        expect(x + width).toBeLessThanOrEqual(canvas.width);
        expect(y + height).toBeLessThanOrEqual(canvas.height);
      }
      for (const [a, b] of pairs(tiles)) expect(overlap(a, b) && a.z === b.z).toBe(false);
    },
  );
});

const boxes = (tiles: ArrangedTile[]) => tiles.map(({ x, y, width, height }) => [x, y, width, height]);
const { portrait, landscape } = canvasSizes;

describe('what it looks like', () => {
  it('one person fills the canvas whatever the preset', () => {
    for (const preset of LayoutPreset.options) {
      expect(boxes(arrangeLayout(preset, peopleOf(1), portrait))).toEqual([[0, 0, 720, 1280]]);
    }
  });

  it('a grid of two stacks on a phone and stands side by side on a desktop', () => {
    const stacked = arrangeLayout('grid', peopleOf(2), portrait);
    expect(stacked.map(({ x, width }) => [x, width])).toEqual([
      [0, 720],
      [0, 720],
    ]);
    const beside = arrangeLayout('grid', peopleOf(2), landscape);
    expect(beside.map(({ y, height }) => [y, height])).toEqual([
      [0, 720],
      [0, 720],
    ]);
  });

  it.each([portrait, landscape, { width: 500, height: 500 }])('tiles of a grid are equal (%o)', (canvas) => {
    for (const count of counts) {
      const sizes = arrangeLayout('grid', peopleOf(count), canvas).map((t) => `${t.width}x${t.height}`);
      expect(new Set(sizes).size).toBe(1);
    }
  });

  it('the anchor of a strip has the largest tile', () => {
    for (const canvas of [portrait, landscape]) {
      for (const count of counts.slice(1)) {
        const [anchor, ...guests] = arrangeLayout('anchorStrip', peopleOf(count), canvas);
        const area = (tile: ArrangedTile | undefined) => (tile ? tile.width * tile.height : 0);
        for (const guest of guests) expect(area(guest)).toBeLessThan(area(anchor));
      }
    }
  });

  it('a PK has the anchor on the left and the rival on the right', () => {
    const people = peopleOf(3, true);
    const tiles = arrangeLayout('auto', people, portrait);
    const tileOf = (index: number) => tiles.find((tile) => tile.index === index);
    expect(tileOf(0)?.x).toBe(0);
    expect(tileOf(3)?.x).toBeGreaterThanOrEqual(360);
    expect(tileOf(0)?.height).toBe(tileOf(3)?.height);
    expect(tileOf(1)?.y).toBeGreaterThan(tileOf(0)?.height ?? 0);
  });

  it('small pictures lie over the anchor', () => {
    const [anchor, ...small] = arrangeLayout('pictureInPicture', peopleOf(9), portrait);
    expect(anchor).toMatchObject({ x: 0, y: 0, width: 720, height: 1280, z: 0 });
    for (const tile of small) expect(tile.z).toBe(1);
  });
});

describe('auto', () => {
  const same = (a: ArrangedTile[], b: ArrangedTile[]) => expect(a).toEqual(b);

  it('is a strip with few guests and a grid with many, or without the anchor’s picture', () => {
    const few = peopleOf(4);
    same(arrangeLayout('auto', few, portrait), arrangeLayout('anchorStrip', few, portrait));
    const many = peopleOf(5);
    same(arrangeLayout('auto', many, portrait), arrangeLayout('grid', many, portrait));
    const dark = peopleOf(2).map((person) => ({ ...person, hasPicture: person.seat !== 0 }));
    same(arrangeLayout('auto', dark, portrait), arrangeLayout('grid', dark, portrait));
  });
});

describe('a custom layout', () => {
  const layout = CustomLayout.parse({
    tiles: [
      { seat: 0, x: 0, y: 0, width: 1, height: 0.5 },
      { seat: 'rival', x: 0, y: 0.5, width: 1, height: 0.5, fit: 'contain' },
      { seat: 2, x: 0.9, y: 0.9, width: 0.1, height: 0.1, z: 7 },
      { seat: 2, x: 0, y: 0, width: 0.1, height: 0.1 },
    ],
  });

  it('shows whom it names, once', () => {
    const tiles = arrangeLayout(layout, peopleOf(4, true), portrait);
    expect(tiles).toEqual([
      { index: 0, x: 0, y: 0, width: 720, height: 640, z: 0, fit: 'cover' },
      { index: 4, x: 0, y: 640, width: 720, height: 640, z: 0, fit: 'contain' },
      { index: 2, x: 648, y: 1152, width: 72, height: 128, z: 7, fit: 'cover' },
    ]);
  });

  it('stays inside odd sizes and keeps tiles that touch together', () => {
    const thirds = CustomLayout.parse({
      tiles: [0, 1, 2].map((seat) => ({ seat, x: seat / 3, y: 0.98, width: 1 / 3, height: 0.02 })),
    });
    const tiles = arrangeLayout(thirds, peopleOf(3), { width: 1000, height: 162 });
    expect(tiles.map(({ x, width }) => x + width).slice(0, 2)).toEqual(tiles.slice(1).map(({ x }) => x));
    for (const { y, height } of tiles)
      expect([y % 2, height >= 2, y + height <= 162]).toEqual([0, true, true]);
  });

  it('of nobody is empty', () => {
    expect(arrangeLayout(layout, [], portrait)).toEqual([]);
  });
});
