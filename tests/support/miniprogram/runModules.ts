import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import vm from 'node:vm';

/** What JavaScript itself and the hosts give; of everything else that Node has, a mini program sees nothing. */
const seen = new Set([
  ...'Object Array String Number Boolean Symbol BigInt Function Date Math JSON RegExp Promise Proxy Reflect Map Set WeakMap'.split(
    ' ',
  ),
  ...'WeakSet WeakRef ArrayBuffer DataView Int8Array Uint8Array Uint8ClampedArray Int16Array Uint16Array Int32Array'.split(
    ' ',
  ),
  ...'Uint32Array Float32Array Float64Array Error TypeError RangeError SyntaxError ReferenceError EvalError URIError'.split(
    ' ',
  ),
  ...'AggregateError parseInt parseFloat isNaN isFinite NaN Infinity undefined encodeURIComponent decodeURIComponent'.split(
    ' ',
  ),
  ...'encodeURI decodeURI escape unescape console'.split(' '),
]);

/** Also not seen, though no global of Node: the host's wrapper takes them away too. */
const browserNames = [
  'window',
  'document',
  'self',
  'location',
  'navigator',
  'localStorage',
  'XMLHttpRequest',
  'global',
];

export type RunModule = (path: string) => unknown;

/**
 * The host's module loader: CommonJS from the program's folder, `miniprogram_npm` for packages, each module once. As in DevTools,
 * modules are functions to which what they may not see is passed as undefined.
 * @param globals what the host gives: `wx`, `Page`, `getApp`, …
 */
export function runModules(root: string, globals: Record<string, unknown>): RunModule {
  const hidden = [...new Set([...Object.getOwnPropertyNames(globalThis), ...browserNames])].filter(
    (name) => !seen.has(name) && !(name in globals) && /^[\w$]+$/u.test(name),
  );
  const given = Object.keys(globals);
  const modules = new Map<string, { exports: unknown }>();

  const run = (file: string): unknown => {
    const known = modules.get(file);
    if (known) return known.exports;
    const module = { exports: {} as unknown };
    modules.set(file, module);
    const wrapped = vm.compileFunction(
      readFileSync(file, 'utf8'),
      ['require', 'module', 'exports', ...given, ...hidden],
      { filename: file },
    );
    const require = (name: string) => run(resolve(name, dirname(file)));
    wrapped.call(undefined, require, module, module.exports, ...given.map((name) => globals[name]));
    return module.exports;
  };

  const resolve = (name: string, from: string): string => {
    const found = (
      /^[./]/u.test(name)
        ? [name.startsWith('/') ? join(root, name) : join(from, name)]
        : packagePaths(name, from)
    )
      .flatMap((path) => [path, `${path}.js`, join(path, 'index.js')])
      .find((path) => path.endsWith('.js') && existsSync(path));
    if (!found) throw new Error(`module '${name}' is not defined, require args is '${name}' (from ${from})`);
    return found;
  };

  const packagePaths = (name: string, from: string): string[] => {
    const paths: string[] = [];
    for (let folder = from; folder.startsWith(root); folder = dirname(folder)) {
      paths.push(join(folder, 'miniprogram_npm', name));
    }
    return paths;
  };

  return (path) => run(join(root, `${path}.js`));
}
