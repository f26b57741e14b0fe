import { describe, expect, it } from 'vitest';
import { heartsFor, poseAt, startFlight } from './heartFlight.ts';

describe('a heart', () => {
  it('rises from where it was tapped, fades, and is gone', () => {
    const flight = startFlight({ x: 100, y: 400 }, 0, () => 0.5);
    const heights = [0, 500, 1000, 2000].map((ms) => poseAt(flight, ms)?.y ?? 0);
    expect(heights).toEqual(heights.toSorted((a, b) => b - a));
    expect(poseAt(flight, 0)).toMatchObject({ x: 100, y: 400, opacity: 1 });
    expect(poseAt(flight, flight.durationMs - 1)?.opacity).toBeLessThan(0.01);
    expect(poseAt(flight, flight.durationMs)).toBeNull();
  });
});

describe('the stream of others’ hearts', () => {
  it.each([
    { count: 1, hearts: 1 },
    { count: 3, hearts: 3 },
    { count: 12, hearts: 6 },
    { count: 10_000, hearts: 12 },
  ])('shows $hearts for $count', ({ count, hearts }) => {
    expect(heartsFor(count)).toBe(hearts);
  });
});
