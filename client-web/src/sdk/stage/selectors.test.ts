import {
  type BackstageView,
  defaultStageSettings,
  type Publication,
  type SeatView,
  type UserRef,
} from '@lianmai/shared';
import { describe, expect, it } from 'vitest';
import { emptyRoomState } from '../room/applyRoomEvent.ts';
import type { RoomState } from '../types.ts';
import { applicationOf, invitationFor, peopleOnAir, seatOfSession } from './selectors.ts';

const person = (id: string): UserRef => ({ id, name: id, avatarUrl: null });
const track = (
  seat: number,
  source: Publication['source'],
  changes: Partial<Publication> = {},
): Publication => ({
  producerId: `${seat}-${source}`,
  sessionId: `session-${seat}`,
  user: person(`user-${seat}`),
  roomId: 'r1',
  seat,
  kind: source === 'camera' || source === 'screen' ? 'video' : 'audio',
  source,
  isPaused: false,
  ...changes,
});
const taken = (seat: number, phase: 'onAir' | 'greenRoom', isReconnecting = false): SeatView => ({
  seat,
  allowsVideo: true,
  state: 'taken',
  occupant: {
    user: person(`user-${seat}`),
    sessionId: seat === 0 ? null : `session-${seat}`,
    phase,
    isReconnecting,
    forcedMute: { microphone: seat === 1, camera: false },
  },
});
const live: RoomState = {
  ...emptyRoomState,
  room: {
    id: 'r1',
    title: '',
    coverUrl: null,
    anchor: person('anchor'),
    status: 'live',
    access: 'public',
    viewerCount: 0,
    likeCount: 0,
    startedAt: null,
    createdAt: '2026-01-01T00:00:00Z',
  },
  stage: {
    settings: defaultStageSettings,
    seats: [taken(0, 'onAir'), taken(1, 'onAir', true), taken(2, 'greenRoom'), taken(3, 'onAir')],
  },
};

describe('peopleOnAir', () => {
  it('lists everybody by seat, with or without tracks, and nobody of the green room', () => {
    const people = peopleOnAir({
      ...live,
      publications: [track(3, 'screen'), track(0, 'microphone', { isPaused: true }), track(0, 'camera')],
    });
    expect(people).toMatchObject([
      { seat: 0, sessionId: 'session-0', hasCamera: true, hasScreen: false, isMicrophoneOn: false },
      {
        seat: 1,
        sessionId: 'session-1',
        hasCamera: false,
        isReconnecting: true,
        forcedMute: { microphone: true },
      },
      { seat: 3, sessionId: 'session-3', hasCamera: false, hasScreen: true },
    ]);
  });

  it("puts a PK's rival last", () => {
    const side = { title: '', score: 0 };
    const people = peopleOnAir({
      ...live,
      publications: [track(0, 'camera', { roomId: 'r2', sessionId: 'rival' })],
      pk: {
        pkId: 'pk',
        sides: [
          { ...side, roomId: 'r2', anchor: person('rival') },
          { ...side, roomId: 'r1', anchor: person('anchor') },
        ],
        phase: 'battle',
        startedAtMs: 0,
        phaseEndsAtMs: 0,
        winnerRoomId: null,
      },
    });
    expect(people[0]).toMatchObject({ seat: 0, roomId: 'r1', hasCamera: false, isRival: false });
    expect(people.at(-1)).toMatchObject({ roomId: 'r2', sessionId: 'rival', hasCamera: true, isRival: true });
  });

  it('knows nobody between shows', () => {
    expect(peopleOnAir({ ...live, room: live.room && { ...live.room, status: 'ended' } })).toEqual([]);
  });
});

describe('seatOfSession', () => {
  it("finds a guest's own seat, and none without a Session", () => {
    expect(seatOfSession(live.stage.seats, 'session-2')?.seat).toBe(2);
    expect(seatOfSession(live.stage.seats, 'other')).toBeNull();
    expect(seatOfSession(live.stage.seats, null)).toBeNull();
  });
});

describe('what waits backstage', () => {
  const backstage: BackstageView = {
    applications: [
      { applicationId: 'a1', user: person('u1'), seat: null, message: null, withVideo: true, atMs: 0 },
    ],
    invitations: [
      { invitationId: 'i1', seat: 2, user: person('u2'), invitedBy: person('anchor'), expiresAtMs: 0 },
    ],
    previews: [],
    pkInvitations: [],
    ingest: null,
  };

  it('is found by its person', () => {
    expect(applicationOf(backstage, 'u1')?.applicationId).toBe('a1');
    expect(applicationOf(backstage, 'u2')).toBeNull();
    expect(invitationFor(backstage, 'u2')?.invitationId).toBe('i1');
    expect(invitationFor(backstage, 'u1')).toBeNull();
  });
});
