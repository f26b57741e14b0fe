import { parseSync } from 'oxc-parser';
import { type Plugin, transformWithOxc } from 'vite';

const letters = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ';
const marked = /\$\$\w+\$\$/gu;

/**
 * Private members become plain ones with short names: what old phones need in place of `#` is a WeakMap for each, a fifth of the whole.
 * A name is the same everywhere, so that classes that extend one another still agree. No public member has a name of one letter. Names
 * are given out in the finished chunk, the shortest to the most frequent: modules are read in any order, and a bundle is to be the same at
 * every build.
 */
export function plainMembers(): Plugin {
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
        plain = `${plain.slice(0, start)}$$${name}$$${plain.slice(end)}`;
      // Fields are set, not defined: nobody extends these classes with accessors.
      return transformWithOxc(plain, id, {
        target: 'es2020',
        tsconfig: { compilerOptions: { useDefineForClassFields: false } },
      });
    },
    renderChunk(code) {
      const names = shortNames(code);
      return { code: code.replace(marked, (name) => names.get(name) ?? name), map: null };
    },
  };
}

function shortNames(code: string): Map<string, string> {
  const counts = new Map<string, number>();
  for (const [name] of code.matchAll(marked)) counts.set(name, (counts.get(name) ?? 0) + 1);
  const byFrequency = [...counts].sort(([one, a], [other, b]) => b - a || (one < other ? -1 : 1));
  return new Map(
    byFrequency.map(([name], i) => [name, letters[i] ?? `_${(i - letters.length).toString(36)}`]),
  );
}

function visit(node: unknown, see: (node: Record<string, unknown>) => void): void {
  if (Array.isArray(node)) for (const one of node) visit(one, see);
  else if (typeof node === 'object' && node !== null) {
    see(node as Record<string, unknown>);
    for (const value of Object.values(node)) if (typeof value === 'object') visit(value, see);
  }
}
