import { describe, expect, it } from 'vitest';
import { runsTheServer } from './node.mjs';

describe('runsTheServer', () => {
  it.each([
    ['v24.21.0', true],
    ['v26.0.0', true],
    ['v24.7.0', true],
    ['v24.6.0', false], // has no argon2
    ['v22.18.0', false],
    ['v23.11.0', false], // no longer supported by anybody
    ['v20.20.2', false],
    ['v18.0.0', false],
  ])('%s: %s', (version, expected) => {
    expect(runsTheServer(version)).toBe(expected);
  });
});
