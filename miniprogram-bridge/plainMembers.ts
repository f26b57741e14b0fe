import { parseSync } from 'oxc-parser';
import { type Plugin, transformWithOxc } from 'vite';

const letters = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ';

/**
 * Private members become plain ones with short names: what old phones need in place of `#` is a WeakMap for each, a fifth of the whole.
 * A name is the same everywhere, so that classes that extend one another still agree. No public member has a name of one letter.
 */
export function plainMembers(): Plugin {
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

function visit(node: unknown, see: (node: Record<string, unknown>) => void): void {
  if (Array.isArray(node)) for (const one of node) visit(one, see);
  else if (typeof node === 'object' && node !== null) {
    see(node as Record<string, unknown>);
    for (const value of Object.values(node)) if (typeof value === 'object') visit(value, see);
  }
}
