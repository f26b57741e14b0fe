import { join } from 'node:path';
import { parseSync } from 'oxc-parser';
import { defineConfig, type Plugin, transformWithOxc } from 'vite';

/** One CommonJS file in `miniprogram_dist`, as "构建 npm" of a host's tools takes it, in syntax that old phones run. */
export default defineConfig({
  plugins: [plainMembers(), withoutSentences()],
  build: {
    lib: { entry: join(import.meta.dirname, 'src/index.ts'), formats: ['cjs'], fileName: () => 'index.js' },
    outDir: 'miniprogram_dist',
    target: 'es2020',
    rolldownOptions: {
      // The protocol's schemas are the server's: of `shared` only plain functions and tables are wanted.
      treeshake: { manualPureFunctions: ['z'], moduleSideEffects: false },
    },
  },
});

/**
 * Private members become plain ones with short names: what old phones need in place of `#` is a WeakMap for each, a fifth of the whole.
 * A name is the same everywhere, so that classes that extend one another still agree.
 */
function plainMembers(): Plugin {
  const names = new Map<string, string>();
  const shortOf = (name: string) => {
    const short = names.get(name) ?? `_${names.size.toString(36)}`;
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
 * The server sends its sentences along, in the language that was asked for; codes are enough for what arises here. Most codes are then
 * alike.
 */
function withoutSentences(): Plugin {
  return {
    name: 'without-sentences',
    enforce: 'pre',
    transform(code, id) {
      if (!/errorCodes\.ts$|LiveError\.ts$/u.test(id)) return null;
      const short = code
        .replace(/\bstatus: \d+,|\b(?:en|zh): ?(['"]).*?\1,?/gu, '')
        .replace(/\{\s*retryable: false,\s*\}/gu, 'final');
      return { code: `const final = { retryable: false };\n${short}`, map: null };
    },
  };
}

function visit(node: unknown, see: (node: Record<string, unknown>) => void): void {
  if (Array.isArray(node)) for (const one of node) visit(one, see);
  else if (typeof node === 'object' && node !== null) {
    see(node as Record<string, unknown>);
    for (const value of Object.values(node)) if (typeof value === 'object') visit(value, see);
  }
}
