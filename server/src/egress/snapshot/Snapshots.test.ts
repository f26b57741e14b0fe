import { beforeEach, describe, expect, it } from 'vitest';
import { FakeClock } from '../../core/FakeClock.ts';
import { silentLogger } from '../../core/logger.ts';
import type { OnAirPerson, ShowFeed } from '../../rooms/ports/ShowFeed.ts';
import { type EncodedPicture, h264Picture } from './EncodedPicture.ts';
import { PacedQueue } from './PacedQueue.ts';
import { Snapshots } from './Snapshots.ts';

const settle = () => new Promise<void>((resolve) => setImmediate(resolve));
const picture = h264Picture({ width: 640, height: 360 }, Buffer.from('avcC'), Buffer.from('idr'));

class FakeFeed {
  showId: string | null = 's1';
  video: OnAirPerson['video'] = { producerId: 'p1', isPaused: false };
  readonly roomId: string;

  constructor(roomId: string) {
    this.roomId = roomId;
  }

  get feed(): ShowFeed {
    const person = { personId: 'a', video: this.video } as OnAirPerson;
    return { roomId: this.roomId, showId: () => this.showId, people: () => [person] } as unknown as ShowFeed;
  }
}

describe('Snapshots', () => {
  let clock: FakeClock;
  let rooms: Map<string, FakeFeed>;
  let egress: EncodedPicture | null;
  let catches: string[];
  let stills: { pictures: readonly EncodedPicture[]; finish: (jpeg: Buffer) => void; fail: () => void }[];
  let snapshots: Snapshots;

  beforeEach(() => {
    clock = new FakeClock();
    rooms = new Map(['r1', 'r2', 'r3', 'r4'].map((id) => [id, new FakeFeed(id)]));
    egress = null;
    catches = [];
    stills = [];
    snapshots = new Snapshots({
      feedOf: (roomId) => rooms.get(roomId)?.feed,
      egressPicture: () => egress,
      catchPictures: async ({ roomId }) => {
        catches.push(roomId);
        return [picture];
      },
      makeStill: (pictures) => {
        const { promise, resolve, reject } = Promise.withResolvers<Buffer>();
        stills.push({ pictures, finish: resolve, fail: () => reject(new Error('no picture in it')) });
        return promise;
      },
      clock,
      log: silentLogger(),
    });
  });

  const roomOf = (roomId: string): FakeFeed => rooms.get(roomId) as FakeFeed;

  async function take(roomId = 'r1') {
    const taking = snapshots.of(roomId);
    await settle();
    clock.advance(300);
    await settle();
    stills.at(-1)?.finish(Buffer.from('jpeg'));
    return taking;
  }

  it('makes one for all who ask at once, and gives it again for five seconds', async () => {
    const both = [snapshots.of('r1'), snapshots.of('r1')];
    await settle();
    stills[0]?.finish(Buffer.from('jpeg'));
    const [one, other] = await Promise.all(both);
    expect(other).toBe(one);
    clock.advance(4999);
    expect(await snapshots.of('r1')).toBe(one);
    expect(stills).toHaveLength(1);
    clock.advance(1);
    expect(await take()).not.toBe(one);
    expect(snapshots.stats).toEqual({ taken: 2, failed: 0 });
  });

  it('asks the publisher for nothing where an egress has a keyframe', async () => {
    egress = picture;
    await take();
    expect([catches, stills[0]?.pictures]).toEqual([[], [picture]]);
  });

  it('has none of a room that does not exist, is off air, or has no picture', async () => {
    await expect(snapshots.of('nowhere')).rejects.toMatchObject({ code: 'room_not_found' });
    roomOf('r1').showId = null;
    await expect(snapshots.of('r1')).rejects.toMatchObject({ code: 'room_not_live' });
    roomOf('r2').video = null;
    roomOf('r3').video = { producerId: 'p', isPaused: true };
    expect(await snapshots.of('r2')).toBeNull();
    expect(await snapshots.of('r3')).toBeNull();
    expect(catches).toEqual([]);
  });

  it('shows nothing of the show before', async () => {
    const before = await take();
    roomOf('r1').showId = 's2';
    expect(await take()).not.toBe(before);
  });

  it('tells a failure, and tries again with the next who asks', async () => {
    const failing = snapshots.of('r1');
    failing.catch(() => undefined);
    await settle();
    stills[0]?.fail();
    await expect(failing).rejects.toMatchObject({ code: 'snapshot_unavailable' });
    expect(await take()).toMatchObject({ jpeg: Buffer.from('jpeg') });
  });

  it('makes two at a time, and gives an older one to who would have to wait', async () => {
    const older = await take('r1');
    clock.advance(10_000);
    const others = ['r2', 'r3', 'r4'].map((roomId) => snapshots.of(roomId));
    await settle();
    clock.advance(10_000);
    await settle();
    expect(catches).toEqual(['r1', 'r2', 'r3']);
    expect(await snapshots.of('r1')).toBe(older);
    for (let i = 1; i <= 3; i++) {
      stills[i]?.finish(Buffer.from('jpeg'));
      await settle();
      clock.advance(300);
      await settle();
    }
    await Promise.all(others);
    expect(catches).toEqual(['r1', 'r2', 'r3', 'r4']);
  });
});

describe('PacedQueue', () => {
  it('keeps the order, the limit and the pace, and goes on after a failure', async () => {
    const clock = new FakeClock();
    const queue = new PacedQueue({ clock, maxAtOnce: 2, startEveryMs: 100 });
    const started: number[] = [];
    const ends = [0, 1, 2].map(() => Promise.withResolvers<void>());
    const runs = ends.map(({ promise }, i) =>
      queue.run(() => {
        started.push(i);
        return promise;
      }),
    );
    const failing = expect(runs[0]).rejects.toThrow('broken');
    await settle();
    expect(started).toEqual([0]);
    clock.advance(100);
    await settle();
    expect(started).toEqual([0, 1]);
    clock.advance(1000);
    await settle();
    expect([started, queue.isBusy]).toEqual([[0, 1], true]);
    ends[0]?.reject(new Error('broken'));
    await failing;
    await settle();
    expect(started).toEqual([0, 1, 2]);
    ends[1]?.resolve();
    ends[2]?.resolve();
    await Promise.all(runs.slice(1));
    expect([queue.isBusy, clock.pendingTimers]).toEqual([false, 0]);
  });
});
