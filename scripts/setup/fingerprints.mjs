import { createHash } from 'node:crypto';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join, relative } from 'node:path';

/**
 * A short hash of the names and contents of these files and folders, the same on every machine.
 * @param {string} root what the names are relative to
 * @param {string[]} paths a missing one counts as empty
 * @param {(name: string) => boolean} [leaveOut] folder or file names that do not count
 */
export async function fingerprint(root, paths, leaveOut = () => false) {
  const hash = createHash('sha256');
  for (const path of paths) {
    for (const file of await filesIn(join(root, path), leaveOut)) {
      hash
        .update(`${relative(root, file)}\0`)
        .update(await readFile(file))
        .update('\0');
    }
  }
  return hash.digest('hex').slice(0, 16);
}

/**
 * @param {string} path
 * @param {(name: string) => boolean} leaveOut
 * @returns {Promise<string[]>}
 */
async function filesIn(path, leaveOut) {
  let entries;
  try {
    entries = await readdir(path, { withFileTypes: true });
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOTDIR') return [path];
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return [];
    throw error;
  }
  const counted = entries.filter(({ name }) => !leaveOut(name)).sort((a, b) => (a.name < b.name ? -1 : 1));
  const nested = await Promise.all(
    counted.map((entry) => {
      const inside = join(path, entry.name);
      return entry.isDirectory() ? filesIn(inside, leaveOut) : [inside];
    }),
  );
  return nested.flat();
}

/**
 * A stamp is a file inside something that was made; it says from what.
 * @param {string} stampFile
 * @param {string} expected
 */
export async function stampSays(stampFile, expected) {
  const stamp = await readFile(stampFile, 'utf8').catch(() => undefined);
  return stamp?.trim() === expected;
}

/**
 * @param {string} stampFile
 * @param {string} value
 */
export async function writeStamp(stampFile, value) {
  await writeFile(stampFile, `${value}\n`);
}
