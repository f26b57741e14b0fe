import { expect, it } from 'vitest';
import { PictureRate } from './PictureRate.ts';

function admitted(perSecond: number, seconds: number): number {
  const rate = new PictureRate();
  let count = 0;
  for (let i = 0; i < perSecond * seconds; i++) if (rate.admits((i * 1000) / perSecond)) count++;
  return count;
}

it.each([25, 30, 60, 100])('all of %i a second', (perSecond) => {
  expect(admitted(perSecond, 10)).toBe(perSecond * 10);
});

it('some hundred of 500 a second', () => {
  expect(admitted(500, 10)).toBeLessThan(1400);
});

it('all that came in a second of stall', () => {
  const rate = new PictureRate();
  for (let i = 0; i < 60; i++) expect(rate.admits(5000)).toBe(true);
});
