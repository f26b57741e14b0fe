import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { MediasoupEngine, MediasoupEngineOptions } from '../../server/src/media/MediasoupEngine.ts';
import type { RoomMedia } from '../../server/src/rooms/ports/MediaEngine.ts';
import {
  closeAndCheck,
  consumeAll,
  eventually,
  isRunning,
  openEngine,
  openPeer,
  openPublisher,
  openRoom,
  openViewer,
} from './mediaFixture.ts';

let engine: MediasoupEngine;
let room: RoomMedia;
async function open(options: Partial<MediasoupEngineOptions> = {}): Promise<void> {
  engine = await openEngine(options);
  room = openRoom(engine, 'room');
}

afterEach(() => closeAndCheck(engine, room));

describe('a worker that dies', () => {
  beforeEach(() => open({ workers: 1 }));

  it('is told to everybody on it, and media is back within 3 s', async () => {
    const publisher = await openPublisher(room);
    const viewer = await openViewer(engine, room, [publisher.video, publisher.audio]);
    const [victim] = engine.stats().workers;
    if (!victim) throw new Error('no worker');
    process.kill(victim.pid, 'SIGKILL');
    await eventually('all are told', () => viewer.toldOf('transportClosed').length === 1);
    expect(publisher.told.filter(([event]) => event !== 'producerScore')).toEqual([
      ['producerClosed', publisher.video, 'media_reset'],
      ['producerClosed', publisher.audio, 'media_reset'],
      ['transportClosed', publisher.transport.id, 'media_reset'],
    ]);
    expect(viewer.toldOf('consumerClosed')).toHaveLength(2);
    expect(viewer.told.at(-1)).toEqual(['transportClosed', viewer.transport.id, 'media_reset']);

    const startMs = performance.now();
    const again = await openPublisher(room, 'again');
    await openViewer(engine, room, [again.video, again.audio], 'viewer again');
    expect(performance.now() - startMs).toBeLessThan(3000);
    expect(engine.stats().workers.map(({ index }) => index)).toEqual([0]);
  });

  it('is replaced within 10 s when it only hangs', async () => {
    const publisher = await openPublisher(room);
    const [victim] = engine.stats().workers;
    if (!victim) throw new Error('no worker');
    process.kill(victim.pid, 'SIGSTOP');
    const startMs = performance.now();
    await eventually('the publisher is told', () => publisher.toldOf('transportClosed').length === 1, 8000);
    await openPublisher(room, 'again');
    expect(performance.now() - startMs).toBeLessThan(6000);
    expect(isRunning(victim.pid)).toBe(false);
  });

  it('takes a request with it that was on its way, with a retryable error', async () => {
    const { peer } = openPeer(room, 'publisher');
    const [victim] = engine.stats().workers;
    if (!victim) throw new Error('no worker');
    process.kill(victim.pid, 'SIGSTOP');
    const asked = expect(peer.createTransport({ direction: 'send', forceTcp: false })).rejects;
    process.kill(victim.pid, 'SIGKILL');
    await asked.toMatchObject({ code: 'media_unavailable', retryable: true });
    await eventually('the worker is back', () => engine.stats().workers.length === 1);
    await openPublisher(room);
  });
});

it('is replaced on the same port', async () => {
  const port = await freeUdpPort();
  await open({ workers: 1, rtcPortBase: port });
  const portsOf = async (name: string) => {
    const { peer } = openPeer(room, name);
    const { iceCandidates } = await peer.createTransport({ direction: 'recv', forceTcp: false });
    return iceCandidates.map((candidate) => `${candidate.protocol} ${candidate.port}`);
  };
  const before = await portsOf('before');
  expect(before).toEqual([`udp ${port}`, `tcp ${port}`]);
  process.kill(engine.stats().workers[0]?.pid ?? 0, 'SIGKILL');
  await eventually('the worker is gone', () => engine.stats().workers.length === 0);
  expect(await portsOf('after')).toEqual(before);
});

async function freeUdpPort(): Promise<number> {
  const socket = createSocket('udp4').bind(0, '127.0.0.1');
  await once(socket, 'listening');
  const { port } = socket.address();
  socket.close();
  await once(socket, 'close');
  return port;
}

describe('one of two workers that dies', () => {
  beforeEach(() => open());

  it('takes only its own viewers down when it is not the home', async () => {
    const publisher = await openPublisher(room);
    const homePid = engine.stats().workers.find(({ producers }) => producers > 0)?.pid;
    const viewers = await Promise.all(
      ['a', 'b', 'c', 'd'].map((id) => openViewer(engine, room, [publisher.video], id)),
    );
    const victim = engine.stats().workers.find(({ pid }) => pid !== homePid);
    if (!victim) throw new Error('no second worker');
    expect(victim.consumers).toBeGreaterThan(0);
    process.kill(victim.pid, 'SIGKILL');
    const lost = () => viewers.filter(({ toldOf }) => toldOf('transportClosed').length === 1).length;
    await eventually('its viewers are told', () => lost() === victim.consumers);
    expect(publisher.toldOf('transportClosed')).toEqual([]);
    await eventually('the worker is back', () => engine.stats().workers.length === 2);
    await openViewer(engine, room, [publisher.video], 'e');
    await openViewer(engine, room, [publisher.video], 'f');
    expect(engine.stats().total.pipes).toBe(1);
  });

  it('ends all consumers when it is the home, but keeps the transports on the other', async () => {
    const publisher = await openPublisher(room);
    const homePid = engine.stats().workers.find(({ producers }) => producers > 0)?.pid;
    const viewers = await Promise.all(
      ['a', 'b', 'c', 'd'].map((id) => openViewer(engine, room, [publisher.video], id)),
    );
    if (homePid === undefined) throw new Error('no home');
    process.kill(homePid, 'SIGKILL');
    await eventually('every consumer is told', () =>
      viewers.every(({ toldOf }) => toldOf('consumerClosed').length === 1),
    );
    const survivor = viewers.find(({ toldOf }) => toldOf('transportClosed').length === 0);
    if (!survivor) throw new Error('nobody was on the other worker');
    const again = await openPublisher(room, 'again');
    await consumeAll(engine, survivor.peer, survivor.transport.id, [again.video]);
    expect(engine.stats().total.consumers).toBe(1);
  });
});
