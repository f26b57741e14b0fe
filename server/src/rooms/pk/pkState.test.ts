import { describe, expect, it } from 'vitest';
import { nextPkState, type PkHappening, type PkState, winnerOf } from './pkState.ts';

const durations = { battleMs: 300, resultMs: 30 };

const invited: PkState = { name: 'invited', endsAtMs: 50 };
const battle: PkState = { name: 'battle', startedAtMs: 100, endsAtMs: 400, scores: [5, 2] };
const result: PkState = { name: 'result', startedAtMs: 100, endsAtMs: 430, scores: [5, 2], winner: 0 };
const refused: PkState = { name: 'refused', answer: 'declined' };
const over: PkState = { name: 'over', reason: 'completed' };

const accepted: PkHappening = { type: 'accepted', atMs: 100 };
const declined: PkHappening = { type: 'declined' };
const cancelled: PkHappening = { type: 'cancelled' };
const scored: PkHappening = { type: 'scored', side: 1, points: 10 };
const timeUp: PkHappening = { type: 'timeUp', atMs: 400 };
const ended: PkHappening = { type: 'ended', atMs: 250 };
const showEnded: PkHappening = { type: 'showEnded' };
const turnedPrivate: PkHappening = { type: 'turnedPrivate' };

describe('nextPkState', () => {
  const table: [PkState, PkHappening, PkState | null][] = [
    [invited, accepted, { name: 'battle', startedAtMs: 100, endsAtMs: 400, scores: [0, 0] }],
    [invited, declined, { name: 'refused', answer: 'declined' }],
    [invited, cancelled, { name: 'refused', answer: 'cancelled' }],
    [invited, timeUp, { name: 'refused', answer: 'expired' }],
    [invited, showEnded, { name: 'refused', answer: 'cancelled' }],
    [invited, turnedPrivate, { name: 'refused', answer: 'cancelled' }],
    [invited, scored, null],
    [invited, ended, null],

    [battle, scored, { name: 'battle', startedAtMs: 100, endsAtMs: 400, scores: [5, 12] }],
    [battle, timeUp, { name: 'result', startedAtMs: 100, endsAtMs: 430, scores: [5, 2], winner: 0 }],
    [battle, ended, { name: 'result', startedAtMs: 100, endsAtMs: 280, scores: [5, 2], winner: 0 }],
    [battle, showEnded, { name: 'over', reason: 'show_ended' }],
    [battle, turnedPrivate, { name: 'over', reason: 'room_private' }],
    [battle, accepted, null],
    [battle, declined, null],
    [battle, cancelled, null],

    [result, timeUp, { name: 'over', reason: 'completed' }],
    [result, ended, { name: 'over', reason: 'early' }],
    [result, showEnded, { name: 'over', reason: 'show_ended' }],
    [result, turnedPrivate, { name: 'over', reason: 'room_private' }],
    [result, scored, null],
    [result, accepted, null],
    [result, declined, null],
    [result, cancelled, null],
  ];

  it.each(table)('%j, %j', (state, happened, next) => {
    expect(nextPkState(state, happened, durations)).toEqual(next);
  });

  it.each([refused, over])('changes nothing any more after %j', (state) => {
    for (const happened of [accepted, declined, cancelled, scored, timeUp, ended, showEnded, turnedPrivate]) {
      expect(nextPkState(state, happened, durations)).toBeNull();
    }
  });
});

it('finds the winner', () => {
  expect(winnerOf([3, 2])).toBe(0);
  expect(winnerOf([2, 3])).toBe(1);
  expect(winnerOf([0, 0])).toBeNull();
});
