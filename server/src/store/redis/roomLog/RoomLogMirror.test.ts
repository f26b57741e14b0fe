import { describe, expect, it } from 'vitest';
import { FakeClock } from '../../../core/FakeClock.ts';
import { silentLogger } from '../../../core/logger.ts';
import { MemoryRoomLog } from '../../../rooms/RoomLog.ts';
import { FakeRoomLogStore } from './FakeRoomLogStore.ts';
import { RoomLogMirror } from './RoomLogMirror.ts';

function mirrorOf(store = new FakeRoomLogStore(), epoch = 10) {
  const log = new MemoryRoomLog(new FakeClock(), (error) => {
    throw error;
  });
  const mirror = new RoomLogMirror({
    ...{ roomId: 'r1', log, store, epoch },
    isClaimed: false,
    logger: silentLogger(),
  });
  const append = (count: number) => {
    for (let i = 0; i < count; i++) log.append('anchorReturned', {});
  };
  const workThrough = async () => {
    while (mirror.hasWork) await mirror.work();
  };
  return { store, log, mirror, append, workThrough };
}

describe('RoomLogMirror', () => {
  it('asks again when a doubt came while an answer was under way', async () => {
    const { store, mirror, append, workThrough } = mirrorOf();
    append(3);
    await workThrough();
    append(1);
    const work = mirror.work();
    await Promise.resolve();
    // The answer that is on its way tells of before the loss.
    store.flush();
    mirror.doubt();
    await work;
    expect(mirror.state).toEqual({ name: 'unsure', told: 4 });
    await workThrough();
    expect(store.heldOf('r1')?.entries).toHaveLength(4);
  });

  it('takes a room from a process whose clock was ahead', async () => {
    const { store, append, workThrough } = mirrorOf();
    await store.claim('r1', { epoch: 500, base: 0 });
    append(2);
    await workThrough();
    expect(store.heldOf('r1')).toMatchObject({ epoch: 501, entries: [{ seq: 1 }, { seq: 2 }] });
  });

  it('writes much in pieces', async () => {
    const { store, mirror, append, workThrough } = mirrorOf();
    append(250);
    await mirror.work();
    await mirror.work();
    expect(mirror.unsaved).toBe(150);
    await workThrough();
    expect(store.heldOf('r1')?.entries).toHaveLength(250);
  });

  it('does not insist when what it wrote anew is not held', async () => {
    const store = new FakeRoomLogStore();
    const { mirror, append } = mirrorOf(store);
    append(2);
    await mirror.work();
    store.rewrite = async () => ({ name: 'holds', saved: 99 });
    store.append = async () => ({ name: 'lost' });
    expect(await mirror.work()).toBe('done');
    expect(await mirror.work()).toBe('rejected');
  });
});
