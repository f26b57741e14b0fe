import { describe, expect, it, vi } from 'vitest';
import { FakeClientLink } from '../testing/FakeClientLink.ts';
import { identity, timings } from '../testing/roomFixture.ts';
import { slowMedia } from '../testing/slowMedia.ts';
import { backstageTold, type LiveRoom, liveRoom, noticesOf, withGuest } from '../testing/stageFixture.ts';
import type { Session } from './Session.ts';

const anySeat = { seat: null, message: null, withVideo: true };
const refusal = (code: string) => expect.objectContaining({ code });

describe('coming on stage', () => {
  it('by applying: hosts see the queue, the applicant their own, nobody else any', () => {
    const { room, anna, join, clock } = liveRoom();
    const [bob, eve] = [join('bob'), join('eve')];
    const applied = room.admissions.apply(bob.session, { ...anySeat, message: 'hello' });
    if (applied.outcome !== 'queued') throw new Error('seated');
    expect(backstageTold(anna.link)?.applications).toMatchObject([{ user: { id: 'bob' }, message: 'hello' }]);
    expect(backstageTold(bob.link)?.applications).toHaveLength(1);
    expect(backstageTold(eve.link)).toBeUndefined();
    expect(room.admissions.accept(applied.applicationId, undefined)).toBe(1);
    expect(noticesOf(bob.link, 'applicationAnswered')).toMatchObject([{ answer: 'accepted' }]);
    clock.advance(50);
    expect(backstageTold(anna.link)?.applications).toEqual([]);
    expect(() => room.admissions.accept(applied.applicationId, undefined)).toThrow(
      refusal('application_closed'),
    );
  });

  it('keeps one application of each, the newest, in its place', () => {
    const { room, join } = liveRoom();
    const [bob, eve] = [join('bob'), join('eve')];
    room.admissions.apply(bob.session, anySeat);
    room.admissions.apply(eve.session, anySeat);
    room.admissions.apply(bob.session, { ...anySeat, message: 'please' });
    expect(room.admissions.applications.map(({ user, message }) => [user.id, message])).toEqual([
      ['bob', 'please'],
      ['eve', null],
    ]);
  });

  it('lets applications expire, and forgets those of who leaves', () => {
    const { room, join, clock } = liveRoom();
    const [bob, eve] = [join('bob'), join('eve')];
    room.admissions.apply(bob.session, anySeat);
    room.admissions.apply(eve.session, anySeat);
    eve.session.end('left');
    expect(room.admissions.applications).toHaveLength(1);
    clock.advance(600_000);
    expect(room.admissions.applications).toEqual([]);
    expect(noticesOf(bob.link, 'applicationAnswered')).toMatchObject([{ answer: 'expired' }]);
  });

  it('by invitation, which expires', () => {
    const { room, anna, join, clock } = liveRoom();
    const [bob, eve] = [join('bob'), join('eve')];
    const { invitationId } = room.admissions.invite(anna.session.user, 'bob', 2);
    clock.advance(50);
    expect(backstageTold(bob.link)?.invitations).toMatchObject([{ seat: 2, invitedBy: { id: 'anna' } }]);
    expect(() => room.stage.take(eve.session, 2, true)).toThrow(refusal('seat_taken'));
    expect(() => room.admissions.acceptInvitation(eve.session, invitationId)).toThrow(
      refusal('invitation_closed'),
    );
    clock.advance(29_950);
    expect(room.stage.seat(2)).toMatchObject({ state: 'free' });
    expect(() => room.admissions.acceptInvitation(bob.session, invitationId)).toThrow(
      refusal('invitation_closed'),
    );
  });

  it('seats who is invited and applies at the same time, once', () => {
    const { room, anna, join } = liveRoom();
    const bob = join('bob');
    room.admissions.apply(bob.session, anySeat);
    const { invitationId } = room.admissions.invite(anna.session.user, 'bob', 3);
    expect(room.admissions.apply(bob.session, anySeat)).toEqual({ outcome: 'seated', seat: 3 });
    expect([room.admissions.applications, room.admissions.invitations]).toEqual([[], []]);
    expect(() => room.admissions.acceptInvitation(bob.session, invitationId)).toThrow(
      refusal('invitation_closed'),
    );
  });

  it('frees the seat kept for somebody who takes another one', () => {
    const { room, anna, join } = liveRoom();
    const bob = join('bob');
    const applied = room.admissions.apply(bob.session, anySeat);
    room.admissions.invite(anna.session.user, 'bob', 3);
    if (applied.outcome === 'queued') room.admissions.accept(applied.applicationId, 1);
    expect(room.stage.seat(1)).toMatchObject({ state: 'taken' });
    expect(room.stage.seat(3)).toMatchObject({ state: 'free' });
  });

  it('gives the last seat to the first of two', () => {
    const { room, join } = liveRoom();
    room.stage.configure({ seatCount: 2, admission: 'open' });
    const [bob, eve] = [join('bob'), join('eve')];
    expect(room.admissions.apply(bob.session, anySeat)).toEqual({ outcome: 'seated', seat: 1 });
    expect(() => room.admissions.apply(eve.session, anySeat)).toThrow(refusal('stage_full'));
  });

  it.each([
    ['the anchor, watching their own room', identity('anna')],
    ['a moderator', identity('mo', { role: 'moderator', moderate: true })],
    ['an operator', identity('op', { role: 'operator' })],
    ['who may not publish', identity('deaf', { publish: false })],
  ])('is not for %s', (_name, who) => {
    const { room } = liveRoom();
    const session = room.join(who, 'viewer', new FakeClientLink());
    expect(() => room.admissions.apply(session, anySeat)).toThrow(refusal('forbidden'));
    expect(() => room.assertMaySend(session)).toThrow(refusal('forbidden'));
  });

  it('is not possible without a show, nor uninvited where only the invited may come', () => {
    const { room, join } = liveRoom();
    const bob = join('bob');
    room.stage.configure({ admission: 'invite' });
    expect(() => room.admissions.apply(bob.session, anySeat)).toThrow(refusal('invitation_only'));
    room.endShow('ended_by_anchor');
    expect(() => room.admissions.apply(bob.session, anySeat)).toThrow(refusal('room_not_live'));
  });
});

describe('leaving the stage', () => {
  it.each([
    ['leaving', (live: LiveRoom, session: Session) => live.room.stage.leave(session), 'left'],
    [
      'being taken off',
      (live: LiveRoom) => live.room.stage.change({ type: 'vacate', seat: 1, change: 'taken_off' }),
      'taken_off',
    ],
  ])('closes what the guest publishes: %s', async (_name, go, change) => {
    const live = liveRoom();
    const { session, link, camera } = await withGuest(live);
    go(live, session);
    expect(live.room.snapshot().publications).toEqual([]);
    expect(live.producer(camera)).toBeUndefined();
    expect(noticesOf(link, 'producerClosed').map(({ reason }) => reason)).toEqual(['off_stage', 'off_stage']);
    expect(live.anna.link.frames.at(-1)).toMatchObject({ event: { data: { change } } });
    await expect(live.publish(session, 'camera')).rejects.toMatchObject({ code: 'not_on_stage' });
  });

  it('refuses what was being published when the seat went, even if they sit again', async () => {
    const live = liveRoom({ wrapMedia: (media) => slowMedia(media, () => 0.9) });
    const { session } = live.join('bob');
    live.room.stage.take(session, 1, true);
    const publishing = live.publish(session, 'camera', await live.sendTransport(session));
    await Promise.resolve();
    live.room.stage.leave(session);
    live.room.stage.take(session, 2, true);
    await expect(publishing).rejects.toMatchObject({ code: 'not_found' });
    expect(live.media.rooms.get('r1')?.producers.size).toBe(0);
  });

  it('refuses a track whose transport went with the seat, even if they sit again', async () => {
    const live = liveRoom();
    const { session } = live.join('bob');
    live.room.stage.take(session, 1, true);
    const produce = session.peer.produce.bind(session.peer);
    vi.spyOn(session.peer, 'produce').mockImplementation(async (track) => {
      const made = await produce(track);
      live.room.stage.leave(session);
      live.room.stage.take(session, 2, true);
      return made;
    });
    await expect(live.publish(session, 'camera')).rejects.toMatchObject({ code: 'invalid_state' });
    expect(live.room.tracks.previews).toEqual([]);
  });

  it.each([
    ['leaving', (live: LiveRoom, session: Session) => live.room.stage.leave(session)],
    ['the end of the show', (live: LiveRoom) => live.room.endShow('ended_by_anchor')],
  ])('closes the way by which the guest sent, and no other: %s', async (_name, go) => {
    const live = liveRoom();
    const { session, link, seat } = await withGuest(live);
    const idle = await live.sendTransport(session);
    const { id: recv } = await session.peer.createTransport({ direction: 'recv', forceTcp: false });
    live.room.stage.move(seat, 4);
    live.room.stage.change({ type: 'cut', seat: 4 });
    expect(noticesOf(link, 'transportClosed')).toEqual([]);
    go(live, session);
    expect(noticesOf(link, 'transportClosed')).toContainEqual({ transportId: idle, reason: 'off_stage' });
    expect(noticesOf(link, 'transportClosed').map(({ transportId }) => transportId)).not.toContain(recv);
    await expect(session.peer.restartIce(idle)).rejects.toMatchObject({ code: 'not_found' });
    await expect(session.peer.restartIce(recv)).resolves.toBeDefined();
  });

  it('holds the seat of a lost connection for the grace period', async () => {
    const live = liveRoom();
    const { session, link, seat } = await withGuest(live);
    session.detach(link);
    expect(live.room.stage.seat(seat)).toMatchObject({ occupant: { isReconnecting: true } });
    live.room.resume(session.id, session.resumeKey, identity('bob'), new FakeClientLink());
    expect(live.room.stage.seat(seat)).toMatchObject({ occupant: { isReconnecting: false } });
    expect(live.room.tracks.publications).toHaveLength(2);
    session.end('grace_over');
    expect(live.room.stage.seat(seat)).toMatchObject({ state: 'free' });
    expect(live.room.tracks.publications).toEqual([]);
  });

  it('frees the seat when nobody comes back', async () => {
    const live = liveRoom();
    const { session, link, seat } = await withGuest(live);
    session.detach(link);
    live.clock.advance(timings.sessionGraceMs);
    expect(live.room.stage.seat(seat)).toMatchObject({ state: 'free' });
    expect(live.anna.link.eventTypes()).toContain('trackUnpublished');
  });

  it('keeps the seat, not the tracks, for a newer tab of the same guest', async () => {
    const live = liveRoom();
    const first = await withGuest(live);
    live.room.stage.setMuted(first.seat, 'microphone', true);
    const second = live.join('bob');
    expect(first.session.isEnded).toBe(true);
    expect(live.room.stage.guests).toMatchObject([
      { seat: first.seat, occupant: { sessionId: second.session.id, forcedMute: { microphone: true } } },
    ]);
    expect(live.room.tracks.publications).toEqual([]);
    await live.publish(second.session, 'camera');
    expect(live.room.tracks.publications).toHaveLength(1);
  });

  it('takes off who comes back with a token that may not publish', async () => {
    const live = liveRoom();
    const { session, link, seat } = await withGuest(live);
    session.detach(link);
    live.room.resume(
      session.id,
      session.resumeKey,
      identity('bob', { publish: false }),
      new FakeClientLink(),
    );
    expect(live.room.stage.seat(seat)).toMatchObject({ state: 'free' });
    expect(live.room.tracks.publications).toEqual([]);
  });

  it('empties the stage at the end of the show', async () => {
    const live = liveRoom();
    const { link } = await withGuest(live);
    live.room.endShow('ended_by_anchor');
    expect(live.room.stage.guests).toEqual([]);
    expect(noticesOf(link, 'producerClosed').map(({ reason }) => reason)).toEqual([
      'show_ended',
      'show_ended',
    ]);
    expect(link.eventTypes().slice(-4)).toEqual([
      'trackUnpublished',
      'trackUnpublished',
      'seatsChanged',
      'showEnded',
    ]);
  });
});

it('ends the Session of who comes back without the right to the green room they may be watching', () => {
  const { room } = liveRoom();
  const link = new FakeClientLink();
  const dora = room.join(identity('dora', { role: 'anchor', room: 'r1' }), 'viewer', link);
  dora.detach(link);
  const resume = () => room.resume(dora.id, dora.resumeKey, identity('dora'), new FakeClientLink());
  expect(resume).toThrow(refusal('forbidden'));
  expect(dora.isEnded).toBe(true);
  expect(room.sessions.some(({ user }) => user.id === 'dora')).toBe(false);
});
