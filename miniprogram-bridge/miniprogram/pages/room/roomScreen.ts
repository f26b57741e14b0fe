import type { LiveError, RoomPhase } from '@lianmai/miniprogram';
import type { RoomStatus, ShowEndReason } from '@lianmai/shared';

/** The one thing that the room's page says at a time. */
export type RoomScreen =
  | { name: 'connecting' }
  | { name: 'live' }
  /** Open, and nothing has been on yet. */
  | { name: 'waiting' }
  | { name: 'ended'; reason: ShowEndReason | null }
  | { name: 'shut'; why: ShutReason; error: LiveError | null };

export type ShutReason =
  | 'notFound'
  | 'private'
  | 'kicked'
  | 'banned'
  | 'replaced'
  | 'removed'
  | 'closed'
  | 'signIn'
  | 'failed';

export interface RoomFacts {
  phase: RoomPhase;
  /** Null before the room was entered. */
  status: RoomStatus | null;
  showEndReason: ShowEndReason | null;
  /** Who we are could not be found out, which is no matter where guests are let in; null where nothing failed. */
  loginError: LiveError | null;
}

export function roomScreenOf(facts: RoomFacts): RoomScreen {
  const { phase, status, showEndReason, loginError } = facts;
  if (phase.name === 'ended' && phase.reason !== 'left') {
    if (phase.reason !== 'failed') return { name: 'shut', why: whyOf[phase.reason], error: phase.error };
    const why = shutReasonOf(phase.error);
    const isForWantOfLogin = loginError !== null && (why === 'signIn' || why === 'private');
    return isForWantOfLogin
      ? { name: 'shut', why: shutReasonOf(loginError), error: loginError }
      : { name: 'shut', why, error: phase.error };
  }
  switch (status) {
    case null:
      return { name: 'connecting' };
    case 'idle':
      return { name: 'waiting' };
    case 'ended':
      return { name: 'ended', reason: showEndReason };
    case 'live':
      return { name: 'live' };
  }
}

const whyOf = {
  kicked: 'kicked',
  banned: 'banned',
  removed: 'removed',
  room_closed: 'closed',
  room_private: 'private',
  session_replaced: 'replaced',
} as const;

function shutReasonOf(error: LiveError | null): ShutReason {
  switch (error?.code) {
    case 'room_not_found':
      return 'notFound';
    case 'room_private':
      return 'private';
    case 'kicked':
    case 'banned':
      return error.code;
    case 'guests_disabled':
    case 'token_missing':
    case 'token_invalid':
    case 'token_expired':
    case 'token_revoked':
      return 'signIn';
    default:
      return 'failed';
  }
}
