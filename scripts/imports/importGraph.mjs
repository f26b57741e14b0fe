import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { builtinModules } from 'node:module';
import { join, posix, relative, sep } from 'node:path';
import { parseSync } from 'oxc-parser';

const sourceFolders = ['shared', 'server', 'client-web', 'miniprogram-bridge', 'tests', 'scripts'];
const isSource = /\.(ts|tsx|mts|mjs)$/u;
const skippedFolders = new Set(['node_modules', 'dist', 'public']);
/** Assets that a bundler resolves; they import nothing. */
const isAsset = /\.(css|svg|png|jpg|webp|woff2|json)(\?.*)?$/u;

/** Workspace packages are imported by name and are files of ours all the same. */
const workspacePackages = new Map([['@lianmai/shared', 'shared/src/index.ts']]);

/**
 * Maps each source file to the targets it imports (importRules.mjs says what a target is); the value tells whether it imports
 * nothing but types of it.
 * @typedef {Map<string, Map<string, boolean>>} ImportGraph
 */

/**
 * @param {string} root the repository
 * @returns {Promise<ImportGraph>}
 */
export async function readImportGraph(root) {
  const files = (await Promise.all(sourceFolders.map((folder) => sourceFiles(root, folder)))).flat();
  const entries = await Promise.all(
    files.map(async (file) => {
      const imports = readImports(file, await readFile(join(root, file), 'utf8'));
      /** @type {Map<string, boolean>} */
      const targets = new Map();
      for (const { specifier, isTypeOnly } of imports.filter((each) => !isAsset.test(each.specifier))) {
        const target = resolveTarget(root, file, specifier);
        targets.set(target, isTypeOnly && targets.get(target) !== false);
      }
      return /** @type {const} */ ([file, targets]);
    }),
  );
  return new Map(entries);
}

/**
 * @param {string} root
 * @param {string} folder
 */
async function sourceFiles(root, folder) {
  const names = await readdir(join(root, folder), { recursive: true, withFileTypes: true });
  return names
    .filter((entry) => entry.isFile() && isSource.test(entry.name))
    .map((entry) => relative(root, join(entry.parentPath, entry.name)).split(sep).join('/'))
    .filter((path) => !path.split('/').some((part) => skippedFolders.has(part)));
}

/**
 * What a file imports or re-exports, statically or with import('...').
 * @param {string} file
 * @param {string} source
 * @returns {{ specifier: string, isTypeOnly: boolean }[]}
 */
export function readImports(file, source) {
  const { module, errors } = parseSync(file, source);
  if (errors.length > 0) throw new Error(`${file}: ${errors[0]?.message}`);
  const imports = module.staticImports.map(({ moduleRequest, entries }) => ({
    specifier: moduleRequest.value,
    isTypeOnly: entries.length > 0 && entries.every(({ isType }) => isType),
  }));
  const reexports = module.staticExports
    .flatMap(({ entries }) => entries)
    .map(({ moduleRequest, isType }) => ({ specifier: moduleRequest?.value ?? '', isTypeOnly: isType }));
  const dynamic = module.dynamicImports.map(({ moduleRequest: { start, end } }) => ({
    specifier: literalText(source.slice(start, end)) ?? '',
    isTypeOnly: false,
  }));
  return [...imports, ...reexports, ...dynamic].filter(({ specifier }) => specifier !== '');
}

/** @param {string} expression */
function literalText(expression) {
  return /^(['"`])([^'"`$]+)\1$/u.exec(expression)?.[2];
}

/**
 * @param {string} root
 * @param {string} file
 * @param {string} specifier
 */
function resolveTarget(root, file, specifier) {
  const workspace = workspacePackages.get(specifier);
  if (workspace) return workspace;
  if (specifier.startsWith('.')) return resolveFile(root, posix.join(posix.dirname(file), specifier));
  if (builtinModules.includes(specifier)) return `node:${specifier}`;
  return specifier;
}

/**
 * A bundler also takes paths without an extension.
 * @param {string} root
 * @param {string} path
 */
function resolveFile(root, path) {
  const candidates = [path, `${path}.ts`, `${path}.tsx`, `${path}/index.ts`];
  return (
    candidates.find((candidate) => isSource.test(candidate) && existsSync(join(root, candidate))) ?? path
  );
}
