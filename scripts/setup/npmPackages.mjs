import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { runCommand } from './commands.mjs';
import { fingerprint, stampSays, writeStamp } from './fingerprints.mjs';
import { withLock } from './locks.mjs';

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
    const isInstalled = await installedTreeMatches(root);
    if (!isInstalled) {
      progress('npm ci');
      await runCommand('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund'], {
        cwd: root,
        env,
        signal,
      });
    }
    await writeStamp(stampFile, stamp);
    return isInstalled ? 'unchanged' : 'installed';
  });
}

/**
 * Whether npm has already installed exactly this lock file, by hand or for another version of the stamp.
 * @param {string} root
 */
async function installedTreeMatches(root) {
  const [wanted, installed] = await Promise.all([
    readPackages(join(root, 'package-lock.json')),
    // npm writes this copy last, so that an interrupted install has none.
    readPackages(join(root, 'node_modules', '.package-lock.json')),
  ]);
  return installed !== undefined && wanted !== undefined && treeMatches(wanted, installed);
}

/**
 * @typedef {{ version?: string, optional?: boolean, devOptional?: boolean, link?: boolean }} LockedPackage
 * @typedef {Record<string, LockedPackage>} LockedPackages
 */

/**
 * Whether each wanted package is installed in the wanted version; what is optional may be missing, nothing may be extra.
 * @param {LockedPackages} wanted the `packages` of package-lock.json
 * @param {LockedPackages} installed the `packages` of node_modules/.package-lock.json
 */
export function treeMatches(wanted, installed) {
  const inModules = Object.entries(wanted).filter(([path]) => path.includes('node_modules/'));
  const isComplete = inModules.every(([path, { version, optional }]) => {
    const found = installed[path];
    return found ? found.version === version : optional === true;
  });
  return isComplete && Object.keys(installed).every((path) => path in wanted);
}

/**
 * @param {string} file
 * @returns {Promise<LockedPackages | undefined>}
 */
async function readPackages(file) {
  const text = await readFile(file, 'utf8').catch(() => undefined);
  return text === undefined ? undefined : JSON.parse(text).packages;
}
