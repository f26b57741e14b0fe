import {
  defaultStageSettings,
  type PkView,
  type Publication,
  type RoomEvent,
  type RoomEventMap,
  type RoomEventType,
  type SeatView,
  type UserRef,
} from '@lianmai/shared';
import { describe, expect, it } from 'vitest';
import type { RoomState } from '../types.ts';
import { applyRoomEvent, emptyRoomState } from './applyRoomEvent.ts';

const person = (id: string): UserRef => ({ id, name: id, avatarUrl: null });
const free = (seat: number): SeatView => ({ seat, allowsVideo: true, state: 'free' });
const locked = (seat: number): SeatView => ({ seat, allowsVideo: true, state: 'locked' });
const taken = (seat: number, id: string): SeatView => ({
  seat,
  allowsVideo: true,
  state: 'taken',
  occupant: {
    user: person(id),
    sessionId: `session-${id}`,
    phase: 'onAir',
    isReconnecting: false,
    forcedMute: { microphone: false, camera: false },
  },
});
const track = (id: string, seat: number, roomId = 'r1'): Publication => ({
  producerId: `producer-${id}`,
  sessionId: `session-${id}`,
  user: person(id),
  roomId,
  seat,
  kind: 'audio',
  source: 'microphone',
  isPaused: false,
});
const pk: PkView = {
  pkId: 'pk1',
  sides: [
    { roomId: 'r1', title: '', anchor: person('a'), score: 0 },
    { roomId: 'r2', title: '', anchor: person('b'), score: 3 },
  ],
  phase: 'battle',
  startedAtMs: 0,
  phaseEndsAtMs: 1,
  winnerRoomId: null,
};

function roomWith(seats: SeatView[], changes: Partial<RoomState> = {}): RoomState {
  const stage = { settings: { ...defaultStageSettings, seatCount: 3 }, seats };
  const room = { id: 'r1' } as RoomState['room'];
  return { ...emptyRoomState, room, stage, ...changes };
}

type Step = { [T in RoomEventType]: { type: T; data: RoomEventMap[T] } }[RoomEventType];

function after(state: RoomState, ...steps: Step[]): RoomState {
  return steps.reduce(
    (now, step) => applyRoomEvent(now, { seq: now.seq + 1, at: 0, ...step } as RoomEvent),
    state,
  );
}

const states = ({ stage }: RoomState) => stage.seats.map(({ seat, state }) => `${seat} ${state}`);
const settings = (seatCount: number): Step => ({
  type: 'stageSettingsChanged',
  data: { settings: { ...defaultStageSettings, seatCount } },
});
const resized = (...seats: SeatView[]): Step => ({
  type: 'seatsChanged',
  data: { change: 'stage_resized', seats },
});

describe('the stage by its events', () => {
  it('replaces the seats that changed and keeps the order', () => {
    const state = after(roomWith([taken(0, 'a'), free(1), free(2)]), {
      type: 'seatsChanged',
      data: { change: 'taken', seats: [taken(1, 'g')] },
    });
    expect(states(state)).toEqual(['0 taken', '1 taken', '2 free']);
  });

  it('takes tracks along when people change seats', () => {
    const seated = roomWith([taken(0, 'a'), taken(1, 'g'), taken(2, 'h')], {
      publications: [track('a', 0), track('g', 1), track('h', 2), track('b', 0, 'r2')],
    });
    const state = after(seated, {
      type: 'seatsChanged',
      data: { change: 'moved', seats: [taken(1, 'h'), taken(2, 'g')] },
    });
    expect(state.publications.map(({ seat }) => seat)).toEqual([0, 2, 1, 0]);
  });

  it.each([
    { order: 'seats first', steps: [resized(locked(2)), settings(2)] },
    { order: 'settings first', steps: [settings(2), resized(locked(2))] },
  ])('loses seats when it shrinks, $order', ({ steps }) => {
    expect(states(after(roomWith([taken(0, 'a'), free(1), free(2)]), ...steps))).toEqual([
      '0 taken',
      '1 free',
    ]);
  });

  it.each([
    { order: 'seats first', steps: [resized(free(3)), settings(4)] },
    { order: 'settings first', steps: [settings(4), resized(free(3))] },
  ])('gains seats when it grows, $order', ({ steps }) => {
    const state = after(roomWith([taken(0, 'a'), free(1), free(2)]), ...steps);
    expect(states(state)).toEqual(['0 taken', '1 free', '2 free', '3 free']);
  });

  it('keeps a taken seat beyond the count until it is left', () => {
    const shrunk = after(roomWith([taken(0, 'a'), free(1), taken(2, 'g')]), settings(2));
    expect(states(shrunk)).toEqual(['0 taken', '1 free', '2 taken']);
    const left = after(shrunk, { type: 'seatsChanged', data: { change: 'left', seats: [locked(2)] } });
    expect(states(left)).toEqual(['0 taken', '1 free']);
  });
});

describe('a PK by its events', () => {
  const inPk = roomWith([taken(0, 'a')], { pk, publications: [track('a', 0), track('b', 0, 'r2')] });

  it('counts scores of this PK alone', () => {
    const scores = [{ roomId: 'r1', score: 7 }];
    const scored = after(inPk, { type: 'pkScored', data: { pkId: 'pk1', scores } });
    expect(scored.pk?.sides.map(({ score }) => score)).toEqual([7, 3]);
    const other = after(inPk, { type: 'pkScored', data: { pkId: 'pk0', scores } });
    expect(other.pk).toBe(pk);
  });

  it('ends with the rival out of sight', () => {
    const ended = after(inPk, { type: 'pkEnded', data: { pkId: 'pk1', reason: 'completed' } });
    expect(ended.pk).toBeNull();
    expect(ended.publications.map(({ roomId }) => roomId)).toEqual(['r1']);
  });
});
