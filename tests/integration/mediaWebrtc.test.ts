import { afterAll, afterEach, expect, it } from 'vitest';
import { FakeClock } from '../../server/src/core/FakeClock.ts';
import type { MediasoupEngine } from '../../server/src/media/MediasoupEngine.ts';
import type { RoomMedia } from '../../server/src/rooms/ports/MediaEngine.ts';
import { eventually, openEngine, openPeer, openRoom, openViewer } from './mediaFixture.ts';
import { encoderParameters, startEncoder } from './mediaSender.ts';
import { connectViewer, type RtcViewer, stopViewers } from './mediaViewer.ts';

let engine: MediasoupEngine;
const stops: (() => void)[] = [];

afterEach(async () => {
  for (const stop of stops.splice(0).toReversed()) stop();
  const { total } = engine.stats();
  await engine.close();
  expect(Object.values(total).every((count) => count === 0)).toBe(true);
});

afterAll(stopViewers);

function openOwnRoom(): RoomMedia {
  const room = openRoom(engine, 'room');
  stops.push(() => room.close());
  return room;
}

async function openShow(room: RoomMedia) {
  const parameters = encoderParameters();
  const injection = await room.openInjection({
    tracks: [{ kind: 'video', rtpParameters: parameters }],
    onLost: () => undefined,
  });
  const encoder = await startEncoder(injection.tracks[0], parameters);
  stops.push(() => encoder.close());
  return { producerId: injection.tracks[0]?.producerId ?? '', encoder };
}

async function join(room: RoomMedia, producerId: string, name: string) {
  const viewer = await openViewer(engine, room, [producerId], name);
  const [consumer] = viewer.consumers;
  if (!consumer) throw new Error('no consumer');
  const connection: RtcViewer = await connectViewer(viewer.transport, consumer, (dtlsParameters) =>
    viewer.peer.connectTransport(viewer.transport.id, dtlsParameters),
  );
  stops.push(() => connection.close());
  await viewer.peer.resumeConsumer(consumer.id);
  return { ...viewer, consumer, connection };
}

it('shows a picture to 40 viewers on two workers for one keyframe request a second', async () => {
  engine = await openEngine();
  const room = openOwnRoom();
  const { producerId, encoder } = await openShow(room);
  const startMs = performance.now();
  const viewers = await Promise.all(
    Array.from({ length: 40 }, (_, i) => join(room, producerId, `viewer${i}`)),
  );
  await eventually(
    'all see it',
    () => viewers.every(({ connection }) => connection.packets.length > 5),
    5000,
  );
  const seconds = (performance.now() - startMs) / 1000;

  for (const { consumers } of engine.stats().workers) expect(consumers).toBeGreaterThanOrEqual(15);
  expect(engine.stats().total.pipes).toBe(1);
  expect(encoder.requestedAtMs.length).toBeLessThanOrEqual(Math.ceil(seconds) + 1);
  for (const [index, at] of encoder.requestedAtMs.entries()) {
    // The worker's timer and this process's clock need not agree to the millisecond.
    if (index > 0) expect(at - (encoder.requestedAtMs[index - 1] ?? 0)).toBeGreaterThan(950);
  }
});

it('keeps a transport that has connected, and closes one that has not', async () => {
  const clock = new FakeClock();
  // The clock stands still: the watchdog must not take that for a hanging worker.
  engine = await openEngine({ clock, timing: { probeIntervalMs: 1e9 } });
  const room = openOwnRoom();
  const { producerId } = await openShow(room);
  const viewer = await join(room, producerId, 'viewer');
  await eventually('it sees the show', () => viewer.connection.packets.length > 0);
  const vanished = openPeer(room, 'vanished');
  await vanished.peer.createTransport({ direction: 'recv', forceTcp: false });
  clock.advance(60_000);
  expect(vanished.toldOf('transportClosed')).toMatchObject([
    [expect.anything(), expect.anything(), 'connect_timeout'],
  ]);
  expect(viewer.toldOf('transportClosed')).toEqual([]);
});

it('closes the transport of a client that went without a word', async () => {
  engine = await openEngine({ timing: { iceConsentTimeoutSeconds: 10, disconnectGraceMs: 100 } });
  const room = openOwnRoom();
  const { producerId } = await openShow(room);
  const viewer = await join(room, producerId, 'viewer');
  await eventually('it sees the show', () => viewer.connection.packets.length > 0);
  viewer.connection.close();
  await eventually('it is noticed', () => viewer.toldOf('transportClosed').length === 1, 20_000);
  expect(viewer.told.slice(-2)).toEqual([
    ['consumerClosed', viewer.consumer.id, producerId],
    ['transportClosed', viewer.transport.id, 'ice_failed'],
  ]);
});
