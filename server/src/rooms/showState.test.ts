import { describe, expect, it } from 'vitest';
import { nextShowState, type ShowState, type ShowTransition } from './showState.ts';

const show = { id: 's1', startedAtMs: 10 };
const next = { id: 's2', startedAtMs: 90 };
const idle: ShowState = { name: 'idle' };
const present: ShowState = { name: 'live', show, anchor: { name: 'present' } };
const absent: ShowState = { name: 'live', show, anchor: { name: 'absent', sinceMs: 50 } };
const ended: ShowState = { name: 'ended', show, endedAtMs: 60, reason: 'ended_by_anchor' };

const started: ShowTransition = { type: 'started', show: next };
const left: ShowTransition = { type: 'anchorLeft', atMs: 50 };
const returned: ShowTransition = { type: 'anchorReturned' };
const end: ShowTransition = { type: 'ended', atMs: 60, reason: 'ended_by_anchor' };
const live: ShowState = { name: 'live', show: next, anchor: { name: 'present' } };

describe('nextShowState', () => {
  it.each<[string, ShowState, ShowTransition, ShowState | null]>([
    ['idle + started', idle, started, live],
    ['idle + anchorLeft', idle, left, null],
    ['idle + anchorReturned', idle, returned, null],
    ['idle + ended', idle, end, null],
    ['present + started', present, started, null],
    ['present + anchorLeft', present, left, absent],
    ['present + anchorReturned', present, returned, null],
    ['present + ended', present, end, ended],
    ['absent + started', absent, started, null],
    ['absent + anchorLeft', absent, left, null],
    ['absent + anchorReturned', absent, returned, present],
    ['absent + ended', absent, end, ended],
    ['ended + started', ended, started, live],
    ['ended + anchorLeft', ended, left, null],
    ['ended + anchorReturned', ended, returned, null],
    ['ended + ended', ended, end, null],
  ])('%s', (_name, state, transition, expected) => {
    expect(nextShowState(state, transition)).toEqual(expected);
  });
});
