import { describe, expect, it } from 'vitest';
import { FakeClock } from '../../../core/FakeClock.ts';
import { silentLogger } from '../../../core/logger.ts';
import type { RoomLog } from '../../../rooms/RoomLog.ts';
import { roomLogContract } from '../../../testing/roomLogContract.ts';
import { FakeRoomLogStore } from './FakeRoomLogStore.ts';
import { MirroredRoomLogs } from './MirroredRoomLogs.ts';

roomLogContract('a log mirrored to a store', ({ clock, capacity }) => {
  const store = new FakeRoomLogStore();
  return new MirroredRoomLogs({ store, way: store, clock, log: silentLogger(), capacity }).createLog('r1');
});

roomLogContract('a log whose store is away', ({ clock, capacity }) => {
  const store = new FakeRoomLogStore();
  store.become('is away');
  return new MirroredRoomLogs({ store, way: store, clock, log: silentLogger(), capacity }).createLog('r1');
});

function fixture() {
  const clock = new FakeClock();
  const store = new FakeRoomLogStore(60);
  const startServer = () =>
    new MirroredRoomLogs({ store, way: store, clock, log: silentLogger(), capacity: 30 });
  const heldSeqs = (roomId = 'r1') => store.heldOf(roomId)?.entries.map(({ seq }) => seq) ?? [];
  /** Lets everything happen that can happen now. */
  const settle = async (ms = 3000) => {
    for (let passed = 0; passed < ms; passed += 10) {
      clock.advance(10);
      for (let i = 0; i < 8; i++) await Promise.resolve();
    }
  };
  return { clock, store, startServer, heldSeqs, settle };
}

function append(log: RoomLog, count: number): number[] {
  const first = log.lastSeq + 1;
  for (let i = 0; i < count; i++) log.append('audienceChanged', { viewerCount: i, top: [], newest: [] });
  return Array.from({ length: count }, (_, i) => first + i);
}

describe('room logs mirrored to a store', () => {
  it('are copied in order, a little later', async () => {
    const { startServer, heldSeqs, settle } = fixture();
    const logs = startServer();
    const seqs = append(logs.createLog('r1'), 5);
    expect(logs.figures()).toMatchObject({ rooms: 1, unsaved: 5 });
    expect(heldSeqs()).toEqual([]);
    await settle();
    expect(heldSeqs()).toEqual(seqs);
    expect(logs.figures()).toEqual({ rooms: 1, fencedRooms: 0, unsaved: 0, lagMs: 0 });
  });

  it('catch up after the store was away, also with what it did without answering', async () => {
    const { clock, store, startServer, heldSeqs, settle } = fixture();
    const logs = startServer();
    const log = logs.createLog('r1');
    const seqs = append(log, 3);
    await settle();
    store.become('loses answers');
    seqs.push(...append(log, 3));
    await settle();
    seqs.push(...append(log, 3));
    clock.advance(5000);
    expect(logs.figures().lagMs).toBeGreaterThanOrEqual(5000);
    store.heal();
    await settle();
    expect(heldSeqs()).toEqual(seqs);
  });

  it('write what they keep anew when more was missed than is kept', async () => {
    const { store, startServer, heldSeqs, settle } = fixture();
    const log = startServer().createLog('r1');
    append(log, 3);
    await settle();
    store.become('hangs');
    append(log, 200);
    await settle();
    store.heal();
    await settle();
    const kept = heldSeqs();
    expect(kept.length).toBeGreaterThanOrEqual(30);
    expect(kept.at(-1)).toBe(log.lastSeq);
    expect(kept.at(-1)).toBe((kept[0] ?? 0) + kept.length - 1);
  });

  it('write anew when the store has lost its data, whether it says so or not', async () => {
    const { store, startServer, heldSeqs, settle } = fixture();
    const log = startServer().createLog('r1');
    const seqs = append(log, 5);
    await settle();
    store.flush();
    seqs.push(...append(log, 1));
    await settle();
    expect(heldSeqs()).toEqual(seqs);
    store.flush();
    store.heal();
    await settle();
    expect(heldSeqs()).toEqual(seqs);
  });

  it('go on with the next number after an orderly stop, and clients resume', async () => {
    const { startServer, settle } = fixture();
    const first = startServer();
    const log = first.createLog('r1');
    const seqs = append(log, 5);
    log.close('server_stopping');
    const closed = first.close(1000);
    await settle();
    await closed;
    const second = startServer();
    const recalled = second.recall(['r1', 'unknown']);
    await settle();
    await recalled;
    const next = second.createLog('r1');
    expect(append(next, 1)).toEqual([(seqs.at(-1) ?? 0) + 1]);
    expect(next.since(seqs[2] ?? 0)?.map(({ seq }) => seq)).toEqual([...seqs.slice(3), next.lastSeq]);
  });

  it('begin after every number that was told when the process before has crashed', async () => {
    const { clock, store, startServer, heldSeqs, settle } = fixture();
    const log = startServer().createLog('r1');
    const saved = append(log, 3);
    await settle();
    store.become('is away');
    append(log, 500);
    clock.advance(1000);
    store.heal();
    const second = startServer();
    const recalled = second.recall(['r1']);
    await settle(100);
    await recalled;
    const next = second.createLog('r1');
    expect(next.lastSeq).toBeGreaterThan(log.lastSeq);
    expect(next.since(saved[0] ?? 0)).toBeNull();
    const added = append(next, 2);
    await settle();
    // What the old process wrote last is refused; what it had saved before stays for readers.
    expect(heldSeqs().slice(-2)).toEqual(added);
  });

  it('leave a room to the process that took it over', async () => {
    const { clock, startServer, heldSeqs, settle } = fixture();
    const first = startServer();
    const log = first.createLog('r1');
    append(log, 3);
    await settle();
    clock.advance(60_000);
    const second = startServer();
    const recalled = second.recall(['r1']);
    await settle();
    await recalled;
    const added = append(second.createLog('r1'), 2);
    append(log, 10);
    await settle();
    expect(heldSeqs().slice(-2)).toEqual(added);
    expect(first.figures().fencedRooms).toBe(1);
    expect(second.figures().fencedRooms).toBe(0);
  });

  it('erase a room that is closed', async () => {
    const { store, startServer, settle } = fixture();
    const logs = startServer();
    const log = logs.createLog('r1');
    append(log, 3);
    await settle();
    log.close('room_closed');
    await settle();
    expect(store.heldOf('r1')).toBeUndefined();
    expect(logs.figures().rooms).toBe(0);
  });

  it('do not keep closed rooms in memory while the store is away', async () => {
    const { store, startServer, settle } = fixture();
    const logs = startServer();
    const log = logs.createLog('r1');
    store.become('is away');
    append(log, 3);
    await settle();
    log.close('room_closed');
    expect(logs.figures().rooms).toBe(0);
  });

  it('rest a while when entries are rejected, and leave nothing running when closed', async () => {
    const { clock, store, startServer, heldSeqs, settle } = fixture();
    const logs = startServer();
    store.become('rejects');
    const log = logs.createLog('r1');
    const seqs = append(log, 3);
    await settle(1000);
    expect(logs.figures().unsaved).toBe(3);
    store.become('works');
    await settle();
    expect(heldSeqs()).toEqual(seqs);
    store.become('rejects');
    append(log, 1);
    await settle(100);
    const closed = logs.close(500);
    await settle(1000);
    await closed;
    expect(clock.pendingTimers).toBe(0);
  });
});
