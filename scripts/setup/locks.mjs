import { link, mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';

const POLL_MS = 250;

/**
 * Runs the work while holding a lock that other set-up processes of this machine respect. A lock whose owner is dead is
 * taken over, so that an interrupted run never blocks the next one.
 * @template T
 * @param {string} lockFile
 * @param {AbortSignal} signal
 * @param {() => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function withLock(lockFile, signal, work) {
  await mkdir(dirname(lockFile), { recursive: true });
  while (!(await takeLock(lockFile))) await wait(POLL_MS, undefined, { signal });
  try {
    return await work();
  } finally {
    await rm(lockFile, { force: true });
  }
}

/** @param {string} lockFile */
async function takeLock(lockFile) {
  try {
    await writeFile(lockFile, String(process.pid), { flag: 'wx' });
    return true;
  } catch (error) {
    if (!hasCode(error, 'EEXIST')) throw error;
    if (await ownerIsAlive(lockFile)) return false;
    await discardStaleLock(lockFile);
    return false;
  }
}

/**
 * Moved away before it is deleted: of two processes that see the same stale lock, only one can move it. One that comes late moves
 * the lock of the new owner, notices, and puts it back.
 * @param {string} lockFile
 */
async function discardStaleLock(lockFile) {
  const moved = `${lockFile}.stale-${process.pid}`;
  try {
    await rename(lockFile, moved);
    if (await ownerIsAlive(moved)) await link(moved, lockFile);
    await rm(moved, { force: true });
  } catch (error) {
    if (!hasCode(error, 'ENOENT') && !hasCode(error, 'EEXIST')) throw error;
  }
}

/** @param {string} lockFile */
async function ownerIsAlive(lockFile) {
  const pid = Number(await readFile(lockFile, 'utf8').catch(() => 'gone'));
  // Empty (0): its owner has created the file and not written it yet.
  return pid === 0 || isRunning(pid);
}

/**
 * Calls the work with an empty folder beside `target`; what it leaves there becomes `target` in one step. An interrupted
 * run leaves a folder that the next one removes, never half a target.
 * @param {string} target
 * @param {(folder: string) => Promise<void>} fill
 */
export async function createFolderAtomically(target, fill) {
  await mkdir(dirname(target), { recursive: true });
  await removeAbandoned(dirname(target));
  const folder = `${target}.making-${process.pid}`;
  try {
    await mkdir(folder, { recursive: true });
    await fill(folder);
    await rm(target, { recursive: true, force: true });
    await rename(folder, target);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/**
 * What interrupted runs left in this folder, whatever they were making.
 * @param {string} folder
 */
async function removeAbandoned(folder) {
  for (const name of await readdir(folder)) {
    const maker = /\.making-(\d+)$/u.exec(name)?.[1];
    if (maker && !isRunning(Number(maker))) await rm(join(folder, name), { recursive: true, force: true });
  }
}

/** @param {number} pid */
export function isRunning(pid) {
  if (!Number.isInteger(pid) || pid <= 0) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return hasCode(error, 'EPERM');
  }
}

/**
 * @param {unknown} error
 * @param {string} code
 */
function hasCode(error, code) {
  return error instanceof Error && 'code' in error && error.code === code;
}
