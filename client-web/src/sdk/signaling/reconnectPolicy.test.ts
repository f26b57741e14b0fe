import { describe, expect, it } from 'vitest';
import { attemptTimeoutMs, createReconnectPolicy } from './reconnectPolicy.ts';

describe('createReconnectPolicy', () => {
  it.each([
    { attempt: 0, elapsedMs: 0, least: 75, most: 150 },
    { attempt: 2, elapsedMs: 900, least: 300, most: 600 },
    { attempt: 8, elapsedMs: 20_000, least: 500, most: 1000 },
    { attempt: 40, elapsedMs: 29_999, least: 500, most: 1000 },
    { attempt: 40, elapsedMs: 31_000, least: 2500, most: 5000 },
    { attempt: 5000, elapsedMs: 3_600_000, least: 2500, most: 5000 },
  ])(
    'waits $least to $most ms at attempt $attempt after $elapsedMs ms',
    ({ attempt, elapsedMs, least, most }) => {
      expect(createReconnectPolicy(() => 0)({ attempt, elapsedMs })).toBe(least);
      expect(createReconnectPolicy(() => 1)({ attempt, elapsedMs })).toBe(most);
    },
  );
});

describe('attemptTimeoutMs', () => {
  it.each([
    { elapsedMs: 0, usualConnectMs: null, expected: 10_000 },
    { elapsedMs: 5000, usualConnectMs: 40, expected: 1500 },
    { elapsedMs: 5000, usualConnectMs: 2000, expected: 4500 },
    { elapsedMs: 40_000, usualConnectMs: 40, expected: 4500 },
    { elapsedMs: 90_000, usualConnectMs: 2000, expected: 10_000 },
  ])('gives $expected ms after $elapsedMs ms where connecting took $usualConnectMs ms', (row) => {
    expect(attemptTimeoutMs(row.elapsedMs, row.usualConnectMs)).toBe(row.expected);
  });

  it('leaves time to be back within 2 s of the return of a fast network', () => {
    const policy = createReconnectPolicy(() => 1);
    const pauseMs = policy({ attempt: 20, elapsedMs: 20_000 }) ?? Number.POSITIVE_INFINITY;
    // Worst case: the network returns right after the second SYN (1 s into an attempt) was lost.
    expect(attemptTimeoutMs(20_000, 50) - 1000 + pauseMs).toBeLessThanOrEqual(1500);
  });
});
