import type { RoomStatus, RoomView } from '@lianmai/shared';
import { describe, expect, it } from 'vitest';
import type { PlaybackPhase } from '../../player/index.ts';
import { type ClientState, LiveError } from '../../sdk/index.ts';
import { roomScreen } from './roomScreen.ts';

const room = (status: RoomStatus): RoomView => ({
  id: 'r',
  title: 't',
  coverUrl: null,
  anchor: { id: 'a', name: 'A', avatarUrl: null },
  status,
  access: 'public',
  viewerCount: 0,
  likeCount: 0,
  startedAt: null,
  createdAt: '2026-01-01T00:00:00Z',
});
const joined: ClientState = { phase: 'joined', roomId: 'r', sessionId: 's' };
const facts = { canPlay: true, client: joined, entryError: null };

describe('roomScreen', () => {
  it.each<[RoomStatus, PlaybackPhase, string]>([
    ['idle', 'waiting', 'waiting'],
    ['ended', 'waiting', 'ended'],
    ['ended', 'ended', 'ended'],
    ['live', 'waiting', 'connecting'],
    ['live', 'starting', 'buffering'],
    ['live', 'playing', 'playing'],
    ['live', 'stalled', 'buffering'],
    ['live', 'failed', 'playbackFailed'],
  ])('room %s, playback %s: %s', (status, playback, kind) => {
    expect(roomScreen({ ...facts, room: room(status), playback }).kind).toBe(kind);
  });

  it.each([
    ['session_replaced', null, 'replaced'],
    ['removed', null, 'removed'],
    ['room_closed', null, 'closed'],
    ['room_private', null, 'private'],
    ['failed', new LiveError('room_private'), 'private'],
    ['failed', new LiveError('room_not_found'), 'notFound'],
    ['failed', new LiveError('unsupported_version'), 'outdated'],
  ] as const)('ended by %s: %s', (reason, error, expected) => {
    const client: ClientState = { phase: 'ended', roomId: 'r', reason, error };
    const screen = roomScreen({ ...facts, client, room: room('live'), playback: 'playing' });
    expect(screen).toMatchObject({ kind: 'blocked', reason: expected });
  });

  it('tells of an old invitation before it tells that the room is private', () => {
    const error = new LiveError('room_private');
    const client: ClientState = { phase: 'ended', roomId: 'r', reason: 'failed', error };
    const entryError = new LiveError('invitation_invalid');
    const screen = roomScreen({ ...facts, client, entryError, room: null, playback: 'idle' });
    expect(screen).toMatchObject({ kind: 'blocked', reason: 'invitationInvalid' });
  });

  it('goes on playing when only signalling is refused', () => {
    const entryError = new LiveError('capacity_reached');
    const playing = roomScreen({ ...facts, entryError, room: room('live'), playback: 'playing' });
    expect(playing.kind).toBe('playing');
    const failed = roomScreen({ ...facts, entryError, room: room('live'), playback: 'failed' });
    expect(failed).toMatchObject({ kind: 'blocked', reason: 'failed' });
  });

  it('says so when the browser can play nothing', () => {
    const screen = roomScreen({ ...facts, canPlay: false, room: room('live'), playback: 'idle' });
    expect(screen).toMatchObject({ kind: 'blocked', reason: 'unsupported' });
  });
});
