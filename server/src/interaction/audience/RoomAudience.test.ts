import type { RoomEvent, RoomEventType } from '@lianmai/shared';
import { describe, expect, it } from 'vitest';
import { FakeClientLink } from '../../testing/FakeClientLink.ts';
import { identity, roomFixture, timings } from '../../testing/roomFixture.ts';

function watchedRoom() {
  const coins = new Map<string, number>();
  const base = roomFixture({ contributionOf: (_showId, userId) => coins.get(userId) ?? 0 });
  const { room, clock } = base;
  const audience = base.audience.audiences.of(room);
  const anchor = base.join('anna', 'publisher');
  const events: RoomEvent[] = [];
  room.log.onAppended((event) => events.push(event));
  const told = <T extends RoomEventType>(type: T) =>
    events.flatMap((event) =>
      event.type === type ? [event.data as Extract<RoomEvent, { type: T }>['data']] : [],
    );
  const names = (limit = 50, cursor?: string) =>
    audience.page({ limit, cursor }).members.map(({ user }) => user.id);
  const give = (userId: string, amount: number) => {
    coins.set(userId, (coins.get(userId) ?? 0) + amount);
    const giver = { id: userId, name: userId, avatarUrl: null };
    const gift = {
      id: 'rose',
      name: { zh: '玫瑰', en: 'Rose' },
      iconUrl: '',
      tier: 'small',
      animationUrl: null,
    };
    const sent = {
      orderId: 'o',
      giver,
      gift,
      count: 1,
      coins: amount,
      comboId: 'c',
      comboCount: 1,
      sentAtMs: 0,
    };
    room.log.append('giftSent', { gift: sent as never });
  };
  return { ...base, audience, anchor, told, names, give, clock };
}

describe('RoomAudience: who is here', () => {
  it('counts everybody who watches once, and not the anchor', () => {
    const { join, audience, room } = watchedRoom();
    join('anna');
    join('bob');
    join('bob');
    join('eve').session.end('left');
    expect(audience.viewerCount).toBe(1);
    expect(room.view().viewerCount).toBe(1);
  });

  it('does not count who is without a connection, and keeps their place in the list', () => {
    const { join, audience, names, room } = watchedRoom();
    const { session, link } = join('bob');
    join('eve');
    session.detach(link);
    expect(names()).toEqual(['eve']);
    expect(audience.viewerCount).toBe(1);
    room.resume(session.id, session.resumeKey, identity('bob'), new FakeClientLink());
    expect(names()).toEqual(['eve', 'bob']);
    expect(audience.viewerCount).toBe(2);
  });

  it('shows who gives most first, then hosts, then everybody else, the newest first', () => {
    const { join, names, give, room, anchor } = watchedRoom();
    room.startShow(anchor.session);
    for (const userId of ['v1', 'v2', 'v3', 'v4']) join(userId);
    room.join(identity('mo', { role: 'moderator', moderate: true }), 'viewer', new FakeClientLink());
    join('v5');
    give('v2', 10);
    give('v1', 30);
    expect(names()).toEqual(['v1', 'v2', 'mo', 'v5', 'v4', 'v3']);
    give('v2', 30);
    expect(names()).toEqual(['v2', 'v1', 'mo', 'v5', 'v4', 'v3']);
    room.endShow('ended_by_anchor');
    expect(names()).toEqual(['mo', 'v5', 'v4', 'v3', 'v2', 'v1']);
  });

  it('pages through the list while people come, give and go, nobody twice', () => {
    const { join, audience, give, room, anchor } = watchedRoom();
    room.startShow(anchor.session);
    const people = Array.from({ length: 60 }, (_, i) => join(`v${i}`));
    give('v7', 5);
    give('v9', 5);
    const seen: string[] = [];
    let cursor: string | undefined;
    for (let page = 0; page < 30; page += 1) {
      const { members, nextCursor } = audience.page({ limit: 7, cursor });
      seen.push(...members.map(({ user }) => user.id));
      if (nextCursor === null) break;
      cursor = nextCursor;
      join(`late${page}`);
      people[59 - page * 8]?.session.end('left');
    }
    expect(new Set(seen).size).toBe(seen.length);
    expect(seen.slice(0, 2)).toEqual(['v7', 'v9']);
    expect(seen).toContain('v0');
    expect(seen.length).toBeGreaterThan(50);
  });
});

describe('RoomAudience: players without WebRTC', () => {
  it('counts a player that nobody stands behind, and not the one of somebody who is here', () => {
    const { join, audience } = watchedRoom();
    const { session } = join('bob');
    const closeOwn = audience.openPlayer(session.id);
    const closeOther = audience.openPlayer(null);
    expect(audience.page({ limit: 1 })).toMatchObject({ viewerCount: 2, playerCount: 1 });
    closeOther();
    closeOther();
    expect(audience.viewerCount).toBe(1);
    closeOwn();
    expect(audience.viewerCount).toBe(1);
  });

  it('counts who watches on without a Session once, however many players they change', () => {
    const { join, audience } = watchedRoom();
    const { session, link } = join('bob');
    const closeFirst = audience.openPlayer(session.id);
    const closeSecond = audience.openPlayer(session.id);
    session.detach(link);
    expect(audience.viewerCount).toBe(1);
    closeFirst();
    expect(audience.viewerCount).toBe(1);
    session.end('grace_over');
    expect(audience.viewerCount).toBe(1);
    closeSecond();
    expect(audience.viewerCount).toBe(0);
  });

  it('believes no ticket of somebody who is not here', () => {
    const { audience } = watchedRoom();
    const close = [audience.openPlayer('made up'), audience.openPlayer('made up too')];
    expect(audience.viewerCount).toBe(2);
    for (const each of close) each();
    expect(audience.viewerCount).toBe(0);
  });
});

describe('RoomAudience: what the room is told', () => {
  it('is the count, the first and the newest, at most once a second', () => {
    const { join, told, clock } = watchedRoom();
    join('w0');
    clock.advance(1);
    for (let i = 1; i <= 40; i += 1) join(`w${i}`);
    clock.advance(3000);
    expect(told('audienceChanged').map(({ viewerCount }) => viewerCount)).toEqual([1, 41]);
    const newest = told('audienceChanged')
      .at(-1)
      ?.newest.map(({ user }) => user.id);
    expect(newest).toEqual(['w40', 'w39', 'w38', 'w37', 'w36']);
  });

  it('stays below 2 KB whatever people are called', () => {
    const { room, told, clock } = watchedRoom();
    for (let i = 0; i < 300; i += 1) {
      const who = {
        ...identity(`${i}`.padEnd(128, 'x')),
        name: '🧑🏽‍🚀名'.repeat(8),
        avatarUrl: `https://a.b/${'p'.repeat(480)}`,
      };
      room.join(who, 'viewer', new FakeClientLink());
    }
    clock.advance(3000);
    for (const data of [...told('audienceChanged'), ...told('viewersEntered')])
      expect(
        Buffer.byteLength(JSON.stringify({ seq: 123456, at: 1e12, type: 'audienceChanged', data })),
      ).toBeLessThan(2048);
  });

  it('is silent while nothing changes', () => {
    const { join, told, clock } = watchedRoom();
    join('bob');
    clock.advance(60_000);
    expect(told('audienceChanged')).toHaveLength(1);
    expect(told('viewersEntered')).toHaveLength(1);
  });

  it('names everybody who comes into a small room, once even if they reload or come again', () => {
    const { join, told, clock } = watchedRoom();
    join('bob');
    join('bob');
    clock.advance(1000);
    join('bob').session.end('left');
    clock.advance(10_000);
    join('bob');
    join('eve');
    clock.advance(1000);
    const entered = told('viewersEntered').map(({ viewers }) => viewers.map(({ user }) => user.id));
    expect(entered).toEqual([['bob'], ['eve']]);
  });

  it('names a few in a big room, moderators always, and counts the others', () => {
    const { join, told, clock, room } = watchedRoom();
    for (let i = 0; i < 300; i += 1) join(`v${i}`);
    clock.advance(3000);
    const before = told('viewersEntered').length;
    for (let i = 0; i < 100; i += 1) join(`late${i}`);
    room.join(identity('mo', { role: 'moderator', moderate: true }), 'viewer', new FakeClientLink());
    clock.advance(3000);
    const [entered, more] = told('viewersEntered').slice(before);
    expect(more).toBeUndefined();
    expect(entered?.viewers.map(({ user }) => user.id)).toEqual(['mo', 'late0', 'late1']);
    expect(entered?.omitted).toBe(98);
  });

  it('says who takes part from the stage', () => {
    const { join, room, anchor, audience } = watchedRoom();
    room.startShow(anchor.session);
    room.stage.configure({ admission: 'open' });
    const { session } = join('bob');
    room.admissions.apply(session, { seat: 1, message: null, withVideo: true });
    expect(audience.page({ limit: 1 }).members[0]?.role).toBe('coHost');
  });

  it('leaves no timer behind', () => {
    const { join, rooms, clock } = watchedRoom();
    const { session, link } = join('bob');
    session.detach(link);
    clock.advance(timings.sessionGraceMs + 2000);
    join('eve');
    rooms.close();
    expect(clock.pendingTimers).toBe(0);
  });
});
