import type { PkEndReason } from '@lianmai/shared';
import { assertNever } from '../../core/assertNever.ts';

/** 0: the room that invited, 1: the one that was invited. */
export type PkSideIndex = 0 | 1;
export type PkScores = readonly [number, number];

/** Why an invitation came to nothing. */
export type PkRefusal = 'declined' | 'expired' | 'cancelled';

/** How one PK goes, from its invitation on. Times are ms since the epoch. */
export type PkState =
  | { name: 'invited'; endsAtMs: number }
  | { name: 'battle'; startedAtMs: number; endsAtMs: number; scores: PkScores }
  | { name: 'result'; startedAtMs: number; endsAtMs: number; scores: PkScores; winner: PkSideIndex | null }
  | { name: 'refused'; answer: PkRefusal }
  | { name: 'over'; reason: PkEndReason };

/** A PK that both audiences see. */
export type RunningPkState = Extract<PkState, { name: 'battle' | 'result' }>;

export type PkHappening =
  | { type: 'accepted'; atMs: number }
  | { type: 'declined' }
  | { type: 'cancelled' }
  | { type: 'scored'; side: PkSideIndex; points: number }
  /** The time of the phase is up. */
  | { type: 'timeUp'; atMs: number }
  /** An anchor has had enough. */
  | { type: 'ended'; atMs: number }
  | { type: 'showEnded' }
  | { type: 'turnedPrivate' };

export interface PkDurations {
  battleMs: number;
  resultMs: number;
}

/** @returns `null`: what happened means nothing in this state. */
export function nextPkState(state: PkState, happened: PkHappening, durations: PkDurations): PkState | null {
  switch (state.name) {
    case 'invited':
      return afterInvitation(happened, durations);
    case 'battle':
      return afterBattle(state, happened, durations);
    case 'result':
      return afterResult(happened);
    case 'refused':
    case 'over':
      return null;
    default:
      return assertNever(state);
  }
}

/** The side with more points; `null`: a draw. */
export function winnerOf([first, second]: PkScores): PkSideIndex | null {
  if (first === second) return null;
  return first > second ? 0 : 1;
}

function afterInvitation(happened: PkHappening, { battleMs }: PkDurations): PkState | null {
  switch (happened.type) {
    case 'accepted': {
      const { atMs } = happened;
      return { name: 'battle', startedAtMs: atMs, endsAtMs: atMs + battleMs, scores: [0, 0] };
    }
    case 'declined':
      return { name: 'refused', answer: 'declined' };
    case 'cancelled':
    case 'showEnded':
    case 'turnedPrivate':
      return { name: 'refused', answer: 'cancelled' };
    case 'timeUp':
      return { name: 'refused', answer: 'expired' };
    case 'scored':
    case 'ended':
      return null;
    default:
      return assertNever(happened);
  }
}

function afterBattle(
  state: Extract<PkState, { name: 'battle' }>,
  happened: PkHappening,
  { resultMs }: PkDurations,
): PkState | null {
  const { startedAtMs, scores } = state;
  switch (happened.type) {
    case 'scored':
      return { ...state, scores: withPoints(scores, happened.side, happened.points) };
    case 'timeUp':
    case 'ended': {
      const endsAtMs = happened.atMs + resultMs;
      return { name: 'result', startedAtMs, endsAtMs, scores, winner: winnerOf(scores) };
    }
    case 'showEnded':
      return { name: 'over', reason: 'show_ended' };
    case 'turnedPrivate':
      return { name: 'over', reason: 'room_private' };
    case 'accepted':
    case 'declined':
    case 'cancelled':
      return null;
    default:
      return assertNever(happened);
  }
}

function afterResult(happened: PkHappening): PkState | null {
  switch (happened.type) {
    case 'timeUp':
      return { name: 'over', reason: 'completed' };
    case 'ended':
      return { name: 'over', reason: 'early' };
    case 'showEnded':
      return { name: 'over', reason: 'show_ended' };
    case 'turnedPrivate':
      return { name: 'over', reason: 'room_private' };
    case 'accepted':
    case 'declined':
    case 'cancelled':
    case 'scored':
      return null;
    default:
      return assertNever(happened);
  }
}

function withPoints([first, second]: PkScores, side: PkSideIndex, points: number): PkScores {
  return side === 0 ? [first + points, second] : [first, second + points];
}
