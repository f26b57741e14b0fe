import { describe, expect, it } from 'vitest';
import { addTallies, closingLine, judgeSuite, tallyPlaywright, tallyVitest } from './results.mjs';

/** @param {string[]} statuses */
const vitestFile = (...statuses) => ({
  name: '/repository/tests/a.test.ts',
  status: statuses.includes('failed') ? 'failed' : 'passed',
  assertionResults: statuses.map((status) => ({
    fullName: `a ${status} test`,
    status,
    failureMessages: status === 'failed' ? ['Error: expected 1'] : [],
  })),
});

describe('tallyVitest', () => {
  it('counts tests, not files, and names the failed ones', () => {
    const report = {
      testResults: [vitestFile('passed', 'passed', 'failed'), vitestFile('passed', 'pending', 'todo')],
    };
    expect(tallyVitest(report)).toEqual({
      passed: 3,
      failed: 1,
      skipped: 2,
      failures: [{ name: 'a.test.ts › a failed test', message: 'Error: expected 1' }],
      flaky: [],
    });
  });

  it('counts a test that passed at its second try as passed, and names it', () => {
    const test = { fullName: 'a race', status: 'passed', failureMessages: ['Error: too late'] };
    const report = { testResults: [{ name: 'a.test.ts', status: 'passed', assertionResults: [test] }] };
    const flaky = [{ name: 'a.test.ts › a race', message: 'Error: too late' }];
    expect(tallyVitest(report)).toMatchObject({ passed: 1, failed: 0, flaky, failures: [] });
  });

  it.each([
    ['could not be loaded', [], 0],
    ['has failed hooks although its tests passed', [{ status: 'passed' }], 1],
  ])('counts a file that %s as one failure', (_, assertionResults, passed) => {
    const file = {
      name: '/repository/a.test.ts',
      status: 'failed',
      message: 'Error: no port',
      assertionResults,
    };
    expect(tallyVitest({ testResults: [file] })).toMatchObject({
      passed,
      failed: 1,
      failures: [{ name: 'a.test.ts', message: 'Error: no port' }],
    });
  });

  it('finds nothing in a report that is none', () => {
    expect(tallyVitest(null)).toMatchObject({ passed: 0, failed: 0, skipped: 0 });
  });
});

describe('tallyPlaywright', () => {
  it('counts a flaky test as passed', () => {
    const report = { stats: { expected: 3, flaky: 1, unexpected: 2, skipped: 1 }, errors: [] };
    expect(tallyPlaywright(report)).toMatchObject({ passed: 4, failed: 2, skipped: 1 });
  });

  it('counts an error outside tests', () => {
    const report = {
      stats: { expected: 0, flaky: 0, unexpected: 0, skipped: 0 },
      errors: [{ message: 'no server' }],
    };
    const failures = [{ name: 'outside tests', message: 'no server' }];
    expect(tallyPlaywright(report)).toMatchObject({ passed: 0, failed: 1, skipped: 0, failures });
  });

  it('names what failed and what was flaky, in suites within suites', () => {
    /** @param {string} title @param {string} status */
    const spec = (title, status) => ({
      title,
      file: 'a.spec.ts',
      tests: [{ status, results: [{ errors: [{ message: `${title} broke` }] }, { errors: [] }] }],
    });
    const report = {
      stats: { expected: 0, flaky: 1, unexpected: 1, skipped: 0 },
      suites: [{ specs: [spec('one', 'flaky')], suites: [{ specs: [spec('two', 'unexpected')] }] }],
    };
    expect(tallyPlaywright(report)).toMatchObject({
      flaky: [{ name: 'a.spec.ts › one', message: 'one broke' }],
      failures: [{ name: 'a.spec.ts › two', message: 'two broke' }],
    });
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
