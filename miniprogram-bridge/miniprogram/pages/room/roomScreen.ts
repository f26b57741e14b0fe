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
  /** Nobody could be found out who we are; null where nothing failed. */
  loginError: LiveError | null;
}

export function roomScreenOf(facts: RoomFacts): RoomScreen {
  const { phase, status, showEndReason, loginError } = facts;
  if (loginError) return { name: 'shut', why: shutReasonOf(loginError), error: loginError };
  if (phase.name === 'ended' && phase.reason !== 'left') {
    const why = phase.reason === 'failed' ? shutReasonOf(phase.error) : whyOf[phase.reason];
    return { name: 'shut', why, error: phase.error };
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
