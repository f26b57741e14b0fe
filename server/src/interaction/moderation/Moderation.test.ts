import { describe, expect, it } from 'vitest';
import { FakeClientLink } from '../../testing/FakeClientLink.ts';
import { identity, roomFixture } from '../../testing/roomFixture.ts';
import type { Actor } from './Actor.ts';

const tenMinutesMs = 600_000;

function actor(userId: string, grants: Parameters<typeof identity>[1] = {}): Actor {
  return { identity: identity(userId, grants), origin: 'test' };
}

const anna = actor('anna');
const operator = actor('op', { role: 'operator' });

async function fixture() {
  const made = roomFixture();
  const { moderation } = made.order;
  await moderation.setModerator(anna, made.room, 'mo', true);
  const enter = (userId: string, grants = {}, addressKey: string | null = null) =>
    made.room.join({ ...identity(userId, grants), addressKey }, 'viewer', new FakeClientLink());
  return { ...made, moderation, enter };
}

function refusal(code: string, details?: object) {
  return expect.objectContaining(details ? { code, details: expect.objectContaining(details) } : { code });
}

describe('Moderation: who may act against whom', () => {
  it.each([
    ['the anchor against a viewer', anna, 'bob', true],
    ['the anchor against a moderator', anna, 'mo', true],
    ['a moderator against a viewer', actor('mo'), 'bob', true],
    ['an operator against the anchor', operator, 'anna', true],
    ['a moderator against the anchor', actor('mo'), 'anna', false],
    ['a moderator against another', actor('mo'), 'mo2', false],
    ['a moderator against an operator', actor('mo'), 'op', false],
    ['the anchor against an operator', anna, 'op', false],
    ['an operator against another', operator, 'op2', false],
    ['a viewer against a viewer', actor('bob'), 'eve', false],
    ['the anchor against themselves', anna, 'anna', false],
  ])('%s', async (_name, by, userId, isAllowed) => {
    const { moderation, room, enter } = await fixture();
    await moderation.setModerator(anna, room, 'mo2', true);
    enter('op', { role: 'operator' });
    enter('op2', { role: 'operator' });
    const attempt = moderation.sanction(by, room, { userId, kind: 'mute' });
    if (isAllowed) await expect(attempt).resolves.toMatchObject({ kind: 'mute' });
    else await expect(attempt).rejects.toEqual(refusal('forbidden'));
  });

  it('leaves the whole platform to operators', async () => {
    const { moderation } = await fixture();
    const wish = { userId: 'bob', kind: 'ban' } as const;
    await expect(moderation.sanction(anna, null, wish)).rejects.toEqual(refusal('forbidden'));
    await expect(moderation.sanction(operator, null, wish)).resolves.toMatchObject({ roomId: null });
  });

  it('makes an operator of one room an operator there only', async () => {
    const { moderation, rooms, room } = await fixture();
    const other = rooms.create({ id: 'r2', title: 'Evening', coverUrl: null, anchor: { ...room.anchor } });
    const ofOneRoom = actor('op1', { role: 'operator', room: 'r1' });
    const wish = { userId: 'bob', kind: 'ban' } as const;
    await expect(moderation.sanction(ofOneRoom, room, wish)).resolves.toMatchObject({ roomId: 'r1' });
    for (const elsewhere of [null, other]) {
      await expect(moderation.sanction(ofOneRoom, elsewhere, wish)).rejects.toEqual(refusal('forbidden'));
      expect(() => moderation.list(ofOneRoom, elsewhere)).toThrowError(refusal('forbidden'));
    }
  });

  it.each(['anna', 'mo2'])('knows %s who last came with a token for another room', async (userId) => {
    const { moderation, rooms, room } = await fixture();
    await moderation.setModerator(anna, room, 'mo2', true);
    const other = rooms.create({ id: 'r2', title: 'Evening', coverUrl: null, anchor: { ...room.anchor } });
    other.join(identity(userId, { room: 'r2' }), 'viewer', new FakeClientLink());
    for (const kind of ['kick', 'ban'] as const) {
      const attempt = moderation.sanction(actor('mo'), room, { userId, kind });
      await expect(attempt).rejects.toEqual(refusal('forbidden'));
    }
  });

  it('lets nobody lift what somebody above has imposed', async () => {
    const { moderation, room } = await fixture();
    await moderation.sanction(anna, room, { userId: 'bob', kind: 'mute' });
    const mute = { userId: 'bob', kind: 'mute' } as const;
    await expect(moderation.lift(actor('mo'), room, mute)).rejects.toEqual(refusal('forbidden'));
    await expect(moderation.lift(anna, room, mute)).resolves.toBeUndefined();
    await expect(moderation.lift(anna, room, mute)).rejects.toEqual(refusal('not_found'));
  });
});

it('Moderation: lets operators alone stop a show', async () => {
  const { moderation, room } = await fixture();
  room.openShow();
  for (const by of [anna, actor('mo'), actor('bob')])
    await expect(moderation.stopShow(by, room)).rejects.toEqual(refusal('forbidden'));
  await moderation.stopShow(operator, room);
  expect(room.isLive).toBe(false);
  await expect(moderation.stopShow(operator, room)).rejects.toEqual(refusal('room_not_live'));
});

describe('Moderation: kick and ban', () => {
  it.each(['kick', 'ban'] as const)(
    'ends every session with its reason, and lets nobody back in: %s',
    async (kind) => {
      const { moderation, room, join, clock } = await fixture();
      const { session, link } = join('bob');
      const wish = { userId: 'bob', kind, duration: 600, reason: 'ads' } as const;
      await moderation.sanction(anna, room, wish);
      const code = kind === 'kick' ? 'kicked' : 'banned';
      expect(link.frames).toContainEqual({
        type: 'notice',
        notice: 'sessionEnded',
        data: { reason: code, sanction: expect.objectContaining({ reason: 'ads', scope: 'room' }) },
      });
      expect(session.isEnded).toBe(true);
      expect(() => join('bob')).toThrowError(refusal(code, { reason: 'ads' }));
      const resume = () => room.resume(session.id, session.resumeKey, identity('bob'), new FakeClientLink());
      expect(resume).toThrowError(refusal(code));
      clock.advance(tenMinutesMs);
      expect(join('bob').session.isOnline).toBe(true);
    },
  );

  it('holds on the whole platform, and ends the show of an anchor', async () => {
    const { moderation, room, join } = await fixture();
    const { session } = join('anna', 'publisher');
    room.startShow(session);
    await moderation.sanction(operator, null, { userId: 'anna', kind: 'ban' });
    expect(room.isLive).toBe(false);
    expect(() => join('anna', 'publisher')).toThrowError(refusal('banned', { scope: 'platform' }));
  });

  it('dismisses a moderator who is banned', async () => {
    const { moderation, room } = await fixture();
    await moderation.sanction(anna, room, { userId: 'mo', kind: 'ban' });
    expect(moderation.listModerators(anna, room)).toEqual([]);
  });

  it('holds for other guests of the address for a while, but not for the anchor behind it', async () => {
    const { moderation, room, enter, clock } = await fixture();
    enter('guest-1', {}, 'address');
    await moderation.sanction(anna, room, { userId: 'guest-1', kind: 'ban' });
    expect(() => enter('guest-2', {}, 'address')).toThrowError(refusal('banned'));
    expect(() => enter('anna', {}, 'address')).not.toThrow();
    expect(() => enter('guest-3', {}, 'elsewhere')).not.toThrow();
    clock.advance(3_600_000);
    expect(() => enter('guest-2', {}, 'address')).not.toThrow();
    expect(() => enter('guest-1', {}, 'address')).toThrowError(refusal('banned'));
  });
});

describe('Moderation: mute', () => {
  it('is told at once, and ends by time', async () => {
    const { moderation, room, join, clock } = await fixture();
    const { session, link } = join('bob');
    await moderation.sanction(anna, room, { userId: 'bob', kind: 'mute', duration: 600 });
    expect(link.notices()).toContain('standingChanged');
    expect(() => room.assertMaySpeak(session)).toThrowError(refusal('muted'));
    clock.advance(tenMinutesMs);
    expect(() => room.assertMaySpeak(session)).not.toThrow();
  });

  it('ends with the show it was imposed in', async () => {
    const { moderation, room, join } = await fixture();
    const { session } = join('bob');
    const wish = { userId: 'bob', kind: 'mute', duration: 'show' } as const;
    await expect(moderation.sanction(anna, room, wish)).rejects.toEqual(refusal('room_not_live'));
    room.openShow();
    await moderation.sanction(anna, room, wish);
    expect(room.standingOf(session).muted).toMatchObject({ endsWithShow: true });
    room.endShow('ended_by_anchor');
    room.openShow();
    expect(room.standingOf(session).muted).toBeNull();
  });

  it('is replaced by the next one, and survives a reload', async () => {
    const { moderation, room, join } = await fixture();
    await moderation.sanction(anna, room, { userId: 'bob', kind: 'mute', duration: 'forever' });
    await moderation.sanction(anna, room, { userId: 'bob', kind: 'mute', duration: 60, reason: 'caps' });
    expect(moderation.list(anna, room)).toHaveLength(1);
    expect(room.standingOf(join('bob').session).muted).toMatchObject({ reason: 'caps' });
  });
});

describe('Moderation: moderators', () => {
  it('counts at once for who is inside, and is told', async () => {
    const { moderation, room, join } = await fixture();
    const { session, link } = join('bob');
    await moderation.setModerator(anna, room, 'bob', true);
    expect(session.permissions).toMatchObject({ role: 'moderator', moderate: true });
    expect(link.eventTypes()).toContain('moderatorNamed');
    await moderation.setModerator(anna, room, 'bob', false);
    expect(session.permissions).toMatchObject({ role: 'viewer', moderate: false });
  });

  it('cannot be named by a moderator', async () => {
    const { moderation, room } = await fixture();
    const attempt = moderation.setModerator(actor('mo'), room, 'bob', true);
    await expect(attempt).rejects.toEqual(refusal('forbidden'));
  });
});
