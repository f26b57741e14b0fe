import { describe, expect, it } from 'vitest';
import { roomFixture } from '../../testing/roomFixture.ts';

function likedRoom() {
  const base = roomFixture();
  const likes = base.audience.likes.of(base.room);
  const anna = base.join('anna', 'publisher');
  base.room.startShow(anna.session);
  base.clock.advance(2000);
  const told = () =>
    anna.link.frames.flatMap((frame) =>
      frame.type === 'event' && frame.event.type === 'likesAdded' ? [frame.event.data] : [],
    );
  return { ...base, likes, told };
}

describe('RoomLikes', () => {
  it('tells the room what many people tapped once a second', () => {
    const { likes, join, clock, told, room } = likedRoom();
    const people = Array.from({ length: 50 }, (_, i) => join(`v${i}`).session);
    for (let second = 0; second < 3; second += 1) {
      for (const session of people) likes.add(session, 5);
      clock.advance(1000);
    }
    expect(told().length).toBeLessThanOrEqual(4);
    clock.advance(1000);
    expect(told().at(-1)?.total).toBe(750);
    expect(told().reduce((sum, { count }) => sum + count, 0)).toBe(750);
    expect(room.view().likeCount).toBe(750);
    expect(room.snapshot().likes).toEqual({ total: 750 });
  });

  it('counts no more of one person than a person can tap, over all their connections', () => {
    const { likes, join, clock } = likedRoom();
    const { session } = join('bob');
    expect(likes.add(session, 200)).toEqual({ counted: 30, total: 30 });
    expect(likes.add(join('bob').session, 200)).toEqual({ counted: 0, total: 30 });
    clock.advance(1000);
    expect(likes.add(session, 200)).toEqual({ counted: 15, total: 45 });
    expect(likes.add(join('eve').session, 7)).toEqual({ counted: 7, total: 52 });
  });

  it('takes likes of a running show only, and keeps its count after it', () => {
    const { likes, join, room } = likedRoom();
    const { session } = join('bob');
    likes.add(session, 3);
    room.endShow('ended_by_anchor');
    expect(() => likes.add(session, 1)).toThrowError(expect.objectContaining({ code: 'room_not_live' }));
    expect(room.view().likeCount).toBe(3);
  });

  it('leaves no timer behind when the room closes', () => {
    const { likes, join, clock, rooms } = likedRoom();
    likes.add(join('bob').session, 3);
    rooms.close();
    expect(clock.pendingTimers).toBe(0);
  });
});
