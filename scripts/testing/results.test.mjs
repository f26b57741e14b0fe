import { describe, expect, it } from 'vitest';
import { addTallies, closingLine, judgeSuite, tallyPlaywright, tallyVitest } from './results.mjs';

/** @param {string[]} statuses */
const vitestFile = (...statuses) => ({
  status: statuses.includes('failed') ? 'failed' : 'passed',
  assertionResults: statuses.map((status) => ({ status })),
});

describe('tallyVitest', () => {
  it('counts tests, not files', () => {
    const report = {
      testResults: [vitestFile('passed', 'passed', 'failed'), vitestFile('passed', 'pending', 'todo')],
    };
    expect(tallyVitest(report)).toEqual({ passed: 3, failed: 1, skipped: 2 });
  });

  it('counts a file that could not be loaded as one failure', () => {
    const report = { testResults: [{ status: 'failed', assertionResults: [] }] };
    expect(tallyVitest(report)).toEqual({ passed: 0, failed: 1, skipped: 0 });
  });

  it('counts a file whose hooks failed although its tests passed', () => {
    const report = { testResults: [{ status: 'failed', assertionResults: [{ status: 'passed' }] }] };
    expect(tallyVitest(report)).toEqual({ passed: 1, failed: 1, skipped: 0 });
  });

  it('finds nothing in a report that is none', () => {
    expect(tallyVitest(null)).toEqual({ passed: 0, failed: 0, skipped: 0 });
  });
});

describe('tallyPlaywright', () => {
  it('counts a flaky test as passed', () => {
    const report = { stats: { expected: 3, flaky: 1, unexpected: 2, skipped: 1 }, errors: [] };
    expect(tallyPlaywright(report)).toEqual({ passed: 4, failed: 2, skipped: 1 });
  });

  it('counts an error outside tests', () => {
    const report = {
      stats: { expected: 0, flaky: 0, unexpected: 0, skipped: 0 },
      errors: [{ message: 'no server' }],
    };
    expect(tallyPlaywright(report)).toEqual({ passed: 0, failed: 1, skipped: 0 });
  });
});

describe('judgeSuite', () => {
  const green = { passed: 5, failed: 0, skipped: 0 };

  it('believes a report that fits its runner', () => {
    expect(judgeSuite({ exitCode: 0, tally: green, testFiles: 2 })).toEqual(green);
  });

  it.each([
    ['a runner without a report', { exitCode: 1, tally: undefined, testFiles: 2 }],
    ['a runner that crashed after a green report', { exitCode: 134, tally: green, testFiles: 2 }],
    [
      'a suite that ran none of its tests',
      { exitCode: 0, tally: { passed: 0, failed: 0, skipped: 3 }, testFiles: 1 },
    ],
  ])('fails %s and says why', (_, outcome) => {
    const judged = judgeSuite(outcome);
    expect(judged.failed).toBe(1);
    expect(judged.note).toBeTruthy();
  });

  it('does not add to failures that were counted', () => {
    const red = { passed: 1, failed: 2, skipped: 0 };
    expect(judgeSuite({ exitCode: 1, tally: red, testFiles: 1 })).toEqual(red);
  });
});

describe('the closing line', () => {
  it('sums all parts', () => {
    const total = addTallies([
      { passed: 1, failed: 0, skipped: 0 },
      { passed: 40, failed: 2, skipped: 0, note: 'it left processes behind' },
    ]);
    expect(closingLine(total)).toBe('41 passed, 2 failed');
  });

  it('mentions skipped tests only if there are any', () => {
    expect(closingLine({ passed: 1, failed: 0, skipped: 3 })).toBe('1 passed, 0 failed, 3 skipped');
  });
});
