import type { LayoutInForce } from '@lianmai/shared';
import { describe, expect, it } from 'vitest';
import { faceAt, pictureBox } from './faces.ts';

const tile = (name: string, seat: number, x: number, z = 0) => {
  const place = { x, y: 0, width: 360, height: 1280, z };
  return { roomId: 'room', seat, userId: name, name, ...place };
};

const layout: LayoutInForce = {
  version: 1,
  isComposed: true,
  width: 720,
  height: 1280,
  tiles: [
    tile('ada', 0, 0),
    tile('bo', 1, 360),
    { ...tile('cy', 2, 400, 1), y: 100, width: 100, height: 100 },
  ],
};

describe('faces in a mixed picture', () => {
  it('knows where the picture stands in a frame with bars', () => {
    expect(pictureBox(layout, { width: 1280, height: 640 })).toEqual({
      x: 460,
      y: 0,
      width: 360,
      height: 640,
    });
  });

  it.each([
    { at: [470, 10], who: 'ada' },
    { at: [810, 600], who: 'bo' },
    { at: [680, 70], who: 'cy' },
    { at: [100, 10], who: undefined },
  ] as const)('finds $who at $at', ({ at: [x, y], who }) => {
    expect(faceAt(layout, { width: 1280, height: 640 }, x, y)?.userId).toBe(who);
  });
});
