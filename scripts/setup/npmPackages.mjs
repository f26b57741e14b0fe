import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { runCommand } from './commands.mjs';
import { fingerprint, stampSays, writeStamp } from './fingerprints.mjs';
import { withLock } from './locks.mjs';
import { SetupError } from './SetupError.mjs';

/**
 * `npm ci` would be the command, but it refuses a lock file that lacks the binaries of other platforms, and a registry mirror that
 * does not carry them makes npm write such lock files. `npm install --no-save` installs the same; that it did is checked afterwards.
 */
const installArguments = ['install', '--no-save', '--ignore-scripts', '--no-audit', '--no-fund'];

/**
 * Makes node_modules what package-lock.json says, without running anybody's install scripts.
 * @param {object} place
 * @param {string} place.root the repository
 * @param {string} place.cache
 * @param {number} place.nodeMajor of the Node that will use the packages
 * @param {NodeJS.ProcessEnv} place.env with that Node first in PATH
 * @param {import('./steps.mjs').StepContext} context
 */
export async function provideNpmPackages({ root, cache, nodeMajor, env }, { signal, progress }) {
  const stampFile = join(root, 'node_modules', '.lianmai-stamp');
  const stamp = `${await fingerprint(root, ['package-lock.json'])} node-${nodeMajor}`;
  if (await stampSays(stampFile, stamp)) return 'unchanged';

  const place = createHash('sha256').update(root).digest('hex').slice(0, 16);
  return withLock(join(cache, 'locks', `npm-${place}.lock`), signal, async () => {
    if (await stampSays(stampFile, stamp)) return 'installed by another run';
    let done = 'unchanged';
    if (!(await installedTreeMatches(root))) {
      progress('npm install');
      await removeInterruptedInstall(root);
      await runCommand('npm', installArguments, { cwd: root, env, signal });
      if (!(await installedTreeMatches(root))) throw new SetupError(outOfSync);
      done = 'installed';
    }
    await writeStamp(stampFile, stamp);
    return done;
  });
}

const outOfSync =
  'npm installed other packages than package-lock.json names: run "npm install --ignore-scripts" and commit the lock file.';

/**
 * npm writes its copy of the lock file last: without it, any package may be half there.
 * @param {string} root
 */
async function removeInterruptedInstall(root) {
  const modules = join(root, 'node_modules');
  if (!existsSync(join(modules, '.package-lock.json'))) await rm(modules, { recursive: true, force: true });
}

/**
 * Whether what is installed is exactly what the lock file names; it may have been installed by hand.
 * @param {string} root
 */
async function installedTreeMatches(root) {
  const [wanted, installed] = await Promise.all([
    readPackages(join(root, 'package-lock.json')),
    readPackages(join(root, 'node_modules', '.package-lock.json')),
  ]);
  return installed !== undefined && wanted !== undefined && treeMatches(wanted, installed);
}

/**
 * @typedef {{ version?: string, optional?: boolean, devOptional?: boolean, link?: boolean }} LockedPackage
 * @typedef {Record<string, LockedPackage>} LockedPackages
 */

/**
 * Whether each wanted package is installed in the wanted version and nothing else is; what is optional may be missing or extra,
 * because it depends on the platform.
 * @param {LockedPackages} wanted the `packages` of package-lock.json
 * @param {LockedPackages} installed the `packages` of node_modules/.package-lock.json
 */
export function treeMatches(wanted, installed) {
  const inModules = Object.entries(wanted).filter(([path]) => path.includes('node_modules/'));
  const isComplete = inModules.every(([path, { version, optional }]) => {
    const found = installed[path];
    return found ? found.version === version : optional === true;
  });
  const hasNothingElse = Object.entries(installed).every(
    ([path, { optional }]) => path in wanted || optional,
  );
  return isComplete && hasNothingElse;
}

/**
 * @param {string} file
 * @returns {Promise<LockedPackages | undefined>}
 */
async function readPackages(file) {
  const text = await readFile(file, 'utf8').catch(() => undefined);
  return text === undefined ? undefined : JSON.parse(text).packages;
}
