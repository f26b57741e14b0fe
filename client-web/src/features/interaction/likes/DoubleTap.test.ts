import { describe, expect, it } from 'vitest';
import { DoubleTap } from './DoubleTap.ts';

describe('DoubleTap', () => {
  it.each([
    { name: 'one tap', taps: [[0, 100]], likes: [false] },
    {
      name: 'two quick ones',
      taps: [
        [0, 100],
        [200, 110],
      ],
      likes: [false, true],
    },
    {
      name: 'two slow ones',
      taps: [
        [0, 100],
        [600, 100],
      ],
      likes: [false, false],
    },
    {
      name: 'two far apart',
      taps: [
        [0, 100],
        [200, 300],
      ],
      likes: [false, false],
    },
    {
      name: 'a series',
      taps: [
        [0, 100],
        [200, 100],
        [700, 260],
        [1500, 90],
        [3000, 90],
      ],
      likes: [false, true, true, true, false],
    },
  ])('takes $name', ({ taps, likes }) => {
    const double = new DoubleTap();
    expect(taps.map(([atMs = 0, x = 0]) => double.tap({ atMs, x, y: 0 }))).toEqual(likes);
  });
});
