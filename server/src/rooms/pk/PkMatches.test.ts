import { beforeEach, describe, expect, it, vi } from 'vitest';
import { pkFixture } from '../../testing/pkFixture.ts';

type Fixture = ReturnType<typeof pkFixture>;
let clock: Fixture['clock'];
let pk: Fixture['pk'];
let scores: Fixture['scores'];
let red: Fixture['red'];
let blue: Fixture['blue'];
let green: Fixture['green'];

beforeEach(() => {
  ({ clock, pk, scores, red, blue, green } = pkFixture());
});

const invite = (from = 'red', to = 'blue') => pk.invite(from, to, 60_000).pkId;
const coded = (code: string) => expect.objectContaining({ code });

function battle(): string {
  const pkId = invite();
  pk.accept('blue', pkId);
  return pkId;
}

describe('an invitation', () => {
  it('is seen by both anchors until it is answered', () => {
    const { pkId, expiresAtMs } = pk.invite('red', 'blue', 60_000);
    expect(expiresAtMs).toBe(clock.nowMs() + 30_000);
    const invitation = {
      pkId,
      from: { roomId: 'red', title: 'title of red', anchor: red.anchor },
      to: { roomId: 'blue', title: 'title of blue', anchor: blue.anchor },
      durationMs: 60_000,
      expiresAtMs,
    };
    expect(pk.invitationsOf('red')).toEqual([invitation]);
    expect(pk.invitationsOf('blue')).toEqual([invitation]);
    expect(pk.invitationsOf('green')).toEqual([]);
    expect([red.backstageTold, blue.backstageTold, green.backstageTold]).toEqual([1, 1, 0]);
    expect(pk.view('red')).toBeNull();

    pk.decline('blue', pkId);
    expect(pk.invitationsOf('red')).toEqual([]);
    expect([red.backstageTold, blue.backstageTold]).toEqual([2, 2]);
    expect(red.answers).toEqual([{ pkId, answer: 'declined' }]);
    expect(blue.answers).toEqual([]);
    clock.advance(5_000);
    expect(clock.pendingTimers).toBe(0);
  });

  it('expires', () => {
    const pkId = invite();
    clock.advance(29_999);
    expect(pk.invitationsOf('blue')).toHaveLength(1);
    clock.advance(1);
    expect(red.answers).toEqual([{ pkId, answer: 'expired' }]);
    expect(() => pk.accept('blue', pkId)).toThrow(coded('pk_not_found'));
  });

  it('can be withdrawn by the one who sent it, and answered by the one who got it', () => {
    const pkId = invite();
    expect(() => pk.cancel('blue', pkId)).toThrow(coded('pk_not_found'));
    expect(() => pk.accept('red', pkId)).toThrow(coded('pk_not_found'));
    expect(() => pk.decline('red', pkId)).toThrow(coded('pk_not_found'));
    expect(() => pk.accept('green', pkId)).toThrow(coded('pk_not_found'));
    pk.cancel('red', pkId);
    expect(red.answers).toEqual([{ pkId, answer: 'cancelled' }]);
    expect(() => pk.accept('blue', pkId)).toThrow(coded('pk_not_found'));
  });

  it('is refused where no PK could come of it', () => {
    expect(() => invite('red', 'red')).toThrow(coded('invalid_request'));
    expect(() => invite('red', 'nowhere')).toThrow(coded('room_not_found'));
    green.isLive = false;
    expect(() => invite('red', 'green')).toThrow(coded('room_not_live'));
    expect(() => invite('green', 'red')).toThrow(coded('room_not_live'));
    green.isLive = true;
    invite();
    expect(() => invite()).toThrow(coded('pk_busy'));
    expect(pk.invitationsOf('red')).toHaveLength(1);
  });

  it.each([
    ['declined', (pkId: string) => pk.decline('blue', pkId)],
    ['cancelled', (pkId: string) => pk.cancel('red', pkId)],
    ['expired', () => clock.advance(30_000)],
  ])('comes again only after a while: %s', (_name, end) => {
    end(invite());
    expect(() => invite()).toThrow(coded('too_many_requests'));
    expect(invite('red', 'green')).toBeDefined();
    expect(invite('blue', 'red')).toBeDefined();
    clock.advance(5_000);
    expect(invite()).toBeDefined();
  });

  it('has the titles of its time, a PK those of its beginning', () => {
    const title = vi.spyOn(red, 'view').mockReturnValue({ title: 'then' });
    const pkId = invite();
    expect(pk.invitationsOf('blue')).toMatchObject([{ from: { title: 'then' } }]);
    title.mockReturnValue({ title: 'now' });
    pk.accept('blue', pkId);
    title.mockReturnValue({ title: 'later' });
    expect(pk.view('blue')?.sides).toMatchObject([{ title: 'now' }, { title: 'title of blue' }]);
  });

  it('goes with either show', () => {
    const pkId = invite();
    blue.endShow();
    expect(red.answers).toEqual([{ pkId, answer: 'cancelled' }]);
    expect(pk.invitationsOf('red')).toEqual([]);
    clock.advance(5_000);
    expect(clock.pendingTimers).toBe(0);
  });

  it('cannot be sent to everybody, nor by everybody to one', () => {
    const { pk: other, rooms, media } = pkFixture();
    const room = rooms.get('red');
    if (!room) throw new Error('no room');
    for (let i = 0; i < 30; i += 1) {
      const id = `room${i}`;
      const copy = Object.assign(Object.create(room), {
        id,
        media: media.openRoom(id, { audioLevels: () => undefined }),
      });
      rooms.set(id, copy);
    }
    for (let i = 0; i < 5; i += 1) other.invite('red', `room${i}`, 60_000);
    expect(() => other.invite('red', 'room5', 60_000)).toThrow(coded('limit_reached'));
    for (let i = 0; i < 20; i += 1) other.invite(`room${i}`, 'blue', 60_000);
    expect(() => other.invite('room20', 'blue', 60_000)).toThrow(coded('limit_reached'));
  });
});

describe('races', () => {
  it('two anchors invite each other at once: the first acceptance counts, the other invitation is over', () => {
    const fromRed = invite('red', 'blue');
    const fromBlue = invite('blue', 'red');
    pk.accept('blue', fromRed);
    expect(pk.view('red')?.pkId).toBe(fromRed);
    expect(() => pk.accept('red', fromBlue)).toThrow(coded('pk_not_found'));
    expect(blue.answers).toEqual([{ pkId: fromBlue, answer: 'cancelled' }]);
    expect(red.answers).toEqual([{ pkId: fromRed, answer: 'accepted' }]);
    expect(pk.invitationsOf('red')).toEqual([]);
  });

  it('an acceptance ends all other invitations of both, and refuses new ones', () => {
    const toGreen = invite('red', 'green');
    const fromGreen = invite('green', 'blue');
    battle();
    expect(red.answers.map(({ pkId, answer }) => [pkId === toGreen, answer])).toEqual([
      [true, 'cancelled'],
      [false, 'accepted'],
    ]);
    expect(green.answers).toEqual([{ pkId: fromGreen, answer: 'declined' }]);
    expect(() => invite('green', 'blue')).toThrow(coded('pk_busy'));
    expect(() => invite('red', 'green')).toThrow(coded('pk_busy'));
  });

  it('accepting while it is being withdrawn: whoever comes first', () => {
    const first = invite();
    pk.cancel('red', first);
    expect(() => pk.accept('blue', first)).toThrow(coded('pk_not_found'));
    expect(pk.view('blue')).toBeNull();
    clock.advance(5_000);
    const second = invite();
    pk.accept('blue', second);
    expect(() => pk.cancel('red', second)).toThrow(coded('pk_not_found'));
    expect(pk.view('blue')?.pkId).toBe(second);
  });

  it('accepting twice starts it once', () => {
    const pkId = battle();
    expect(() => pk.accept('blue', pkId)).toThrow(coded('pk_not_found'));
    expect(red.eventTypes).toEqual(['pkStarted']);
  });

  it('ending in the moment of expiry moves on by one phase', () => {
    battle();
    clock.advance(60_000);
    pk.end('red');
    expect(red.eventTypes).toEqual(['pkStarted', 'pkDecided', 'pkEnded']);
    expect(() => pk.end('blue')).toThrow(coded('pk_not_found'));
    clock.advance(600_000);
    expect(red.eventTypes).toEqual(['pkStarted', 'pkDecided', 'pkEnded']);
    expect(clock.pendingTimers).toBe(0);
  });

  it('both shows end at once: it ends once', () => {
    battle();
    red.endShow();
    blue.endShow();
    expect(red.eventTypes.filter((type) => type === 'pkEnded')).toHaveLength(1);
    expect(blue.eventTypes.filter((type) => type === 'pkEnded')).toHaveLength(1);
  });
});

describe('a PK', () => {
  it('goes from battle to result to its end, the same in both logs', () => {
    const pkId = battle();
    const startedAtMs = clock.nowMs();
    scores.give('blue', 7);
    clock.advance(60_000);
    expect(pk.view('red')).toEqual({
      pkId,
      sides: [
        { roomId: 'red', title: 'title of red', anchor: red.anchor, score: 0 },
        { roomId: 'blue', title: 'title of blue', anchor: blue.anchor, score: 7 },
      ],
      phase: 'result',
      startedAtMs,
      phaseEndsAtMs: startedAtMs + 90_000,
      winnerRoomId: 'blue',
    });
    expect(() => scores.give('blue', 1)).toThrow(coded('invalid_state'));
    clock.advance(30_000);
    expect(pk.view('red')).toBeNull();
    expect(red.eventTypes).toEqual(['pkStarted', 'pkScored', 'pkDecided', 'pkEnded']);
    expect(red.events).toEqual(blue.events);
    expect(red.events.at(-1)?.data).toEqual({ pkId, reason: 'completed' });
    expect(clock.pendingTimers).toBe(0);
    invite('blue', 'red');
  });

  it('is cut short by either anchor, and ended during its result', () => {
    const pkId = battle();
    pk.end('blue');
    expect(pk.view('blue')).toMatchObject({ phase: 'result', winnerRoomId: null });
    pk.end('red');
    expect(blue.events.at(-1)?.data).toEqual({ pkId, reason: 'early' });
  });

  it('ends in both rooms with either show', () => {
    const pkId = battle();
    blue.endShow();
    for (const room of [red, blue]) expect(room.events.at(-1)?.data).toEqual({ pkId, reason: 'show_ended' });
    expect(clock.pendingTimers).toBe(0);
  });

  it('tells scores at most once a second, and the last before the result', () => {
    battle();
    for (let i = 0; i < 95; i += 1) {
      scores.give(i % 2 ? 'red' : 'blue', 2);
      clock.advance(100);
    }
    const told = red.events.filter(({ type }) => type === 'pkScored');
    expect(told).toHaveLength(10);
    pk.end('red');
    expect(pk.view('red')?.sides.map(({ score }) => score)).toEqual([94, 96]);
    clock.advance(5000);
    expect(red.events.filter(({ type }) => type === 'pkScored')).toHaveLength(10);
  });

  it('takes points for its rooms only, and only real ones', () => {
    battle();
    expect(() => scores.give('green', 5)).toThrow(coded('pk_not_found'));
    for (const points of [0, -3, 1.5, Number.NaN, Number.POSITIVE_INFINITY]) {
      expect(() => scores.give('red', points)).toThrow(coded('invalid_request'));
    }
    expect(pk.view('red')?.sides.map(({ score }) => score)).toEqual([0, 0]);
  });
});

it('ends everything when the server stops', () => {
  battle();
  pk.close();
  pk.close();
  expect(red.events.at(-1)).toMatchObject({ type: 'pkEnded', data: { reason: 'show_ended' } });
  expect(clock.pendingTimers).toBe(0);
  expect(() => scores.give('red', 1)).toThrow(coded('pk_not_found'));
});
