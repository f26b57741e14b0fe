import { defaultStageSettings, type SeatView, type StageView, type UserRef } from '@lianmai/shared';
import { describe, expect, it } from 'vitest';
import { emptyStage, guestSeats, nextStage, type SeatCommand, seatOf } from './seats.ts';

const user = (id: string): UserRef => ({ id, name: id, avatarUrl: null });
const guest = (id: string) => ({ user: user(id), sessionId: `session of ${id}`, isReconnecting: false });

const take = (id: string, seat: number | null = null): SeatCommand => ({
  type: 'take',
  seat,
  guest: guest(id),
  phase: 'greenRoom',
  prefersVideo: true,
});
const reserve = (id: string, seat: number | null = null): SeatCommand => ({
  type: 'reserve',
  seat,
  user: user(id),
});
const resize = (seatCount: number): SeatCommand => ({
  type: 'configure',
  settings: { ...defaultStageSettings, seatCount },
});

/** The stage after `commands`, all of which must be possible. */
function stageAfter(commands: readonly SeatCommand[], seatCount = 4): StageView {
  let stage = emptyStage({ ...defaultStageSettings, seatCount }, user('anna'));
  for (const command of commands) {
    const result = nextStage(stage, command);
    if (result.name === 'refused') throw new Error(`${command.type}: ${result.code}`);
    stage = result.stage;
  }
  return stage;
}

/** A stage in short: `A` the anchor, `.` free, `x` locked, `?bob` reserved, `bob` in the green room, `bob!` on air. */
function short({ seats }: { seats: readonly SeatView[] }): string {
  const one = (seat: SeatView): string => {
    if (seat.seat === 0) return 'A';
    if (seat.state === 'taken')
      return `${seat.occupant.user.id}${seat.occupant.phase === 'onAir' ? '!' : ''}`;
    return seat.state === 'reserved' ? `?${seat.user.id}` : { free: '.', locked: 'x' }[seat.state];
  };
  return seats.map((seat) => `${seat.seat}${one(seat)}`).join(' ');
}

describe('what a command makes of the stage', () => {
  it.each<[string, SeatCommand[], SeatCommand, string, string, number[]]>([
    ['the first free seat is taken', [], take('bob'), '0A 1bob 2. 3.', 'taken', [1]],
    ['a seat of one’s choice is taken', [], take('bob', 3), '0A 1. 2. 3bob', 'taken', [3]],
    [
      'locked and reserved seats are passed over',
      [{ type: 'lock', seat: 1 }, reserve('eve', 2)],
      take('bob'),
      '0A 1x 2?eve 3bob',
      'taken',
      [3],
    ],
    [
      'a seat with a picture is preferred',
      [{ type: 'setVideo', seat: 1, allowsVideo: false }],
      take('bob'),
      '0A 1. 2bob 3.',
      'taken',
      [2],
    ],
    [
      'a reserved seat is taken',
      [reserve('bob', 2)],
      { type: 'takeReserved', seat: 2, guest: guest('bob'), phase: 'onAir' },
      '0A 1. 2bob! 3.',
      'taken',
      [2],
    ],
    [
      'who is invited elsewhere may take another seat',
      [reserve('bob', 2)],
      take('bob', 1),
      '0A 1bob 2?bob 3.',
      'taken',
      [1],
    ],
    [
      'a guest leaves',
      [take('bob')],
      { type: 'vacate', seat: 1, change: 'left' },
      '0A 1. 2. 3.',
      'left',
      [1],
    ],
    [
      'a guest is taken off',
      [take('bob')],
      { type: 'vacate', seat: 1, change: 'taken_off' },
      '0A 1. 2. 3.',
      'taken_off',
      [1],
    ],
    [
      'a reservation ends',
      [reserve('bob')],
      { type: 'endReservation', seat: 1 },
      '0A 1. 2. 3.',
      'reservation_ended',
      [1],
    ],
    ['a seat is locked', [], { type: 'lock', seat: 2 }, '0A 1. 2x 3.', 'locked', [2]],
    [
      'a seat is unlocked',
      [{ type: 'lock', seat: 2 }],
      { type: 'unlock', seat: 2 },
      '0A 1. 2. 3.',
      'unlocked',
      [2],
    ],
    ['a guest goes on air', [take('bob')], { type: 'takeOnAir', seat: 1 }, '0A 1bob! 2. 3.', 'on_air', [1]],
    [
      'a guest is cut',
      [take('bob'), { type: 'takeOnAir', seat: 1 }],
      { type: 'cut', seat: 1 },
      '0A 1bob 2. 3.',
      'cut',
      [1],
    ],
    ['a guest is moved', [take('bob')], { type: 'move', from: 1, to: 3 }, '0A 1. 2. 3bob', 'moved', [1, 3]],
    [
      'two guests swap',
      [take('bob'), take('eve'), { type: 'takeOnAir', seat: 2 }],
      { type: 'move', from: 2, to: 1 },
      '0A 1eve! 2bob 3.',
      'moved',
      [1, 2],
    ],
    ['the stage grows', [], resize(6), '0A 1. 2. 3. 4. 5.', 'stage_resized', [4, 5]],
    [
      'the stage shrinks',
      [{ type: 'lock', seat: 3 }, reserve('eve', 2)],
      resize(2),
      '0A 1.',
      'stage_resized',
      [2, 3],
    ],
    ['a shrinking stage keeps who sits', [take('bob', 3)], resize(2), '0A 1. 3bob', 'stage_resized', [2]],
    [
      'a seat beyond the count goes with its guest',
      [take('bob', 3), resize(2)],
      { type: 'vacate', seat: 3, change: 'left' },
      '0A 1.',
      'left',
      [3],
    ],
    [
      'a guest comes back from beyond the count',
      [take('bob', 3), resize(2)],
      { type: 'move', from: 3, to: 1 },
      '0A 1bob',
      'moved',
      [1, 3],
    ],
    [
      'a growing stage takes in who sat beyond it',
      [take('bob', 3), resize(2)],
      resize(5),
      '0A 1. 2. 3bob 4.',
      'stage_resized',
      [2, 4],
    ],
    [
      'the show ends',
      [take('bob'), reserve('eve'), { type: 'lock', seat: 3 }],
      { type: 'empty' },
      '0A 1. 2. 3x',
      'show_ended',
      [1, 2],
    ],
  ])('%s', (_name, before, command, after, change, touched) => {
    const result = nextStage(stageAfter(before), command);
    if (result.name !== 'changed') throw new Error(result.name);
    expect(short(result.stage)).toBe(after);
    expect(result.change).toBe(change);
    expect(result.seats.map(({ seat }) => seat)).toEqual(touched);
    // What is told is what is, or says that there is no such seat any more.
    for (const told of result.seats) {
      const gone: SeatView = { seat: told.seat, allowsVideo: told.allowsVideo, state: 'locked' };
      expect(told).toEqual(seatOf(result.stage, told.seat) ?? gone);
    }
  });
});

describe('what is refused', () => {
  it.each<[string, SeatCommand[], SeatCommand, string]>([
    ['a taken seat', [take('eve')], take('bob', 1), 'seat_taken'],
    ['a reserved seat', [reserve('eve')], take('bob', 1), 'seat_taken'],
    ['a locked seat', [{ type: 'lock', seat: 1 }], take('bob', 1), 'seat_locked'],
    ['a seat that is not there', [], take('bob', 8), 'not_found'],
    ['any seat of a full stage', [take('a'), take('b'), take('c')], take('bob'), 'stage_full'],
    ['the anchor’s seat', [], take('bob', 0), 'seat_taken'],
    ['a second seat of one person', [take('bob')], take('bob', 2), 'already_on_stage'],
    ['a guest’s seat for the anchor', [], take('anna'), 'already_on_stage'],
    ['an invitation of somebody on stage', [take('bob')], reserve('bob'), 'already_on_stage'],
    [
      'a seat kept for somebody else',
      [reserve('eve')],
      { type: 'takeReserved', seat: 1, guest: guest('bob'), phase: 'onAir' },
      'invitation_closed',
    ],
    [
      'a seat that is kept no longer',
      [],
      { type: 'takeReserved', seat: 1, guest: guest('bob'), phase: 'onAir' },
      'invitation_closed',
    ],
    ['leaving a free seat', [], { type: 'vacate', seat: 1, change: 'left' }, 'not_on_stage'],
    ['taking nobody on air', [], { type: 'takeOnAir', seat: 1 }, 'not_on_stage'],
    ['muting nobody', [], { type: 'setMuted', seat: 1, source: 'camera', isMuted: true }, 'not_on_stage'],
    ['locking a taken seat', [take('bob')], { type: 'lock', seat: 1 }, 'seat_taken'],
    ['locking a reserved seat', [reserve('bob')], { type: 'lock', seat: 1 }, 'seat_taken'],
    ['moving nobody', [], { type: 'move', from: 1, to: 2 }, 'not_on_stage'],
    [
      'moving onto a locked seat',
      [take('bob'), { type: 'lock', seat: 2 }],
      { type: 'move', from: 1, to: 2 },
      'seat_locked',
    ],
    [
      'moving onto a reserved seat',
      [take('bob'), reserve('eve', 2)],
      { type: 'move', from: 1, to: 2 },
      'seat_taken',
    ],
    ['moving to where no seat is', [take('bob')], { type: 'move', from: 1, to: 8 }, 'not_found'],
  ])('%s', (_name, before, command, code) => {
    expect(nextStage(stageAfter(before), command)).toEqual({ name: 'refused', code });
  });
});

describe('what changes nothing is told to nobody', () => {
  it.each<[string, SeatCommand[], SeatCommand]>([
    ['on air already', [take('bob'), { type: 'takeOnAir', seat: 1 }], { type: 'takeOnAir', seat: 1 }],
    ['in the green room already', [take('bob')], { type: 'cut', seat: 1 }],
    ['locked already', [{ type: 'lock', seat: 1 }], { type: 'lock', seat: 1 }],
    ['not locked', [], { type: 'unlock', seat: 1 }],
    ['not locked but taken', [take('bob')], { type: 'unlock', seat: 1 }],
    ['video allowed already', [], { type: 'setVideo', seat: 1, allowsVideo: true }],
    ['not muted', [take('bob')], { type: 'setMuted', seat: 1, source: 'camera', isMuted: false }],
    ['connected already', [take('bob')], { type: 'setConnection', seat: 1, isReconnecting: false }],
    ['moved to where they are', [take('bob')], { type: 'move', from: 1, to: 1 }],
    ['nobody there at the end', [], { type: 'empty' }],
  ])('%s', (_name, before, command) => {
    const stage = stageAfter(before);
    expect(nextStage(stage, command)).toEqual({ name: 'unchanged', stage });
  });
});

describe('an occupant', () => {
  const muted = [take('bob'), { type: 'setMuted', seat: 1, source: 'microphone', isMuted: true } as const];
  const occupant = (commands: SeatCommand[], seat = 1) => {
    const found = seatOf(stageAfter(commands), seat);
    return found?.state === 'taken' ? found.occupant : null;
  };

  it('takes forced mutes along when moved, and leaves the seat’s own rights behind', () => {
    const moved = stageAfter([
      ...muted,
      { type: 'setVideo', seat: 2, allowsVideo: false },
      { type: 'move', from: 1, to: 2 },
    ]);
    expect(seatOf(moved, 2)).toMatchObject({
      allowsVideo: false,
      occupant: { forcedMute: { microphone: true, camera: false } },
    });
    expect(seatOf(moved, 1)).toEqual({ seat: 1, allowsVideo: true, state: 'free' });
  });

  it('keeps seat, phase and mutes when a newer tab goes on', () => {
    const handOver: SeatCommand = { type: 'handOver', seat: 1, sessionId: 'new', isReconnecting: false };
    expect(occupant([...muted, { type: 'takeOnAir', seat: 1 }, handOver])).toEqual({
      user: user('bob'),
      sessionId: 'new',
      phase: 'onAir',
      isReconnecting: false,
      forcedMute: { microphone: true, camera: false },
    });
  });

  it('is not muted any more after leaving and coming back', () => {
    const commands: SeatCommand[] = [...muted, { type: 'vacate', seat: 1, change: 'left' }, take('bob')];
    expect(occupant(commands)?.forcedMute).toEqual({ microphone: false, camera: false });
  });

  it('is the anchor on seat 0, always', () => {
    const away: SeatCommand = { type: 'setConnection', seat: 0, isReconnecting: true };
    expect(occupant([away], 0)).toMatchObject({ user: user('anna'), sessionId: null, isReconnecting: true });
    expect(occupant([away, { type: 'empty' }], 0)).toMatchObject({ isReconnecting: false, phase: 'onAir' });
    expect(guestSeats(stageAfter([]))).toEqual([]);
  });
});
