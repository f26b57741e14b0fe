import { describe, expect, it } from 'vitest';
import { treeMatches } from './npmPackages.mjs';

const wanted = {
  '': { version: '0.1.0' },
  server: { version: '0.1.0' },
  'node_modules/express': { version: '5.3.0' },
  'node_modules/@lianmai/server': { link: true },
  'node_modules/native-darwin': { version: '1.0.0', optional: true },
};
const installed = {
  server: { version: '0.1.0' },
  'node_modules/express': { version: '5.3.0' },
  'node_modules/@lianmai/server': { link: true },
};

describe('treeMatches', () => {
  it('accepts a tree that lacks only what is optional', () => {
    expect(treeMatches(wanted, installed)).toBe(true);
  });

  it('accepts a binary of this platform that the lock does not know', () => {
    const tree = { ...installed, 'node_modules/native-linux': { version: '1.0.0', optional: true } };
    expect(treeMatches(wanted, tree)).toBe(true);
  });

  it.each([
    ['a missing package', { 'node_modules/@lianmai/server': { link: true } }],
    ['another version', { ...installed, 'node_modules/express': { version: '5.2.0' } }],
    [
      'a package that the lock no longer has',
      { ...installed, 'node_modules/left-pad': { version: '1.0.0' } },
    ],
    ['an empty tree', {}],
  ])('refuses %s', (_, tree) => {
    expect(treeMatches(wanted, tree)).toBe(false);
  });
});
