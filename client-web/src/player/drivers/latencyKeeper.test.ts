import { describe, expect, it } from 'vitest';
import { keepLatency } from './latencyKeeper.ts';

const target = { targetS: 0.4, jumpAboveS: 3, maxRate: 1.1 };

describe('keepLatency', () => {
  it.each([
    { behindS: 0.1, rate: 1, expected: { rate: 1, jumpToS: null } },
    { behindS: 0.55, rate: 1, expected: { rate: 1, jumpToS: null } },
    { behindS: 5, rate: 1, expected: { rate: 1, jumpToS: 0.4 } },
    { behindS: 2.9, rate: 1.05, expected: { rate: 1.1, jumpToS: null } },
    { behindS: 0.39, rate: 1.05, expected: { rate: 1, jumpToS: null } },
  ])('answers $behindS s behind at rate $rate', ({ behindS, rate, expected }) => {
    expect(keepLatency(behindS, rate, target)).toEqual(expected);
  });

  it('catches up from 2 s to the target within 25 s and then plays at normal speed', () => {
    let behindS = 2;
    let rate = 1;
    let seconds = 0;
    for (; seconds < 60 && (rate > 1 || behindS > 0.6); seconds += 0.25) {
      rate = keepLatency(behindS, rate, target).rate;
      behindS -= (rate - 1) * 0.25;
    }
    expect(seconds).toBeLessThan(25);
    expect(rate).toBe(1);
    expect(behindS).toBeGreaterThan(0.35);
  });
});
