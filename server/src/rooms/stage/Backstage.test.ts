import { emptyBackstage } from '@lianmai/shared';
import { expect, it, vi } from 'vitest';
import { roomFixture } from '../../testing/roomFixture.ts';
import { backstageTold, liveRoom, noticesOf } from '../../testing/stageFixture.ts';

const anySeat = { seat: null, message: null, withVideo: true };

it('tells the first change at once, and what follows together', () => {
  const { room, anna, join, clock } = liveRoom();
  const guests = Array.from({ length: 10 }, (_, i) => join(`v${i}`));
  for (const { session } of guests) room.admissions.apply(session, anySeat);
  expect(noticesOf(anna.link, 'backstageChanged')).toHaveLength(1);
  clock.advance(50);
  expect(noticesOf(anna.link, 'backstageChanged')).toHaveLength(2);
  expect(backstageTold(anna.link)?.applications).toHaveLength(10);
  for (const { link } of guests) expect(noticesOf(link, 'backstageChanged')).toHaveLength(1);
});

it('makes nothing for those who only watch', () => {
  const { room, join, clock } = liveRoom();
  const watching = Array.from({ length: 100 }, (_, i) => join(`w${i}`));
  const bob = join('bob');
  // Everybody has been told who is here.
  clock.advance(3000);
  const stringify = vi.spyOn(JSON, 'stringify');
  room.admissions.apply(bob.session, anySeat);
  clock.advance(1000);
  const made = stringify.mock.calls.length;
  stringify.mockRestore();
  expect(made).toBeLessThan(10);
  for (const { link } of watching) expect(noticesOf(link, 'backstageChanged')).toEqual([]);
});

it('tells somebody who has nothing there any more', () => {
  const { room, join, clock } = liveRoom();
  const bob = join('bob');
  room.admissions.apply(bob.session, anySeat);
  room.admissions.withdraw(bob.session);
  clock.advance(50);
  expect(backstageTold(bob.link)).toEqual({
    ...emptyBackstage,
  });
});

it('leaves nothing running behind a room that closes', () => {
  const { room, join, clock } = liveRoom();
  room.admissions.apply(join('bob').session, anySeat);
  room.admissions.apply(join('eve').session, anySeat);
  room.close('room_closed');
  expect(clock.pendingTimers).toBe(roomFixture().clock.pendingTimers);
});

it('shows what comes in from an encoder to the anchor alone', () => {
  const { room, anna, join, clock } = liveRoom();
  const bob = join('bob');
  const ingest = {
    sinceMs: 0,
    video: { codec: 'H.264 High', width: 1280, height: 720, fps: 30 },
    audio: null,
    bitrateBps: 2_500_000,
    keyframeEveryMs: 2000,
    isReencoded: false,
    isHeld: false,
    warnings: [],
  };
  room.showIngest(ingest);
  expect(backstageTold(anna.link)).toEqual({ ...emptyBackstage, ingest });
  expect(backstageTold(bob.link)).toBeUndefined();
  clock.advance(1000);
  room.showIngest(null);
  expect(backstageTold(anna.link)).toEqual(emptyBackstage);
});
