/**
 * What a part of the test run came to.
 * @typedef {object} Tally
 * @property {number} passed
 * @property {number} failed
 * @property {number} skipped
 * @property {string} [note] why it failed when no single test says so
 */

/** @type {Readonly<Tally>} */
export const nothing = { passed: 0, failed: 0, skipped: 0 };

/**
 * Counts Vitest's JSON report. A file that could not be loaded has no failed test to show: it counts as one.
 * @param {unknown} report
 * @returns {Tally}
 */
export function tallyVitest(report) {
  const files = arrayOf(field(report, 'testResults'));
  const tally = { ...nothing };
  for (const file of files) {
    const tests = arrayOf(field(file, 'assertionResults')).map((test) => field(test, 'status'));
    const failed = tests.filter((status) => status === 'failed').length;
    tally.passed += tests.filter((status) => status === 'passed').length;
    tally.failed += failed === 0 && field(file, 'status') === 'failed' ? 1 : failed;
    tally.skipped += tests.filter((status) => status !== 'passed' && status !== 'failed').length;
  }
  return tally;
}

/**
 * Counts Playwright's JSON report. A flaky test passed in the end; an error outside tests counts as a failed one.
 * @param {unknown} report
 * @returns {Tally}
 */
export function tallyPlaywright(report) {
  const stats = field(report, 'stats');
  const outside = arrayOf(field(report, 'errors')).length;
  const failed = numberOf(field(stats, 'unexpected'));
  return {
    passed: numberOf(field(stats, 'expected')) + numberOf(field(stats, 'flaky')),
    failed: failed === 0 ? outside : failed,
    skipped: numberOf(field(stats, 'skipped')),
  };
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

/** @param {unknown} value */
const numberOf = (value) => (typeof value === 'number' ? value : 0);
