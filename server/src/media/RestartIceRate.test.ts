import { expect, it } from 'vitest';
import { RestartIceRate } from './RestartIceRate.ts';

it('allows a restart every five seconds and five a minute', () => {
  const rate = new RestartIceRate();
  expect(rate.tryRestart(0)).toBe(true);
  expect(rate.tryRestart(4999)).toBe(false);
  for (const at of [5000, 10_000, 15_000, 20_000]) expect(rate.tryRestart(at)).toBe(true);
  expect(rate.tryRestart(59_999)).toBe(false);
  expect(rate.tryRestart(60_000)).toBe(true);
  expect(rate.tryRestart(64_999)).toBe(false);
  expect(rate.tryRestart(65_000)).toBe(true);
});
