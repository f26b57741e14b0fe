import { basename } from 'node:path';

/**
 * What a part of the test run came to.
 * @typedef {object} Tally
 * @property {number} passed
 * @property {number} failed
 * @property {number} skipped
 * @property {string} [note] why it failed when no single test says so
 * @property {NamedResult[]} [failures] the failed tests that can be named
 * @property {NamedResult[]} [flaky] tests that failed and then passed: counted as passed, and named in the summary
 *
 * @typedef {object} NamedResult
 * @property {string} name
 * @property {string} message of the (first) failure, as the runner wrote it
 */

/** @type {Readonly<Tally>} */
export const nothing = { passed: 0, failed: 0, skipped: 0 };

/**
 * Counts Vitest's JSON report. A file that could not be loaded has no failed test to show: it counts as one.
 * @param {unknown} report
 * @returns {Tally}
 */
export function tallyVitest(report) {
  const tests = arrayOf(field(report, 'testResults')).flatMap(testsOfVitestFile);
  return {
    passed: tests.filter(({ status }) => status === 'passed').length,
    failed: tests.filter(({ status }) => status === 'failed').length,
    skipped: tests.filter(({ status }) => status !== 'passed' && status !== 'failed').length,
    failures: tests.filter(({ status }) => status === 'failed').map(named),
    flaky: tests.filter(({ status, message }) => status === 'passed' && message !== '').map(named),
  };
}

/** @param {unknown} file of Vitest's report */
function testsOfVitestFile(file) {
  const path = stringOf(field(file, 'name'));
  const tests = arrayOf(field(file, 'assertionResults')).map((test) => ({
    name: `${basename(path)} › ${stringOf(field(test, 'fullName'))}`,
    status: stringOf(field(test, 'status')),
    message: stringOf(arrayOf(field(test, 'failureMessages'))[0]),
  }));
  const failedAsAWhole =
    field(file, 'status') === 'failed' && tests.every(({ status }) => status !== 'failed');
  if (failedAsAWhole) {
    const message = stringOf(field(file, 'message'));
    tests.push({ name: basename(path), status: 'failed', message });
  }
  return tests;
}

/**
 * Counts Playwright's JSON report. A flaky test passed in the end; an error outside tests counts as a failed one.
 * @param {unknown} report
 * @returns {Tally}
 */
export function tallyPlaywright(report) {
  const stats = field(report, 'stats');
  const outside = arrayOf(field(report, 'errors'));
  const failed = numberOf(field(stats, 'unexpected'));
  const tests = arrayOf(field(report, 'suites')).flatMap(testsOfPlaywrightSuite);
  const failures = tests.filter(({ status }) => status === 'unexpected').map(named);
  return {
    passed: numberOf(field(stats, 'expected')) + numberOf(field(stats, 'flaky')),
    failed: failed === 0 ? outside.length : failed,
    skipped: numberOf(field(stats, 'skipped')),
    failures: [
      ...failures,
      ...outside.map((error) => ({ name: 'outside tests', message: messageOf(error) })),
    ],
    flaky: tests.filter(({ status }) => status === 'flaky').map(named),
  };
}

/**
 * @param {unknown} suite of Playwright's report; suites lie in suites
 * @returns {{ name: string, status: string, message: string }[]}
 */
function testsOfPlaywrightSuite(suite) {
  const own = arrayOf(field(suite, 'specs')).flatMap((spec) =>
    arrayOf(field(spec, 'tests')).map((test) => ({
      name: `${stringOf(field(spec, 'file'))} › ${stringOf(field(spec, 'title'))}`,
      status: stringOf(field(test, 'status')),
      message: messageOf(arrayOf(field(test, 'results')).flatMap((run) => arrayOf(field(run, 'errors')))[0]),
    })),
  );
  return [...own, ...arrayOf(field(suite, 'suites')).flatMap(testsOfPlaywrightSuite)];
}

/**
 * Judges a suite by its report and its runner together: neither a crashed runner nor a suite that ran none of its tests passes.
 * @param {object} outcome
 * @param {number} outcome.exitCode of the runner
 * @param {Tally | undefined} outcome.tally of its report, if there is one
 * @param {number} outcome.testFiles how many files with tests the suite has
 * @returns {Tally}
 */
export function judgeSuite({ exitCode, tally, testFiles }) {
  if (!tally) return { ...nothing, failed: 1, note: `the runner left no report (exit code ${exitCode})` };
  const ran = tally.passed + tally.failed;
  if (ran === 0 && testFiles > 0)
    return { ...tally, failed: 1, note: `none of the tests in ${testFiles} files ran` };
  if (exitCode !== 0 && tally.failed === 0) {
    return {
      ...tally,
      failed: 1,
      note: `the runner ended with exit code ${exitCode} although no test failed`,
    };
  }
  return tally;
}

/**
 * @param {Tally[]} tallies
 * @returns {Tally}
 */
export function addTallies(tallies) {
  return tallies.reduce(
    (sum, { passed, failed, skipped }) => ({
      passed: sum.passed + passed,
      failed: sum.failed + failed,
      skipped: sum.skipped + skipped,
    }),
    nothing,
  );
}

/**
 * The last line of every test run; other programs read it.
 * @param {Tally} tally
 */
export function closingLine({ passed, failed, skipped }) {
  const line = `${passed} passed, ${failed} failed`;
  return skipped > 0 ? `${line}, ${skipped} skipped` : line;
}

/**
 * @param {unknown} value
 * @param {string} name
 * @returns {unknown}
 */
function field(value, name) {
  return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
}

/**
 * @param {unknown} value
 * @returns {unknown[]}
 */
const arrayOf = (value) => (Array.isArray(value) ? value : []);

/** @param {unknown} error of Playwright's report */
const messageOf = (error) => stringOf(field(error, 'stack')) || stringOf(field(error, 'message'));

/** @param {NamedResult} test */
const named = ({ name, message }) => ({ name, message });

/** @param {unknown} value */
const stringOf = (value) => (typeof value === 'string' ? value : '');

/** @param {unknown} value */
const numberOf = (value) => (typeof value === 'number' ? value : 0);
