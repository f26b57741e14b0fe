import { chmod, writeFile } from 'node:fs/promises';
import { release } from 'node:os';
import { join } from 'node:path';
import { tryCommand } from './commands.mjs';

const ANSWER_MS = 5_000;
const TRANSFER_MS = 60_000;
const OFFICIAL_RELEASES = 'https://github.com/versatica/mediasoup/releases/download';

/**
 * Tries the binary that mediasoup's authors publish for a release. Gives up within seconds where their site cannot be reached.
 * @param {object} job
 * @param {string} job.version of mediasoup
 * @param {string} job.folder to unpack into
 * @param {AbortSignal} job.signal
 * @param {NodeJS.ProcessEnv} [job.env]
 * @returns {Promise<string | undefined>} the binary, not yet known to start
 */
export async function downloadWorker({ version, folder, signal, env = process.env }) {
  if (env.MEDIASOUP_SKIP_WORKER_PREBUILT_DOWNLOAD) return undefined;
  const base = env.MEDIASOUP_WORKER_PREBUILT_DOWNLOAD_BASE_URL || OFFICIAL_RELEASES;
  const archive = await fetchFile(`${base}/${version}/${prebuiltName(version)}`, signal);
  if (!archive) return undefined;

  const archiveFile = join(folder, 'worker.tgz');
  await writeFile(archiveFile, archive);
  const unpacked = await tryCommand('tar', ['xzf', archiveFile, '-C', folder, 'mediasoup-worker'], {
    signal,
  });
  if (unpacked === undefined) return undefined;
  const binary = join(folder, 'mediasoup-worker');
  await chmod(binary, 0o755);
  return binary;
}

/**
 * The name that mediasoup's npm-scripts.mjs gives to its archives.
 * @param {string} version
 * @param {string} platform
 * @param {string} arch
 * @param {string} kernel
 */
export function prebuiltName(version, platform = process.platform, arch = process.arch, kernel = release()) {
  const kernelPart = platform === 'linux' ? `-kernel${Number.parseInt(kernel, 10)}` : '';
  return `mediasoup-worker-${version}-${platform}-${arch}${kernelPart}.tgz`;
}

/**
 * @param {string} url
 * @param {AbortSignal} signal
 */
async function fetchFile(url, signal) {
  const deadline = new AbortController();
  let timer = setTimeout(() => deadline.abort(), ANSWER_MS);
  try {
    const response = await fetch(url, { signal: AbortSignal.any([signal, deadline.signal]) });
    clearTimeout(timer);
    if (!response.ok) return undefined;
    timer = setTimeout(() => deadline.abort(), TRANSFER_MS);
    return new Uint8Array(await response.arrayBuffer());
  } catch {
    // Unreachable, too slow or refused: the sources are at hand, so that this is no error, unless the user interrupted.
    signal.throwIfAborted();
    return undefined;
  } finally {
    clearTimeout(timer);
  }
}
