import { describe, expect, it } from 'vitest';
import { roomFixture, timings } from '../testing/roomFixture.ts';
import type { Presence } from './ports/Presence.ts';

function watched() {
  const base = roomFixture();
  const seen: string[] = [];
  const stop = base.room.onPresence(({ kind, session, atMs }: Presence) =>
    seen.push(`${kind} ${session.user.id} ${atMs - startMs}`),
  );
  const startMs = base.clock.nowMs();
  return { ...base, seen, stop };
}

describe('Room: presence', () => {
  it('tells who comes and who leaves', () => {
    const { join, seen, clock, stop } = watched();
    const bob = join('bob');
    clock.advance(500);
    bob.session.end('left');
    stop();
    join('eve');
    expect(seen).toEqual(['arrived bob 0', 'left bob 500']);
  });

  it('counts a lost connection as left only after the grace period, and as of when it was lost', () => {
    const { join, seen, clock } = watched();
    const bob = join('bob');
    clock.advance(1000);
    bob.session.detach(bob.link);
    expect(seen).toEqual(['arrived bob 0']);
    clock.advance(timings.sessionGraceMs);
    expect(seen).toEqual(['arrived bob 0', 'left bob 1000']);
  });

  it('never has somebody gone who reloads the page', () => {
    const { join, seen } = watched();
    join('bob');
    join('bob');
    expect(seen).toEqual(['arrived bob 0', 'arrived bob 0', 'left bob 0']);
  });

  it('tells features of every room, and of its end after everybody has left', () => {
    const { rooms, anchor } = roomFixture();
    const heard: string[] = [];
    rooms.onRoomOpened((room) => {
      heard.push(`opened ${room.id}`);
      room.onClosed(() => heard.push(`closed ${room.id}, ${room.sessions.length} in it`));
    });
    rooms.create({ id: 'r2', title: 'b', coverUrl: null, anchor });
    rooms.close();
    expect(heard).toEqual(['opened r2', 'closed r2, 0 in it']);
  });
});
