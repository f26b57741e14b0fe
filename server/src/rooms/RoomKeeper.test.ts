import { describe, expect, it } from 'vitest';
import { roomFixture } from '../testing/roomFixture.ts';
import type { KeptRoom } from './ports/RoomRecords.ts';

const kept: KeptRoom = {
  room: {
    id: 'r9',
    title: 'Evening',
    coverUrl: 'https://example.com/cover.png',
    anchor: { id: 'ella', name: 'Ella', avatarUrl: null },
    access: 'public',
    invitation: 'i1',
    stage: { seatCount: 4, admission: 'open', usesGreenRoom: false },
    composition: { ...roomFixture().room.composition, layout: 'grid' },
    createdAtMs: 1_600_000_000_000,
    usedAtMs: 1_699_999_000_000,
  },
  lastShow: {
    id: 's1',
    roomId: 'r9',
    anchorId: 'ella',
    title: 'Evening',
    startedAtMs: 1_600_000_100_000,
    ended: { atMs: 1_600_000_200_000, reason: 'server_lost' },
  },
  likeCount: 0,
  invited: [],
};

describe('what is kept of a room', () => {
  it('is written when it is made, and whenever it changes', () => {
    const { room, records } = roomFixture();
    expect(records.rooms.get('r1')).toMatchObject({ title: 'Morning', anchor: { id: 'anna' } });
    room.update({ title: 'Noon', coverUrl: 'https://example.com/a.png' });
    expect(records.rooms.get('r1')).toMatchObject({ title: 'Noon', coverUrl: 'https://example.com/a.png' });
    room.renameAnchor({ id: 'anna', name: 'Anna K.', avatarUrl: '/a.png' });
    expect(records.rooms.get('r1')?.anchor.name).toBe('Anna K.');
    expect(room.snapshot().stage.seats[0]).toMatchObject({ occupant: { user: { name: 'Anna K.' } } });
    room.stage.configure({ seatCount: 3 });
    expect(records.rooms.get('r1')?.stage.seatCount).toBe(3);
    room.changeComposition({ layout: 'grid' });
    expect(records.rooms.get('r1')?.composition.layout).toBe('grid');
  });

  it('is its shows, with how they ended', () => {
    const { room, records, clock } = roomFixture();
    const { showId } = room.openShow('Premiere');
    const startedAtMs = clock.nowMs();
    expect(records.shows.get(showId)).toEqual({
      id: showId,
      roomId: 'r1',
      anchorId: 'anna',
      title: 'Premiere',
      startedAtMs,
      ended: null,
    });
    clock.advance(5000);
    room.endShow('ended_by_anchor');
    expect(records.shows.get(showId)?.ended).toEqual({ atMs: startedAtMs + 5000, reason: 'ended_by_anchor' });
  });

  it('goes when the room is closed for good, and stays when the server stops', () => {
    const { rooms, records, clock, anchor, join } = roomFixture();
    rooms.create({ id: 'r2', title: 'b', coverUrl: null, anchor });
    join('bob');
    clock.advance(3_700_000);
    expect([...records.rooms.keys()]).toEqual(['r1']);
    const { showId } = rooms.get('r1').openShow();
    rooms.close();
    expect([...records.rooms.keys()]).toEqual(['r1']);
    expect(records.shows.get(showId)?.ended?.reason).toBe('server_stopping');
  });

  it('is when a live room was in use last, to the minute: a lost show ends there', () => {
    const { room, records, clock } = roomFixture();
    clock.advance(61_000);
    expect(records.uses).toEqual([]);
    room.openShow();
    clock.advance(60_000);
    expect(records.uses).toEqual([{ roomIds: ['r1'], atMs: clock.nowMs() - 1000 }]);
  });
});

describe('a room that an earlier server left', () => {
  it('is as it was, with its last show over', () => {
    const { rooms, records } = roomFixture();
    records.rooms.clear();
    rooms.restore([kept]);
    const room = rooms.get('r9');
    expect(room.view()).toMatchObject({
      title: 'Evening',
      coverUrl: 'https://example.com/cover.png',
      anchor: { id: 'ella' },
      status: 'ended',
      startedAt: new Date(1_600_000_100_000).toISOString(),
      createdAt: new Date(1_600_000_000_000).toISOString(),
    });
    expect(room.stage.settings).toEqual(kept.room.stage);
    expect(room.composition.layout).toBe('grid');
    // Nothing new is known of it.
    expect(records.rooms.size).toBe(0);
    room.openShow();
    expect(room.status).toBe('live');
  });

  it('keeps the invitation that it gets when it had none', () => {
    const { rooms, records } = roomFixture();
    rooms.restore([{ ...kept, room: { ...kept.room, invitation: null } }]);
    expect(records.rooms.get('r9')?.invitation).toBe(rooms.get('r9').door.invitation);
  });

  it('is shown to features, in the order of its making, and is idle for as long as it was', () => {
    const { rooms, clock } = roomFixture();
    const opened: string[] = [];
    rooms.onRoomOpened(({ id }) => opened.push(id));
    const older = { ...kept, room: { ...kept.room, id: 'r8', createdAtMs: 1, usedAtMs: clock.nowMs() } };
    const forgotten = { ...kept, room: { ...kept.room, usedAtMs: clock.nowMs() - 3_599_000 } };
    rooms.restore([forgotten, { ...older, lastShow: null }]);
    expect(opened).toEqual(['r8', 'r9']);
    expect(rooms.get('r8').status).toBe('idle');
    clock.advance(60_000);
    expect(rooms.find('r9')).toBeUndefined();
    expect(rooms.find('r8')).toBeDefined();
  });
});
