import { describe, expect, it } from 'vitest';
import { decideRestart } from './restartPolicy.ts';

describe('decideRestart', () => {
  it.each([
    { earlier: [], delayMs: 0, isUnhealthy: false },
    { earlier: [0], delayMs: 250, isUnhealthy: false },
    { earlier: [0, 1000], delayMs: 500, isUnhealthy: false },
    { earlier: [0, 1000, 2000], delayMs: 1000, isUnhealthy: false },
    { earlier: [0, 1000, 2000, 3000], delayMs: 15_000, isUnhealthy: true },
    { earlier: [0, 1, 2, 3, 4, 5, 6], delayMs: 15_000, isUnhealthy: true },
  ])('after deaths at $earlier waits $delayMs ms', ({ earlier, delayMs, isUnhealthy }) => {
    expect(decideRestart(earlier, 4000)).toMatchObject({ delayMs, isUnhealthy });
  });

  it('forgets deaths after a minute', () => {
    const decision = decideRestart([0, 1, 2, 3], 60_003);
    expect(decision).toEqual({ delayMs: 0, isUnhealthy: false, deaths: [60_003] });
  });
});
