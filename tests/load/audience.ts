import { setTimeout as wait } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { type RoomEvent, tokenAudience } from '@lianmai/shared';
import { guestGrants } from '../../server/src/auth/guests.ts';
import { SystemClock } from '../../server/src/core/Clock.ts';
import { silentLogger } from '../../server/src/core/logger.ts';
import type { SharedFrame } from '../../server/src/rooms/fanout/SharedFrame.ts';
import type { Identity } from '../../server/src/rooms/permissions.ts';
import { PkMatches } from '../../server/src/rooms/pk/PkMatches.ts';
import type { ClientLink } from '../../server/src/rooms/ports/ClientLink.ts';
import { FakeMediaEngine } from '../../server/src/rooms/ports/FakeMediaEngine.ts';
import { FakeRoomRecords } from '../../server/src/rooms/ports/FakeRoomRecords.ts';
import type { Room } from '../../server/src/rooms/Room.ts';
import { MemoryRoomLog } from '../../server/src/rooms/RoomLog.ts';
import { RoomRegistry } from '../../server/src/rooms/RoomRegistry.ts';
import type { Session } from '../../server/src/rooms/Session.ts';
import { wireAudience } from '../../server/src/wiring/audience.ts';
import type { Figure, Measurement } from './support/Measurement.ts';
import { watchSeconds } from './support/seconds.ts';

const changesPerSecond = 1000;
const tickMs = 20;

/** A very big audience in the domain itself, without connections: what one more viewer costs, and what the room is told of them. */
export const audience: Measurement = {
  name: 'audience',
  title: 'A very big audience, in the domain without connections',
  async run() {
    const people = process.env.BENCH_SECONDS ? 10_000 : 100_000;
    const { room, rooms } = openRoom();
    try {
      return await measure(room, people);
    } finally {
      rooms.close();
    }
  },
};

async function measure(room: Room, people: number): Promise<Figure[]> {
  const before = heapBytes();
  const here: Session[] = [];
  for (let i = 0; i < people; i += 1) here.push(enter(room, i));
  await wait(2500);
  const after = heapBytes();
  const told: { atMs: number; event: RoomEvent }[] = [];
  const stop = room.log.onAppended((event) => told.push({ atMs: performance.now(), event }));
  const seconds = watchSeconds(20);
  const cpuBefore = process.cpuUsage();
  const startedMs = performance.now();
  await comeAndGo(room, here, seconds);
  const elapsedS = (performance.now() - startedMs) / 1000;
  const cpu = process.cpuUsage(cpuBefore);
  stop();
  const digests = told.filter(({ event }) => event.type === 'audienceChanged');
  const size = ({ event }: { event: RoomEvent }) => Buffer.byteLength(JSON.stringify(event));
  return [
    { what: 'people', value: people, unit: '' },
    { what: 'memory per viewer', value: (after - before) / people, unit: 'bytes', target: { atMost: 2048 } },
    {
      what: `CPU at ${changesPerSecond} arrivals and as many leavings a second`,
      value: (cpu.user + cpu.system) / 1e6 / elapsedS,
      unit: 'cores',
      target: { atMost: 0.3 },
    },
    { what: 'digests a second', value: digests.length / elapsedS, unit: '', target: { atMost: 1.05 } },
    {
      what: 'largest digest',
      value: Math.max(...digests.map(size)),
      unit: 'bytes',
      target: { atMost: 2048 },
    },
    { what: 'entries of the Room log a second', value: told.length / elapsedS, unit: '' },
    { what: 'largest entry', value: Math.max(...told.map(size)), unit: 'bytes', target: { atMost: 2048 } },
  ];
}

/** Every tick some come and as many leave, the leaving ones anywhere in the list. */
async function comeAndGo(room: Room, here: Session[], seconds: number): Promise<void> {
  const startedMs = performance.now();
  let changes = 0;
  for (;;) {
    const elapsedMs = performance.now() - startedMs;
    if (elapsedMs > seconds * 1000) return;
    while (changes < (elapsedMs / 1000) * changesPerSecond) {
      const at = Math.floor(Math.random() * here.length);
      here[at]?.end('left');
      here[at] = enter(room, here.length + changes);
      changes += 1;
    }
    await wait(tickMs);
  }
}

function enter(room: Room, number: number): Session {
  const session = room.join(identityOf(number), 'viewer', new SilentLink());
  // As the handler of `join` does.
  room.backstageOf(session);
  return session;
}

function identityOf(number: number): Identity {
  return {
    userId: `guest-${number.toString(36)}-${tokenAudience}`,
    name: `爱看直播的观众${number}`,
    avatarUrl: null,
    grants: guestGrants,
    expiresAtMs: Date.now() + 3_600_000,
  };
}

/** Everything about a viewer but their connection. */
class SilentLink implements ClientLink {
  readonly id = '';
  send(): void {}
  sendShared(_frame: SharedFrame): void {}
  close(): void {}
}

function openRoom(): { room: Room; rooms: RoomRegistry } {
  const clock = new SystemClock();
  const log = silentLogger();
  const pk = new PkMatches({ roomOf: (roomId) => rooms.find(roomId), scoreSources: [], clock, log });
  const rooms: RoomRegistry = new RoomRegistry(
    {
      media: new FakeMediaEngine(),
      pk,
      records: new FakeRoomRecords(),
      clock,
      log,
      timings: { sessionGraceMs: 25_000, anchorGraceMs: 30_000 },
      createLog: () => new MemoryRoomLog(clock, (error) => console.error(error)),
    },
    { maxRoomsPerUser: 1, maxRooms: 1, idleRoomMs: () => 3_600_000, yieldingRoomMs: 3_600_000 },
  );
  wireAudience({ rooms, contributions: { contributionOf: () => 0 }, clock });
  const room = rooms.create({
    title: '十万人',
    coverUrl: null,
    anchor: { id: 'anchor', name: '主播', avatarUrl: null },
  });
  return { room, rooms };
}

function heapBytes(): number {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  collect();
  return process.memoryUsage().heapUsed;
}
