import { expect, it } from 'vitest';
import { FakeClientLink } from './FakeClientLink.ts';
import { RoomMirror } from './RoomMirror.ts';
import { identity } from './roomFixture.ts';
import { liveRoom } from './stageFixture.ts';

it('sees a PK from beginning to end as the room does', async () => {
  const { room, rooms, pk, clock, anna, publish } = liveRoom();
  const anchor = { id: 'zoe', name: 'Zoe', avatarUrl: null };
  const rival = rooms.create({ id: 'r2', title: 'Evening', coverUrl: null, anchor });
  rival.startShow(rival.join(identity('zoe'), 'publisher', new FakeClientLink()));
  await publish(anna.session, 'camera');
  const mirrors = [room, rival].map((each) => {
    const mirror = new RoomMirror();
    mirror.join({ snapshot: each.snapshot(), backstage: mirror.backstage, missed: null, isResumed: false });
    each.log.onAppended((event) => mirror.push({ type: 'event', event }));
    return { each, mirror };
  });
  const agree = (): void => {
    for (const { each, mirror } of mirrors) {
      expect(mirror.differenceTo(each.snapshot())).toBeNull();
      expect(mirror.faults).toEqual([]);
    }
  };
  const { pkId } = pk.invite('r1', 'r2', 60_000);
  pk.accept('r2', pkId);
  agree();
  expect(rival.snapshot().publications).toMatchObject([{ roomId: 'r1' }]);
  pk.addScore('r1', 5);
  clock.advance(1000);
  expect(room.snapshot().pk?.sides).toMatchObject([{ score: 5 }, { score: 0 }]);
  agree();
  pk.end('r1');
  agree();
  pk.end('r1');
  expect(room.snapshot().pk).toBeNull();
  agree();
});
