import { afterAll, afterEach, beforeEach, expect, it } from 'vitest';
import type { MediasoupEngine } from '../../server/src/media/MediasoupEngine.ts';
import type { RoomMedia } from '../../server/src/rooms/ports/MediaEngine.ts';
import { Lateness } from '../support/Lateness.ts';
import {
  closeAndCheck,
  eventually,
  openEngine,
  openPeer,
  openRoom,
  openViewer,
  trackParameters,
} from './mediaFixture.ts';
import { encoderParameters, type FakeEncoder, startEncoder } from './mediaSender.ts';
import { connectViewer, type RtcViewer, stopViewers } from './mediaViewer.ts';

/** Between the panic button and the last packet; on a busy machine as much more as everything else is late there. */
const cutWithinMs = 200;

let engine: MediasoupEngine;
let room: RoomMedia;
const stops: (() => void)[] = [];

beforeEach(async () => {
  engine = await openEngine({ workers: 2 });
  room = openRoom(engine, 'room');
});

afterEach(async () => {
  for (const stop of stops.splice(0).toReversed()) stop();
  await closeAndCheck(engine, room);
});

afterAll(stopViewers);

/** A guest who does not stop sending, whatever the server says. */
async function openGuest() {
  const parameters = encoderParameters();
  const injection = await room.openInjection({
    tracks: [{ kind: 'video', rtpParameters: parameters }],
    onLost: () => undefined,
  });
  const encoder: FakeEncoder = await startEncoder(injection.tracks[0], parameters);
  stops.push(() => encoder.close());
  return { injection, encoder, producerId: injection.tracks[0]?.producerId ?? '' };
}

async function watch(room: RoomMedia, producerId: string, name: string) {
  const viewer = await openViewer(engine, room, [producerId], name);
  const [consumer] = viewer.consumers;
  if (!consumer) throw new Error('no consumer');
  const connection: RtcViewer = await connectViewer(viewer.transport, consumer, (dtlsParameters) =>
    viewer.peer.connectTransport(viewer.transport.id, dtlsParameters),
  );
  stops.push(() => connection.close());
  await viewer.peer.resumeConsumer(consumer.id);
  return { ...viewer, connection };
}

it(`stops everywhere within ${cutWithinMs} ms, also where it was piped, while its sender goes on`, async () => {
  const other = openRoom(engine, 'other');
  stops.push(() => other.close());
  const { injection, encoder, producerId } = await openGuest();
  other.borrowProducer(room, producerId);
  const viewers = await Promise.all([
    ...Array.from({ length: 4 }, (_, i) => watch(room, producerId, `viewer${i}`)),
    watch(other, producerId, 'elsewhere'),
  ]);
  await eventually('all see it', () => viewers.every(({ connection }) => connection.packets.length > 5));
  expect(engine.stats().workers.every(({ consumers }) => consumers > 0)).toBe(true);

  const lateness = new Lateness();
  stops.push(() => lateness.close());
  injection.close();
  const cutAtMs = performance.now();
  const tookMs = await eventually('all are told', () =>
    viewers.every(({ toldOf }) => toldOf('consumerClosed').length === 1),
  );
  expect(tookMs).toBeLessThan(cutWithinMs + lateness.worstMs);
  await eventually('the time is up', () => performance.now() - cutAtMs >= cutWithinMs + lateness.worstMs);
  const counts = () => viewers.map(({ connection }) => connection.packets.length);
  const atCut = counts();
  const sentBefore = encoder.sentPackets;
  await eventually('a dozen more packets are sent', () => encoder.sentPackets >= sentBefore + 12);
  expect(counts()).toEqual(atCut);
});

it('has room for a full stage and a rival, each with camera, microphone and screen', async () => {
  const people = 10;
  const producerIds: string[] = [];
  for (let person = 0; person < people; person += 1) {
    const { peer } = openPeer(room, `person${person}`);
    const { id: transportId } = await peer.createTransport({ direction: 'send', forceTcp: false });
    for (const kind of ['video', 'audio', 'video', 'audio'] as const) {
      const rtpParameters = trackParameters(kind);
      producerIds.push((await peer.produce({ transportId, kind, rtpParameters, paused: false })).producerId);
    }
  }
  const viewer = await openViewer(engine, room, producerIds);
  expect(viewer.consumers).toHaveLength(4 * people);
});
