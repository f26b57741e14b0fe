import type { RoomStatus, ShowEndReason } from '@lianmai/shared';
import { assertNever } from '../core/assertNever.ts';
import type { RecordedEndReason, ShowRecord } from './ports/RoomRecords.ts';

/** One stretch of being live. Times in ms since the epoch. */
export interface Show {
  readonly id: string;
  readonly startedAtMs: number;
}

/** Whether a Room is on air. `absent` is when the anchor's connection was lost, while the show is kept for them. */
export type ShowState =
  | { name: 'idle' }
  | { name: 'live'; show: Show; anchor: { name: 'present' } | { name: 'absent'; sinceMs: number } }
  | { name: 'ended'; show: Show; endedAtMs: number; reason: RecordedEndReason };

export type ShowTransition =
  | { type: 'started'; show: Show }
  | { type: 'anchorLeft'; atMs: number }
  | { type: 'anchorReturned' }
  | { type: 'ended'; atMs: number; reason: ShowEndReason };

/** The state after `transition`, or `null` when it is not possible in `state`. */
export function nextShowState(state: ShowState, transition: ShowTransition): ShowState | null {
  switch (transition.type) {
    case 'started':
      return state.name === 'live'
        ? null
        : { name: 'live', show: transition.show, anchor: { name: 'present' } };
    case 'anchorLeft':
      if (state.name !== 'live' || state.anchor.name === 'absent') return null;
      return { ...state, anchor: { name: 'absent', sinceMs: transition.atMs } };
    case 'anchorReturned':
      if (state.name !== 'live' || state.anchor.name === 'present') return null;
      return { ...state, anchor: { name: 'present' } };
    case 'ended':
      if (state.name !== 'live') return null;
      return { name: 'ended', show: state.show, endedAtMs: transition.atMs, reason: transition.reason };
    default:
      return assertNever(transition);
  }
}

/** Where a Room begins: with its last show over, or without any. */
export function stateAfter(lastShow: ShowRecord | null): ShowState {
  if (!lastShow?.ended) return { name: 'idle' };
  const { id, startedAtMs, ended } = lastShow;
  return { name: 'ended', show: { id, startedAtMs }, endedAtMs: ended.atMs, reason: ended.reason };
}

export function roomStatus(state: ShowState): RoomStatus {
  return state.name;
}

/** Start of the running or the last show; `null` before the first. */
export function startedAtMs(state: ShowState): number | null {
  return state.name === 'idle' ? null : state.show.startedAtMs;
}
