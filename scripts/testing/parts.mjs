import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { webClientStep } from '../setup/setUp.mjs';
import { runSteps } from '../setup/steps.mjs';
import { judgeSuite, nothing, tallyPlaywright, tallyVitest } from './results.mjs';
import { runTool } from './runTool.mjs';

/**
 * @typedef {object} TestContext
 * @property {string} root the repository
 * @property {import('../setup/setUp.mjs').Platform} platform
 * @property {AbortSignal} signal
 * @property {string[]} filters of a suite: what its files' paths must contain one of; none: all files
 *
 * @typedef {object} Part
 * @property {string} name what `npm test -- <name>` selects
 * @property {string} title
 * @property {boolean} [isSuite] it has test files, some of which can be run alone
 * @property {(context: TestContext) => Promise<import('./results.mjs').Tally>} run
 */

const tools = {
  biome: 'node_modules/@biomejs/biome/bin/biome',
  tsc: 'node_modules/typescript/bin/tsc',
  knip: 'node_modules/knip/bin/knip.js',
  vitest: 'node_modules/vitest/vitest.mjs',
  playwright: 'node_modules/@playwright/test/cli.js',
};

const typedProjects = [
  '.',
  'shared',
  'server',
  'client-web',
  'miniprogram-bridge',
  'miniprogram-bridge/miniprogram',
  'tests',
];

/**
 * Everything that CI runs, in order.
 * @type {Part[]}
 */
export const parts = [
  {
    name: 'lint',
    title: 'Format and lint',
    run: check([[tools.biome, 'check', '--error-on-warnings', '.']]),
  },
  {
    name: 'types',
    title: 'Types',
    run: check(typedProjects.map((project) => [tools.tsc, '--project', project])),
  },
  { name: 'imports', title: 'Import rules', run: check([['scripts/imports/check.mjs']]) },
  { name: 'unused', title: 'Unused code', run: check([[tools.knip, '--no-progress']]) },
  { name: 'build', title: 'Web client', run: buildWebClient },
  { name: 'unit', isSuite: true, title: 'Unit tests', run: vitest('unit', isUnitTest) },
  {
    name: 'integration',
    isSuite: true,
    title: 'Integration tests',
    run: vitest('integration', isIntegrationTest),
  },
  {
    name: 'miniprogram',
    isSuite: true,
    title: 'Mini program',
    run: vitest('miniprogram', isMiniProgramTest),
  },
  { name: 'browser', isSuite: true, title: 'Browser tests', run: playwright },
];

/** @param {string} path */
function isUnitTest(path) {
  return /^(shared|server|client-web|miniprogram-bridge)\/(src|miniprogram)\/.*\.test\.tsx?$|^scripts\/.*\.test\.mjs$/u.test(
    path,
  );
}

/** @param {string} path */
function isIntegrationTest(path) {
  return /^tests\/integration\/.*\.test\.ts$/u.test(path);
}

/** @param {string} path */
function isMiniProgramTest(path) {
  return /^tests\/miniprogram\/.*\.test\.ts$/u.test(path);
}

/** @param {string} path */
function isBrowserTest(path) {
  return /^tests\/e2e\/.*\.(spec|test)\.ts$/u.test(path);
}

/**
 * A part whose commands must all succeed. Each counts as one test.
 * @param {string[][]} commands
 * @returns {Part['run']}
 */
function check(commands) {
  return async ({ root, platform, signal }) => {
    const tally = { ...nothing };
    for (const args of commands) {
      const exitCode = await runTool(platform, args, { cwd: root, signal });
      if (exitCode === 0) tally.passed += 1;
      else tally.failed += 1;
    }
    return tally;
  };
}

/** @type {Part['run']} */
async function buildWebClient({ platform, signal }) {
  await runSteps([webClientStep(platform)], signal);
  return { ...nothing, passed: 1 };
}

/**
 * @param {string} project
 * @param {(path: string) => boolean} isItsTest
 * @returns {Part['run']}
 */
function vitest(project, isItsTest) {
  return (context) =>
    runSuite(context, {
      name: project,
      isItsTest,
      tally: tallyVitest,
      command: (report, files) => ({
        args: [
          tools.vitest,
          'run',
          `--project=${project}`,
          '--passWithNoTests',
          '--reporter=default',
          '--reporter=json',
          `--outputFile.json=${report}`,
          ...files,
        ],
      }),
    });
}

/** @type {Part['run']} */
function playwright(context) {
  return runSuite(context, {
    name: 'browser',
    isItsTest: isBrowserTest,
    tally: tallyPlaywright,
    command: (report, files) => ({
      args: [
        tools.playwright,
        'test',
        '--config=tests/e2e/playwright.config.ts',
        '--reporter=list,json',
        ...files,
      ],
      env: { PLAYWRIGHT_JSON_OUTPUT_FILE: report },
    }),
  });
}

/**
 * @typedef {object} Suite
 * @property {string} name
 * @property {(path: string) => boolean} isItsTest
 * @property {(report: unknown) => import('./results.mjs').Tally} tally
 * @property {(report: string, files: string[]) => { args: string[], env?: NodeJS.ProcessEnv }} command
 */

/**
 * Runs a suite and then looks for processes that it left behind; those make one more failed test.
 * @param {TestContext} context
 * @param {Suite} suite
 */
async function runSuite({ root, platform, signal, filters }, { name, isItsTest, tally, command }) {
  const all = await findFiles(root, isItsTest);
  if (all.length === 0) return { ...nothing, note: 'no tests yet' };
  const files = filters.length === 0 ? [] : all.filter((path) => filters.some((part) => path.includes(part)));
  if (filters.length > 0 && files.length === 0)
    return { ...nothing, failed: 1, note: `no test file has ${filters.join(' or ')} in its path` };

  const output = join(root, 'tests', '.output');
  const report = join(output, `${name}.json`);
  await mkdir(output, { recursive: true });
  await rm(report, { force: true });

  const marker = randomUUID();
  const { args, env } = command(report, files);
  const exitCode = await runTool(platform, args, {
    cwd: root,
    signal,
    env: { ...env, LIANMAI_TEST_RUN: marker },
  });
  signal.throwIfAborted();
  const counted = judgeSuite({
    exitCode,
    tally: await readReport(report, tally),
    testFiles: files.length || all.length,
  });

  const leakCode = await runTool(platform, ['tests/support/leakCheck.ts', marker], { cwd: root, signal });
  return leakCode === 0
    ? counted
    : { ...counted, failed: counted.failed + 1, note: 'it left processes behind' };
}

/**
 * @param {string} file
 * @param {Suite['tally']} tally
 */
async function readReport(file, tally) {
  return existsSync(file) ? tally(JSON.parse(await readFile(file, 'utf8'))) : undefined;
}

const testFolders = ['shared/src', 'server/src', 'client-web/src', 'miniprogram-bridge', 'scripts', 'tests'];

/**
 * @param {string} root
 * @param {(path: string) => boolean} isWanted
 */
async function findFiles(root, isWanted) {
  const listings = await Promise.all(
    testFolders.map(async (folder) =>
      (await readdir(join(root, folder), { recursive: true })).map((name) => `${folder}/${name}`),
    ),
  );
  return listings.flat().filter((path) => !path.includes('node_modules/') && isWanted(path));
}
