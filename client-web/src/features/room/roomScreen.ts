import type { RoomView } from '@lianmai/shared';
import type { PlaybackPhase } from '../../player/index.ts';
import { type ClientState, isTokenRefusal, LiveError } from '../../sdk/index.ts';

/** The one thing that the room page says at a time. */
export type RoomScreen =
  | { kind: 'blocked'; reason: BlockReason; error: LiveError | null }
  | { kind: 'connecting' | 'waiting' | 'ended' | 'buffering' | 'playing' | 'playbackFailed' };

export type BlockReason =
  | 'notFound'
  | 'replaced'
  | 'removed'
  | 'kicked'
  | 'banned'
  | 'private'
  | 'invitationInvalid'
  | 'closed'
  | 'outdated'
  | 'unsupported'
  | 'signIn'
  | 'failed';

interface RoomFacts {
  canPlay: boolean;
  client: ClientState;
  /** Why entering the room failed for good; null while it did not. */
  entryError: LiveError | null;
  room: RoomView | null;
  playback: PlaybackPhase;
}

export function roomScreen(facts: RoomFacts): RoomScreen {
  const block = blockOf(facts);
  if (block) return block;
  switch (facts.playback) {
    case 'playing':
      return { kind: 'playing' };
    case 'stalled':
      return { kind: 'buffering' };
    case 'failed':
      return { kind: 'playbackFailed' };
    case 'ended':
      return { kind: 'ended' };
    case 'idle':
    case 'waiting':
    case 'starting':
      return beforePicture(facts);
  }
}

function beforePicture({ room, playback }: RoomFacts): RoomScreen {
  if (!room) return { kind: 'connecting' };
  if (room.status === 'idle') return { kind: 'waiting' };
  if (room.status === 'ended') return { kind: 'ended' };
  return { kind: playback === 'starting' ? 'buffering' : 'connecting' };
}

function blockOf({ canPlay, client, entryError, playback }: RoomFacts): RoomScreen | null {
  if (!canPlay) return { kind: 'blocked', reason: 'unsupported', error: null };
  // Says more than that the room is private, which is how it ended for the client.
  const isLinkOld = entryError?.code === 'invitation_invalid';
  const reason = (!isLinkOld && endReason(client)) || (entryError && errorReason(entryError));
  if (!reason) return null;
  // Signalling is refused, but the picture comes over FLV or HLS: that is what people are here for.
  if ((reason === 'failed' || reason === 'signIn') && playback !== 'failed' && playback !== 'idle')
    return null;
  const error = entryError ?? (client.phase === 'ended' ? client.error : null);
  return { kind: 'blocked', reason, error };
}

function endReason(client: ClientState): BlockReason | null {
  if (client.phase !== 'ended') return null;
  switch (client.reason) {
    case 'left':
      return null;
    case 'session_replaced':
      return 'replaced';
    case 'removed':
    case 'kicked':
    case 'banned':
      return client.reason;
    case 'room_private':
      return 'private';
    case 'room_closed':
      return 'closed';
    case 'failed':
      return errorReason(client.error ?? new LiveError('internal'));
  }
}

function errorReason({ code }: LiveError): BlockReason {
  if (code === 'room_not_found') return 'notFound';
  if (code === 'unsupported_version') return 'outdated';
  if (code === 'room_private') return 'private';
  if (code === 'invitation_invalid') return 'invitationInvalid';
  if (code === 'kicked' || code === 'banned') return code;
  if (code === 'guests_disabled' || code === 'token_missing' || isTokenRefusal(code)) return 'signIn';
  return 'failed';
}
