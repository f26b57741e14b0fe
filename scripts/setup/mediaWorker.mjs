import { spawnSync } from 'node:child_process';
import { mkdir, readFile, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { fingerprint } from './fingerprints.mjs';
import { createFolderAtomically, withLock } from './locks.mjs';
import { SetupError } from './SetupError.mjs';
import { installPackages, missingPackages } from './systemPackages.mjs';
import { buildWorker, workerBuildPackages } from './workerBuild.mjs';
import { downloadWorker } from './workerDownload.mjs';

/** Asked to run without its parent's environment, a worker that works on this machine refuses with this code. */
const REFUSES_STRANGERS = 41;

const setupFolder = dirname(fileURLToPath(import.meta.url));

/** What decides how a binary comes out: another recipe, another cache entry. */
const recipe = ['worker-overlay', 'workerBuild.mjs', 'opensslSrtp.mjs'];

/**
 * Finds a mediasoup worker: the one that MEDIASOUP_WORKER_BIN names, the cached one, the official prebuilt one, or one built
 * from the sources in mediasoup's npm package.
 * @param {object} place
 * @param {string} place.root the repository, with its npm packages
 * @param {string} place.cache
 * @param {string | undefined} place.ownBinary what MEDIASOUP_WORKER_BIN says
 * @param {import('./steps.mjs').StepContext} context
 * @returns {Promise<{ path: string, done: string }>}
 */
export async function provideMediaWorker({ root, cache, ownBinary }, context) {
  if (ownBinary) return ownWorker(ownBinary);

  const packageFolder = join(root, 'node_modules', 'mediasoup');
  const { version } = JSON.parse(await readFile(join(packageFolder, 'package.json'), 'utf8'));
  const folder = join(cache, 'mediasoup-worker', await cacheName(version));
  const path = join(folder, 'mediasoup-worker');
  if (workerStarts(path)) return { path, done: `${version}, from the cache` };

  return withLock(`${folder}.lock`, context.signal, async () => {
    if (workerStarts(path)) return { path, done: `${version}, made by another run` };
    let done = '';
    await createFolderAtomically(folder, async (making) => {
      done = await makeWorker({ version, sources: join(packageFolder, 'worker'), folder: making }, context);
    });
    return { path, done };
  });
}

/** @param {string} path */
function ownWorker(path) {
  if (!workerStarts(path))
    throw new SetupError(
      `MEDIASOUP_WORKER_BIN names ${path}, which is no mediasoup worker that starts here.`,
    );
  return { path, done: 'from MEDIASOUP_WORKER_BIN' };
}

/** @param {string} version */
async function cacheName(version) {
  const recipeHash = await fingerprint(setupFolder, recipe);
  return [version, process.platform, process.arch, recipeHash].join('-');
}

/**
 * Leaves nothing but the binary in the folder.
 * @param {{ version: string, sources: string, folder: string }} job
 * @param {import('./steps.mjs').StepContext} context
 * @returns {Promise<string>}
 */
async function makeWorker({ version, sources, folder }, context) {
  const { signal, progress } = context;
  const workshop = join(folder, 'workshop');
  await mkdir(workshop);

  progress('official binary');
  const downloaded = await downloadWorker({ version, folder: workshop, signal });
  const isUsable = downloaded !== undefined && workerStarts(downloaded);
  const binary = isUsable ? downloaded : await buildFromSources({ sources, folder: workshop }, context);
  await rename(binary, join(folder, 'mediasoup-worker'));
  await rm(workshop, { recursive: true, force: true });
  return isUsable ? `${version}, official binary` : `${version}, built from source`;
}

/**
 * @param {{ sources: string, folder: string }} job
 * @param {import('./steps.mjs').StepContext} context
 */
async function buildFromSources({ sources, folder }, context) {
  const missing = await missingPackages(workerBuildPackages, context.signal);
  if (missing.length > 0) await installPackages(missing, 'what building the mediasoup worker takes', context);
  const binary = await buildWorker({ sources, folder: join(folder, 'build'), ...context });
  if (!workerStarts(binary)) throw new SetupError('The mediasoup worker was built, but does not start.');
  return binary;
}

/** @param {string} path */
function workerStarts(path) {
  return spawnSync(path, [], { env: {}, stdio: 'ignore', timeout: 10_000 }).status === REFUSES_STRANGERS;
}
