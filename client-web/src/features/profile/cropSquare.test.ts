import { describe, expect, it } from 'vitest';
import { centredCrop, moved, sourceRect, zoomed, zoomOf } from './cropSquare.ts';

const wide = { width: 2000, height: 1000 };
const square = 250;

describe('cropSquare', () => {
  it('starts with the middle of the picture, filling the square', () => {
    const crop = centredCrop(wide, square);
    expect(sourceRect(crop, square)).toEqual({ x: 500, y: 0, size: 1000 });
    expect(zoomOf(crop, wide, square)).toBe(1);
  });

  it.each([
    { name: 'far right', dx: -9999, dy: 0, x: 1000 },
    { name: 'far left', dx: 9999, dy: 50, x: 0 },
    { name: 'a little', dx: -25, dy: 0, x: 600 },
  ])('moved $name it never leaves the square without picture', ({ dx, dy, x }) => {
    const crop = moved(centredCrop(wide, square), dx, dy, wide, square);
    const { y, ...rest } = sourceRect(crop, square);
    expect(rest).toEqual({ x, size: 1000 });
    expect(y).toBeCloseTo(0);
  });

  it('zooms about the middle, within limits', () => {
    const start = centredCrop(wide, square);
    expect(sourceRect(zoomed(start, 2, wide, square), square)).toEqual({ x: 750, y: 250, size: 500 });
    expect(zoomOf(zoomed(start, 99, wide, square), wide, square)).toBe(4);
    const back = zoomed(zoomed(start, 4, wide, square), 0.1, wide, square);
    expect(sourceRect(back, square)).toEqual(sourceRect(start, square));
  });

  it('makes a small picture fill the square too', () => {
    const small = { width: 10, height: 20 };
    expect(sourceRect(centredCrop(small, square), square)).toEqual({ x: 0, y: 5, size: 10 });
  });
});
