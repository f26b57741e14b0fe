import { cp } from 'node:fs/promises';
import { join } from 'node:path';
import { parseSync } from 'oxc-parser';
import { defineConfig, type Plugin, transformWithOxc } from 'vite';
import { clientErrorCodes } from '../client-web/src/sdk/LiveError.ts';
import { errorCodes } from '../shared/src/errorCodes.ts';

/** Errors that arise in the SDK itself: the others come from the server, which says of each whether trying again may help. */
const ownCodes = [
  'aborted',
  'banned',
  'draining',
  'internal',
  'kicked',
  'network',
  'not_joined',
  'session_not_found',
  'timeout',
] as const;

const letters = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ';

/** One CommonJS file in `miniprogram_dist`, as "构建 npm" of a host's tools takes it, in syntax that old phones run. */
export default defineConfig({
  plugins: [plainMembers(), withoutSentences(), intoTheApp()],
  // Hosts have no frames to wait for.
  define: { requestAnimationFrame: 'undefined' },
  build: {
    lib: { entry: join(import.meta.dirname, 'src/index.ts'), formats: ['cjs'], fileName: () => 'index.js' },
    outDir: 'miniprogram_dist',
    target: 'es2020',
    rolldownOptions: {
      output: { generatedCode: { symbols: false } },
      // The protocol's schemas are the server's: of `shared` only plain functions and tables are wanted.
      treeshake: { manualPureFunctions: ['z'], moduleSideEffects: false },
    },
  },
});

/**
 * Private members become plain ones with short names: what old phones need in place of `#` is a WeakMap for each, a fifth of the whole.
 * A name is the same everywhere, so that classes that extend one another still agree. No public member has a name of one letter.
 */
function plainMembers(): Plugin {
  const names = new Map<string, string>();
  const shortOf = (name: string) => {
    const short = names.get(name) ?? letters[names.size] ?? `_${(names.size - letters.length).toString(36)}`;
    names.set(name, short);
    return short;
  };
  return {
    name: 'plain-members',
    enforce: 'pre',
    transform(code, id) {
      if (!id.endsWith('.ts')) return null;
      const found: { start: number; end: number; name: string }[] = [];
      visit(parseSync(id, code).program, (node) => {
        if (node.type === 'PrivateIdentifier') found.push(node as never);
      });
      found.sort((one, other) => other.start - one.start);
      let plain = code;
      for (const { start, end, name } of found)
        plain = plain.slice(0, start) + shortOf(name) + plain.slice(end);
      // Fields are set, not defined: nobody extends these classes with accessors.
      return transformWithOxc(plain, id, {
        target: 'es2020',
        tsconfig: { compilerOptions: { useDefineForClassFields: false } },
      });
    },
  };
}

/**
 * The server sends its sentences along, in the language that was asked for, and its word on each code: in place of the tables of all codes
 * there is one of the few that arise here.
 */
function withoutSentences(): Plugin {
  const all = { ...errorCodes, ...clientErrorCodes };
  const rows = ownCodes.map((code) => `${code}: ${all[code].retryable ? 'mayPass' : 'final'}`);
  const table = `
    const mayPass = { retryable: true };
    const final = { retryable: false };
    export const errorCodes = { ${rows} };
    export const isErrorCode = () => true;`;
  return {
    name: 'without-sentences',
    enforce: 'pre',
    transform(code, id) {
      if (id.endsWith('LiveError.ts'))
        return { code: code.replace(/(?<=clientErrorCodes = )\{.*?\n\}/su, '{}'), map: null };
      if (!id.endsWith('errorCodes.ts')) return null;
      return { code: table, map: null };
    },
  };
}

/** Our own mini program has the built SDK among its packages, so that it opens without "构建 npm". */
function intoTheApp(): Plugin {
  return {
    name: 'into-the-app',
    writeBundle: ({ dir = '' }) =>
      cp(dir, join(import.meta.dirname, 'miniprogram/miniprogram_npm/@lianmai/miniprogram'), {
        recursive: true,
      }),
  };
}

function visit(node: unknown, see: (node: Record<string, unknown>) => void): void {
  if (Array.isArray(node)) for (const one of node) visit(one, see);
  else if (typeof node === 'object' && node !== null) {
    see(node as Record<string, unknown>);
    for (const value of Object.values(node)) if (typeof value === 'object') visit(value, see);
  }
}
