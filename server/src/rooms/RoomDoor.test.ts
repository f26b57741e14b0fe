import { limits } from '@lianmai/shared';
import { describe, expect, it } from 'vitest';
import { FakeClientLink } from '../testing/FakeClientLink.ts';
import { identity, roomFixture } from '../testing/roomFixture.ts';
import { RoomDoor } from './RoomDoor.ts';

const refusedWith = (code: string) => expect.objectContaining({ code });

function privateRoom() {
  const fixture = roomFixture();
  fixture.room.update({ access: 'private' });
  return fixture;
}

describe('a private room', () => {
  it.each([
    ['its anchor', identity('anna'), true],
    ['an operator', identity('olga', { role: 'operator' }), true],
    ['who may moderate everywhere', identity('max', { moderate: true }), true],
    ['who has a token for this room alone', identity('bob', { room: 'r1' }), true],
    ['anybody else', identity('bob'), false],
  ])('lets %s in, or not', (_who, who, isAdmitted) => {
    const { room } = privateRoom();
    const ways = [
      () => room.join(who, 'viewer', new FakeClientLink()),
      () => room.assertMayEnter(who),
      () => room.assertMayWatch(who),
    ];
    for (const way of ways) {
      if (isAdmitted) expect(way).not.toThrow();
      else expect(way).toThrow(refusedWith('room_private'));
    }
  });

  it('shows nobody in particular nothing, and is on no list', () => {
    const { room, rooms } = privateRoom();
    expect(() => room.assertMayWatch(null)).toThrow(refusedWith('room_private'));
    expect(rooms.list({ limit: 10 }).rooms).toEqual([]);
  });

  it('lets in who has had an invitation, also when there is another by now', () => {
    const { room, records } = privateRoom();
    const earlier = room.door.invitation;
    room.acceptInvitation(identity('bob'), earlier);
    room.acceptInvitation(identity('bob'), earlier);
    room.renewInvitation({ uninvite: false });
    expect(() => room.assertMayEnter(identity('bob'))).not.toThrow();
    expect(() => room.acceptInvitation(identity('cai'), earlier)).toThrow(refusedWith('invitation_invalid'));
    expect(records.invited).toEqual([{ roomId: 'r1', userId: 'bob' }]);
    expect(records.rooms.get('r1')).toMatchObject({ access: 'private', invitation: room.door.invitation });
  });

  it('takes its invitations back: who came by them is out, but for who is on stage', () => {
    const { room, records, join } = privateRoom();
    for (const name of ['bob', 'cai']) room.acceptInvitation(identity(name), room.door.invitation);
    const anna = join('anna', 'publisher');
    room.startShow(anna.session);
    const [bob, cai] = [join('bob'), join('cai')];
    room.stage.configure({ admission: 'open' });
    room.admissions.apply(cai.session, { seat: null, message: null, withVideo: true });
    let asked = 0;
    room.onAccessChanged(() => {
      asked += 1;
    });
    room.renewInvitation({ uninvite: true });
    expect([anna, bob, cai].map(({ session }) => session.isEnded)).toEqual([false, true, false]);
    expect(() => room.assertMayEnter(identity('bob'))).toThrow(refusedWith('room_private'));
    expect(records.invited).toEqual([{ roomId: 'r1', userId: 'cai' }]);
    expect(asked).toBeGreaterThan(0);
    room.acceptInvitation(identity('bob'), room.door.invitation);
    expect(() => room.assertMayEnter(identity('bob'))).not.toThrow();
  });

  it('invites nobody who is banned there', async () => {
    const { room, order } = privateRoom();
    const anchor = { identity: identity('anna'), origin: 'test' };
    await order.moderation.sanction(anchor, room, { userId: 'bob', kind: 'ban' });
    expect(() => room.acceptInvitation(identity('bob'), room.door.invitation)).toThrow(refusedWith('banned'));
  });
});

describe('a room that turns private', () => {
  it('sends those out who may not stay, and keeps hosts, the invited and who is on stage', () => {
    const { room, join } = roomFixture();
    const anna = join('anna', 'publisher');
    room.startShow(anna.session);
    const [bob, cai, dan] = [join('bob'), join('cai'), join('dan')];
    room.acceptInvitation(identity('cai'), room.door.invitation);
    room.stage.configure({ admission: 'open' });
    room.admissions.apply(dan.session, { seat: null, message: null, withVideo: true });
    let asked = 0;
    room.onAccessChanged(() => {
      asked += 1;
    });
    room.update({ access: 'private' });
    expect([anna, bob, cai, dan].map(({ session }) => session.isEnded)).toEqual([false, true, false, false]);
    expect(bob.link.frames).toContainEqual({
      type: 'notice',
      notice: 'sessionEnded',
      data: { reason: 'room_private' },
    });
    expect(anna.link.eventTypes()).toContain('roomUpdated');
    expect(asked).toBeGreaterThan(0);
    // They left the stage, and are invited all the same.
    dan.session.end('left');
    expect(() => room.assertMayEnter(identity('dan'))).not.toThrow();
  });

  it('leaves its PK, and is in none while it is private: the rival audience must not see it', () => {
    const { room, rooms, pk } = roomFixture();
    const rival = rooms.create({
      id: 'r2',
      title: 'Rival',
      coverUrl: null,
      anchor: { id: 'rita', name: 'Rita', avatarUrl: null },
    });
    for (const one of [room, rival]) one.openShow();
    const { pkId } = pk.invite('r1', 'r2', 60_000);
    pk.accept('r2', pkId);
    expect(pk.view('r2')).not.toBeNull();
    room.update({ access: 'private' });
    expect([pk.view('r1'), pk.view('r2')]).toEqual([null, null]);
    expect(rival.log.since(0)?.find(({ type }) => type === 'pkEnded')?.data).toMatchObject({
      reason: 'room_private',
    });
    expect(() => pk.invite('r2', 'r1', 60_000)).toThrow(refusedWith('room_private'));
  });

  it('lets everybody in again when it is public again', () => {
    const { room, join } = privateRoom();
    room.update({ access: 'public' });
    expect(join('bob').session.isEnded).toBe(false);
    expect(() => room.assertMayWatch(null)).not.toThrow();
  });
});

describe('RoomDoor', () => {
  it('takes a limited number of people by the link', () => {
    const everybody = Array.from({ length: limits.invitedPeople }, (_, i) => `u${i}`);
    const door = new RoomDoor({ access: 'private', invitation: 'code', invited: everybody });
    expect(door.accept('u1', 'code')).toBe(false);
    expect(() => door.accept('late', 'code')).toThrow(refusedWith('limit_reached'));
    expect(door.invite('on stage')).toBe(true);
  });
});
