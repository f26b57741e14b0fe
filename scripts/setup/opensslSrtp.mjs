import { cp, mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { tryCommand } from './commands.mjs';

const APT_FOLDER = '/etc/apt';

/**
 * Builds libsrtp 2 with OpenSSL from the distribution's source package. The distribution's binary does its cryptography
 * through NSS, which costs the worker about a fifth more CPU per forwarded packet; it is the fallback.
 * @param {string} folder to build in; it need not exist
 * @param {AbortSignal} signal
 * @returns {Promise<string | undefined>} a folder for PKG_CONFIG_PATH, or undefined where the sources cannot be had
 */
export async function buildOpensslSrtp(folder, signal) {
  await mkdir(folder, { recursive: true });
  const archive = await downloadSources(folder, signal);
  if (!archive) return undefined;

  const tree = join(folder, 'source');
  const installed = join(folder, 'installed');
  await mkdir(tree);
  const env = { ...process.env, CFLAGS: '-O3 -fPIC' };
  const commands = [
    ['tar', 'xf', archive, '-C', tree, '--strip-components=1'],
    ['./configure', '--enable-openssl', `--prefix=${installed}`],
    ['make', 'libsrtp2.a'],
    ['make', 'install'], // of what has been made
  ];
  for (const [command = '', ...args] of commands) {
    if ((await tryCommand(command, args, { cwd: tree, env, signal })) === undefined) return undefined;
  }
  return join(installed, 'lib', 'pkgconfig');
}

/**
 * Needs no root and leaves the system's apt alone: lists, cache and sources are folders of ours.
 * @param {string} folder
 * @param {AbortSignal} signal
 */
async function downloadSources(folder, signal) {
  const state = join(folder, 'apt');
  const sourceParts = join(state, 'sources.list.d');
  await Promise.all(
    ['sources.list.d', 'lists/partial', 'cache/archives/partial'].map((name) =>
      mkdir(join(state, name), { recursive: true }),
    ),
  );
  await copyAsSourceLists(sourceParts);

  const options = [
    `Dir::Etc::SourceParts=${sourceParts}`,
    'Dir::Etc::SourceList=/dev/null',
    `Dir::State::Lists=${join(state, 'lists')}`,
    `Dir::Cache=${join(state, 'cache')}`,
    'APT::Sandbox::User=',
    'Acquire::Languages=none',
    'Acquire::Retries=1',
    'Acquire::http::Timeout=10',
  ].flatMap((option) => ['-o', option]);
  const context = { cwd: folder, signal };
  if ((await tryCommand('apt-get', [...options, 'update'], context)) === undefined) return undefined;
  if (
    (await tryCommand('apt-get', [...options, 'source', '--download-only', 'libsrtp2'], context)) ===
    undefined
  ) {
    return undefined;
  }
  const archive = (await readdir(folder)).find((name) => name.includes('.orig.tar'));
  return archive && join(folder, archive);
}

/**
 * The machine's own package sources, asking for source packages only.
 * @param {string} target
 */
async function copyAsSourceLists(target) {
  await cp(join(APT_FOLDER, 'sources.list.d'), target, { recursive: true }).catch(() => undefined);
  await cp(join(APT_FOLDER, 'sources.list'), join(target, 'sources.list')).catch(() => undefined);
  for (const name of await readdir(target)) {
    const path = join(target, name);
    await writeFile(path, asSourceList(await readFile(path, 'utf8')));
  }
}

/**
 * Turns a package list (one-line or deb822 format) into one of source packages.
 * @param {string} text
 */
export function asSourceList(text) {
  return text
    .split('\n')
    .filter((line) => !/^\s*deb-src\s/u.test(line))
    .map((line) => line.replace(/^\s*deb(?=\s)/u, 'deb-src').replace(/^Types:.*$/u, 'Types: deb-src'))
    .join('\n');
}
