import {
  emptyAudience,
  type Publication,
  type RoomEvent,
  type RoomEventMap,
  type RoomEventType,
  type RoomView,
} from '@lianmai/shared';
import { describe, expect, it } from 'vitest';
import type { RoomState } from '../types.ts';
import { applyRoomEvent, emptyRoomState } from './applyRoomEvent.ts';

const room: RoomView = {
  id: 'r1',
  title: 'Room',
  coverUrl: null,
  anchor: { id: 'u1', name: 'Anchor', avatarUrl: null },
  status: 'live',
  access: 'public',
  viewerCount: 1,
  likeCount: 0,
  startedAt: null,
  createdAt: '2026-01-01T00:00:00Z',
};
const publication: Publication = {
  producerId: 'p1',
  sessionId: 's1',
  user: room.anchor,
  roomId: 'r1',
  seat: 0,
  kind: 'video',
  source: 'camera',
  isPaused: false,
};
const live: RoomState = { ...emptyRoomState, seq: 4, room, publications: [publication] };

function after<T extends RoomEventType>(type: T, data: RoomEventMap[T]): RoomState {
  return applyRoomEvent(live, { seq: 5, at: 0, type, data } as RoomEvent);
}

describe('applyRoomEvent', () => {
  it.each([
    {
      what: 'a pause',
      state: after('trackPaused', { producerId: 'p1' }),
      expected: { publications: [{ isPaused: true }] },
    },
    {
      what: 'an unpublished track',
      state: after('trackUnpublished', { producerId: 'p1' }),
      expected: { publications: [] },
    },
    {
      what: 'a track known already',
      state: after('trackPublished', { publication }),
      expected: { publications: [publication] },
    },
    {
      what: 'the anchor leaving',
      state: after('anchorLeft', { keptForMs: 1 }),
      expected: { isAnchorAway: true },
    },
    {
      what: 'the audience',
      state: after('audienceChanged', { ...emptyAudience, viewerCount: 9 }),
      expected: { room: { viewerCount: 9 } },
    },
    {
      what: 'the end of the show',
      state: after('showEnded', { reason: 'anchor_lost' }),
      expected: { publications: [], showEndReason: 'anchor_lost', room: { status: 'ended' } },
    },
    {
      what: 'a new title, and the anchor by another name',
      state: after('roomUpdated', {
        title: 'New',
        coverUrl: 'https://a/b',
        access: 'private',
        anchor: { id: 'anna', name: 'Anna K.', avatarUrl: null },
      }),
      expected: {
        room: { title: 'New', coverUrl: 'https://a/b', access: 'private', anchor: { name: 'Anna K.' } },
      },
    },
  ])('applies $what', ({ state, expected }) => {
    expect(state).toMatchObject({ seq: 5, ...expected });
  });

  it('counts a type that it does not know, and changes nothing else', () => {
    const unknown = { seq: 5, at: 0, type: 'giftSent', data: {} } as unknown as RoomEvent;
    expect(applyRoomEvent(live, unknown)).toEqual({ ...live, seq: 5 });
  });
});
