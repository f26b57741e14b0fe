import { describe, expect, it } from 'vitest';
import { roomFixture } from '../testing/roomFixture.ts';

describe('RoomRegistry', () => {
  it('closes rooms that nobody has used for long, and no others', () => {
    const { rooms, anchor, join, clock } = roomFixture();
    rooms.create({ id: 'r2', title: 'b', coverUrl: null, anchor });
    join('bob');
    clock.advance(3_700_000);
    expect(rooms.all.map(({ id }) => id)).toEqual(['r1']);
  });

  it('keeps a room that is waited for, as long as it is', () => {
    const { rooms, anchor, clock } = roomFixture();
    rooms.create({ id: 'announced', title: 'b', coverUrl: null, anchor });
    let isAwaited = true;
    rooms.keepWhile((roomId) => roomId === 'announced' && isAwaited);
    clock.advance(3_700_000);
    expect(rooms.all.map(({ id }) => id)).toEqual(['announced']);
    isAwaited = false;
    clock.advance(3_700_000);
    expect(rooms.all).toEqual([]);
  });

  it('gives the id of a closed room to nobody but the anchor who had it', () => {
    const { rooms, anchor, clock, records } = roomFixture();
    const eve = { id: 'eve', name: 'Eve', avatarUrl: null };
    clock.advance(3_700_000);
    expect(records.closedRooms).toEqual([expect.objectContaining({ id: 'r1', anchorId: 'anna' })]);
    const create = (by: typeof eve) => rooms.create({ id: 'r1', title: 'b', coverUrl: null, anchor: by });
    expect(() => create(eve)).toThrowError(expect.objectContaining({ code: 'room_exists' }));
    expect(create(anchor).anchor).toBe(anchor);
  });

  it('knows whose ids the rooms of earlier servers had', () => {
    const { rooms, anchor } = roomFixture();
    rooms.restore([], [{ id: 'r7', anchorId: 'eve', closedAtMs: 1 }]);
    expect(() => rooms.create({ id: 'r7', title: 'b', coverUrl: null, anchor })).toThrowError(
      expect.objectContaining({ code: 'room_exists' }),
    );
  });

  it('tells who joins during a drain how long it takes', () => {
    const { rooms, clock } = roomFixture();
    rooms.drain(5000);
    clock.advance(2000);
    expect(rooms.stopsInMs).toBe(3000);
  });

  it('pages newest first', () => {
    const { rooms, anchor } = roomFixture();
    rooms.create({ id: 'r2', title: 'b', coverUrl: null, anchor });
    const first = rooms.list({ limit: 1 });
    expect(first.rooms.map(({ id }) => id)).toEqual(['r2']);
    const second = rooms.list({ limit: 1, cursor: Number(first.nextCursor) });
    expect(second).toMatchObject({ rooms: [{ id: 'r1' }], nextCursor: null });
  });

  it('keeps the newest rooms of one user, and never closes one that is in use', () => {
    const { rooms, anchor, join } = roomFixture();
    const create = (id: string) => rooms.create({ id, title: id, coverUrl: null, anchor });
    join('bob');
    create('r2');
    create('r3');
    expect(rooms.all.map(({ id }) => id)).toEqual(['r1', 'r3']);
    rooms.get('r3').openShow();
    expect(() => create('r4')).toThrowError(expect.objectContaining({ code: 'limit_reached' }));
  });

  it('closes the room that was idle longest when there are too many, and none that was used lately', () => {
    const { rooms, clock } = roomFixture();
    const create = (i: number) =>
      rooms.create({
        id: `n${i}`,
        title: 'n',
        coverUrl: null,
        anchor: { id: `a${i}`, name: 'A', avatarUrl: null },
      });
    for (let i = 0; i < 9; i += 1) create(i);
    expect(() => create(9)).toThrowError(expect.objectContaining({ code: 'capacity_reached' }));
    clock.advance(600_000);
    create(9);
    expect(rooms.find('r1')).toBeUndefined();
    expect(rooms.all).toHaveLength(10);
  });

  it('refuses new rooms while draining and tells everybody', () => {
    const { rooms, anchor, join } = roomFixture();
    const { link } = join('bob');
    rooms.drain(5000);
    expect(link.notices()).toEqual(['draining']);
    expect(() => rooms.create({ title: 'x', coverUrl: null, anchor })).toThrowError(
      expect.objectContaining({ code: 'draining' }),
    );
  });
});
