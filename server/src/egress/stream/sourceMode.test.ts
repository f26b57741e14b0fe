import { describe, expect, it } from 'vitest';
import { nextSourceMode, type SourceMode } from './sourceMode.ts';

const solo: SourceMode = { name: 'solo' };
const composed: SourceMode = { name: 'composed', leavesAtMs: null };
const leaving: SourceMode = { name: 'composed', leavesAtMs: 3000 };

describe('nextSourceMode', () => {
  it.each([
    ['one person is copied', solo, 'auto', 1, 1000, solo],
    ['nobody is copied', solo, 'auto', 0, 1000, solo],
    ['two are mixed at once', solo, 'auto', 2, 1000, composed],
    ['one left alone stays mixed for a while', composed, 'auto', 1, 1000, leaving],
    ['the while does not begin again', leaving, 'auto', 1, 2000, leaving],
    ['the while ends', leaving, 'auto', 1, 3000, solo],
    ['a return ends the while', leaving, 'auto', 2, 2999, composed],
    ['always mixes one', solo, 'always', 1, 1000, composed],
    ['always mixes nobody', solo, 'always', 0, 1000, composed],
    ['never copies at once', composed, 'never', 3, 1000, solo],
    ['never does not wait for the while', leaving, 'never', 1, 1000, solo],
    ['always goes on through a while', leaving, 'always', 1, 9000, composed],
    ['from always to auto with one', composed, 'auto', 1, 1000, leaving],
  ] as const)('%s', (_what, before, policy, people, nowMs, after) => {
    expect(nextSourceMode(before, { policy, people }, nowMs)).toEqual(after);
  });
});
