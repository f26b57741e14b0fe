import { cp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { runCommand } from './commands.mjs';
import { buildOpensslSrtp } from './opensslSrtp.mjs';
import { SetupError } from './SetupError.mjs';

/** What the build needs from the distribution (Debian, Ubuntu). */
export const workerBuildPackages = [
  'meson',
  'ninja-build',
  'g++',
  'make',
  'pkg-config',
  'libuv1-dev',
  'libssl-dev',
  'libsrtp2-dev',
  'libabsl-dev',
  'libflatbuffers-dev',
  'flatbuffers-compiler',
];

export const workerOverlay = new URL('./worker-overlay/', import.meta.url);

/** Wraps of things that only other systems or the worker's own tests need. */
const unneededWraps = ['catch2.wrap', 'wingetopt.wrap'];

/**
 * One of the headers that flatc generates, all in one go. mediasoup's build does not say that its libwebrtc includes them: made beside
 * each other, they are sometimes not all there yet when it is compiled.
 */
const generatedHeader = 'fbs/FBS/worker.h';

/**
 * @typedef {object} SourcePatch
 * @property {string} file
 * @property {RegExp} find
 * @property {string} replacement
 */

/** @type {SourcePatch[]} */
const patches = [
  {
    // The callback answers "1" to every BIO operation that is not exactly BIO_CB_RETURN, control calls included. An OpenSSL
    // with kernel TLS (Debian's) then believes that KTLS is on, allocates no write buffer and crashes at the first DTLS
    // handshake. Return calls have the flag set among others.
    file: 'src/RTC/DtlsTransport.cpp',
    find: /\(operationType == BIO_CB_RETURN\) \?/u,
    replacement: '((operationType & BIO_CB_RETURN) != 0) ?',
  },
  {
    // Debian 12 has meson 1.0.1, which builds it as well.
    file: 'meson.build',
    find: /meson_version: '>= 1\.1\.0'/u,
    replacement: "meson_version: '>= 1.0.0'",
  },
];

/**
 * Builds the mediasoup worker from the sources inside its npm package against distribution libraries; no network.
 * @param {object} job
 * @param {string} job.sources the package's `worker` folder; it is not changed
 * @param {string} job.folder an empty folder to build in
 * @param {AbortSignal} job.signal
 * @param {(note: string) => void} job.progress
 * @returns {Promise<string>} the binary
 */
export async function buildWorker({ sources, folder, signal, progress }) {
  const tree = join(folder, 'worker');
  await cp(sources, tree, { recursive: true });
  await prepareSources(tree);

  progress('libsrtp with OpenSSL');
  const srtpPkgConfig = await buildOpensslSrtp(join(folder, 'libsrtp'), signal);
  const env = { ...process.env, PKG_CONFIG_PATH: joinPaths(srtpPkgConfig, process.env.PKG_CONFIG_PATH) };

  progress('configuring');
  await runCommand('meson', ['setup', '--buildtype', 'release', '-Db_ndebug=true', 'build'], {
    cwd: tree,
    env,
    signal,
  });
  /** @param {string} line */
  const onLine = (line) => {
    const step = /^\[\d+\/\d+\]/u.exec(line);
    if (step) progress(step[0]);
  };
  for (const target of [generatedHeader, 'mediasoup-worker']) {
    await runCommand('ninja', ['-C', 'build', target], { cwd: tree, env, signal, onLine });
  }

  const binary = join(tree, 'build', 'mediasoup-worker');
  await runCommand('strip', [binary], { signal });
  return binary;
}

/** @param {string} tree */
async function prepareSources(tree) {
  for (const wrap of unneededWraps) await rm(join(tree, 'subprojects', wrap), { force: true });
  for (const name of await readdir(workerOverlay)) {
    if (name.endsWith('.md')) continue;
    const target = join(tree, 'subprojects', await folderNamedByWrap(tree, name));
    await rm(target, { recursive: true, force: true });
    await cp(new URL(name, workerOverlay), target, { recursive: true });
  }
  for (const patch of patches) await applyPatch(tree, patch);
}

/**
 * @param {string} tree
 * @param {string} name
 */
async function folderNamedByWrap(tree, name) {
  const wrap = await readFile(join(tree, 'subprojects', `${name}.wrap`), 'utf8');
  const directory = /^directory *= *(\S+)$/mu.exec(wrap)?.[1];
  if (!directory)
    throw new SetupError(`subprojects/${name}.wrap of the mediasoup worker names no directory.`);
  return directory;
}

/**
 * @param {string} tree
 * @param {SourcePatch} patch
 */
async function applyPatch(tree, { file, find, replacement }) {
  const path = join(tree, file);
  const source = await readFile(path, 'utf8');
  if (!find.test(source)) {
    throw new SetupError(
      `${file} of the mediasoup worker is not what scripts/setup/workerBuild.mjs knows how to patch.`,
    );
  }
  await writeFile(path, source.replace(find, replacement));
}

/** @param {(string | undefined)[]} paths */
function joinPaths(...paths) {
  return paths.filter(Boolean).join(delimiter);
}
