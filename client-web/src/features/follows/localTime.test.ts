import { expect, it } from 'vitest';
import { fromLocalInput, nextFullHour, toLocalInput } from './localTime.ts';

it('goes to the input and back without losing the minute', () => {
  const date = new Date(2026, 0, 5, 9, 7);
  expect(toLocalInput(date)).toBe('2026-01-05T09:07');
  expect(fromLocalInput(toLocalInput(date))).toEqual(date);
});

it.each([
  [new Date(2026, 0, 5, 9, 0), new Date(2026, 0, 5, 10, 0)],
  [new Date(2026, 0, 5, 9, 29), new Date(2026, 0, 5, 10, 0)],
  [new Date(2026, 0, 5, 9, 31), new Date(2026, 0, 5, 11, 0)],
  [new Date(2026, 11, 31, 23, 45), new Date(2027, 0, 1, 1, 0)],
])('suggests, at %s, %s', (now, expected) => {
  expect(nextFullHour(now)).toEqual(expected);
});
