import { defaultStageSettings, type MediaKind, type Publication, type SeatView } from '@lianmai/shared';
import { describe, expect, it } from 'vitest';
import type { RoomState } from '../../sdk/index.ts';
import { absentAnchor, peopleInGreenRoom, peopleInPicture } from './people.ts';

const user = (id: string) => ({ id, name: id.toUpperCase(), avatarUrl: null });

const room = {
  id: 'room',
  title: 'A show',
  coverUrl: null,
  anchor: user('ada'),
  status: 'live' as const,
  access: 'public' as const,
  viewerCount: 1,
  likeCount: 0,
  startedAt: null,
  createdAt: '2026-01-01T00:00:00Z',
};

function publication(id: string, seat: number, kind: MediaKind, isPaused = false): Publication {
  const source = kind === 'video' ? 'camera' : 'microphone';
  const from = { producerId: `${id}-${kind}`, sessionId: `session-${id}`, user: user(id), roomId: 'room' };
  return { ...from, seat, kind, source, isPaused };
}

function taken(seat: number, id: string, phase: 'onAir' | 'greenRoom'): SeatView {
  const forcedMute = { microphone: false, camera: false };
  const occupant = { user: user(id), sessionId: `session-${id}`, phase, isReconnecting: false, forcedMute };
  return { seat, allowsVideo: true, state: 'taken', occupant };
}

function stateOf(seats: SeatView[], publications: Publication[]): RoomState {
  return {
    seq: 1,
    room,
    publications,
    stage: { settings: defaultStageSettings, seats },
    pk: null,
    isAnchorAway: false,
    showEndReason: null,
    role: 'viewer',
    may: { publish: false, subscribe: true, chat: true, moderate: false },
    muted: null,
    clockOffsetMs: 0,
  };
}

const both = (id: string, seat: number) => [publication(id, seat, 'video'), publication(id, seat, 'audio')];

describe('peopleInPicture', () => {
  it('shows those on air, and not who waits in the green room', () => {
    const seats = [taken(2, 'bo', 'onAir'), taken(3, 'cy', 'greenRoom')];
    const people = peopleInPicture(stateOf(seats, [...both('ada', 0), ...both('bo', 2)]), [], null);
    expect(people.map((one) => [one.user.id, one.seat, one.role])).toEqual([
      ['ada', 0, 'anchor'],
      ['bo', 2, 'coHost'],
    ]);
  });

  it('knows whose camera and microphone are off', () => {
    const state = stateOf([taken(1, 'bo', 'onAir')], [publication('bo', 1, 'video', true)]);
    expect(peopleInPicture(state, [], null)[1]).toMatchObject({ hasPicture: false, isMicrophoneOff: true });
  });

  it('keeps the key of somebody who moves', () => {
    const keyOn = (seat: number) =>
      peopleInPicture(stateOf([taken(seat, 'bo', 'onAir')], both('bo', seat)), [], null)[1]?.key;
    expect(keyOn(4)).toBe(keyOn(1));
  });

  it('takes one’s own state from one’s own devices', () => {
    const own = { userId: 'bo', stream: null, isCameraOn: false, isMicrophoneOn: true };
    const people = peopleInPicture(stateOf([taken(1, 'bo', 'onAir')], both('bo', 1)), [], own);
    expect(people[1]).toMatchObject({ isOwn: true, hasPicture: false, isMicrophoneOff: false });
    expect(people[0]).toMatchObject({ isOwn: false });
  });

  it('gives the anchor the same key as before the show', () => {
    expect(peopleInPicture(stateOf([], both('ada', 0)), [], null)[0]?.key).toBe(absentAnchor(null).key);
  });
});

describe('peopleInGreenRoom', () => {
  it('shows whom only the anchor sees', () => {
    const state = stateOf([taken(1, 'bo', 'onAir'), taken(2, 'cy', 'greenRoom')], both('bo', 1));
    const people = peopleInGreenRoom(state, both('cy', 2), []);
    expect(people).toHaveLength(1);
    expect(people[0]).toMatchObject({ seat: 2, isPreview: true, hasPicture: true, isMicrophoneOff: false });
  });
});
