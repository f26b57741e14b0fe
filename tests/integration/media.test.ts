import { isDeepStrictEqual } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { MediasoupEngine, MediasoupEngineOptions } from '../../server/src/media/MediasoupEngine.ts';
import type { RoomMedia } from '../../server/src/rooms/ports/MediaEngine.ts';
import {
  closeAndCheck,
  consumeAll,
  eventually,
  moments,
  noCounts,
  openEngine,
  openPeer,
  openPublisher,
  openRoom,
  openViewer,
  trackParameters,
} from './mediaFixture.ts';

let engine: MediasoupEngine;
let room: RoomMedia;
async function open(options: Partial<MediasoupEngineOptions> = {}): Promise<void> {
  engine = await openEngine(options);
  room = openRoom(engine, 'room');
}

afterEach(() => closeAndCheck(engine, room));

describe('placement over two workers', () => {
  beforeEach(() => open());

  it('allocates nothing before the first transport', () => {
    openPeer(room, 'idle');
    expect(engine.stats().total).toEqual(noCounts);
  });

  it('pipes each producer once under 40 concurrent joins, and both workers carry viewers', async () => {
    const { video, audio } = await openPublisher(room);
    await Promise.all(
      Array.from({ length: 40 }, (_, i) => openViewer(engine, room, [video, audio], `viewer${i}`)),
    );
    const { total, workers } = engine.stats();
    expect(total).toMatchObject({ routers: 2, transports: 41, producers: 2, consumers: 80, pipes: 2 });
    expect(total.pipeTransports).toBe(2);
    for (const { consumers } of workers) expect(consumers).toBeGreaterThanOrEqual(30);
  });

  it('gives pipes and routers back with their last viewer', async () => {
    const { video, audio } = await openPublisher(room);
    const viewers = await Promise.all(
      Array.from({ length: 4 }, (_, i) => openViewer(engine, room, [video, audio], `viewer${i}`)),
    );
    expect(engine.stats().total.pipes).toBe(2);
    for (const { peer, consumers } of viewers) {
      for (const { id } of consumers) peer.closeConsumer(id);
    }
    await eventually('the pipes close', () => engine.stats().total.pipes === 0);
    for (const { peer } of viewers) peer.close();
    expect(engine.stats().total).toMatchObject({
      routers: 1,
      transports: 1,
      pipeTransports: 0,
      consumers: 0,
    });
  });

  it('pipes again after the last viewer has gone and another has come', async () => {
    const { video } = await openPublisher(room);
    for (let round = 0; round < 5; round++) {
      const viewers = await Promise.all(['a', 'b'].map((id) => openViewer(engine, room, [video], id)));
      expect(engine.stats().total).toMatchObject({ consumers: 2, pipes: 1 });
      for (const { peer } of viewers) peer.close();
    }
  });

  it('tells viewers on every worker that a producer pauses, resumes and closes', async () => {
    const { peer, video } = await openPublisher(room);
    const viewers = await Promise.all(['a', 'b'].map((id) => openViewer(engine, room, [video], id)));
    const allTold = (event: 'consumerPaused' | 'consumerResumed' | 'consumerClosed') =>
      eventually(event, () => viewers.every(({ toldOf }) => toldOf(event).length === 1));
    await peer.pauseProducer(video);
    await allTold('consumerPaused');
    await peer.resumeProducer(video);
    await allTold('consumerResumed');
    peer.closeProducer(video);
    await allTold('consumerClosed');
    expect(engine.stats().total).toMatchObject({ producers: 1, consumers: 0 });
  });

  it('survives viewers that leave while they join', async () => {
    const { video, audio } = await openPublisher(room);
    const joins = Array.from({ length: 20 }, async (_, i) => {
      const { peer } = openPeer(room, `viewer${i}`);
      const joining = peer.createTransport({ direction: 'recv', forceTcp: false }).then(({ id }) => {
        const consuming = consumeAll(engine, peer, id, [video, audio]);
        if (i % 2 === 1) peer.close();
        return consuming;
      });
      if (i % 4 === 0) peer.close();
      const [outcome] = await Promise.allSettled([joining]);
      peer.close();
      return outcome.status;
    });
    const outcomes = await Promise.all(joins);
    expect(new Set(outcomes)).toEqual(new Set(['fulfilled', 'rejected']));
    expect(engine.stats().total).toMatchObject({ transports: 1, consumers: 0, pipes: 0, routers: 1 });
  });
});

describe('limits', () => {
  it('closes a transport that never connects', async () => {
    await open({ workers: 1, timing: { connectTimeoutMs: 50 } });
    const { transport, video, audio, told } = await openPublisher(room);
    await eventually('the transport closes', () => engine.stats().total.transports === 0);
    expect(told).toEqual([
      ['producerClosed', video, 'transport_closed'],
      ['producerClosed', audio, 'transport_closed'],
      ['transportClosed', transport.id, 'connect_timeout'],
    ]);
  });

  it('takes from a peer the ways by which it sent, with what was on them, and no others', async () => {
    await open({ workers: 1 });
    const { peer, transport, video, audio, told } = await openPublisher(room);
    const idle = await peer.createTransport({ direction: 'send', forceTcp: false });
    const recv = await peer.createTransport({ direction: 'recv', forceTcp: false });
    peer.closeSendTransports();
    expect(told).toEqual([
      ['producerClosed', video, 'transport_closed'],
      ['producerClosed', audio, 'transport_closed'],
      ['transportClosed', transport.id, 'off_stage'],
      ['transportClosed', idle.id, 'off_stage'],
    ]);
    expect(engine.stats().total).toMatchObject({ transports: 1, producers: 0 });
    peer.closeSendTransports();
    expect(told).toHaveLength(4);
    await expect(peer.restartIce(recv.id)).resolves.toBeDefined();
  });

  it('holds the caps per peer, also under concurrent requests', async () => {
    await open({ workers: 1 });
    const { video } = await openPublisher(room);
    const { peer } = openPeer(room, 'greedy', { transports: 2, consumers: 3 });
    const createTransport = () => peer.createTransport({ direction: 'recv', forceTcp: false });
    const transports = await Promise.allSettled(Array.from({ length: 5 }, createTransport));
    expect(transports.filter(({ status }) => status === 'fulfilled')).toHaveLength(2);
    const transport = transports.find(({ status }) => status === 'fulfilled');
    if (transport?.status !== 'fulfilled') throw new Error('no transport');
    const consume = () => consumeAll(engine, peer, transport.value.id, [video]);
    const consumers = await Promise.allSettled(Array.from({ length: 6 }, consume));
    expect(consumers.filter(({ status }) => status === 'fulfilled')).toHaveLength(3);
    const refused = consumers.find(({ status }) => status === 'rejected');
    expect(refused).toMatchObject({ reason: { code: 'limit_reached' } });
  });

  it('holds the cap of consumers per worker', async () => {
    await open({ workers: 2, maxConsumersPerWorker: 4 });
    const { video, audio } = await openPublisher(room);
    const join = (_: unknown, i: number) => openViewer(engine, room, [video, audio], `viewer${i}`);
    const joins = await Promise.allSettled(Array.from({ length: 10 }, join));
    for (const { consumers } of engine.stats().workers) expect(consumers).toBeLessThanOrEqual(4);
    const refusals = joins.flatMap((outcome) => (outcome.status === 'rejected' ? [outcome.reason.code] : []));
    expect(new Set(refusals)).toEqual(new Set(['capacity_reached']));
  });

  it('finds nobody else’s ids', async () => {
    await open({ workers: 1 });
    const { transport, video } = await openPublisher(room);
    const { peer } = openPeer(room, 'stranger');
    const rtpParameters = trackParameters('video');
    const notFound = { code: 'not_found' };
    await expect(
      peer.produce({ transportId: transport.id, kind: 'video', rtpParameters, paused: false }),
    ).rejects.toMatchObject(notFound);
    await expect(peer.pauseProducer(video)).rejects.toMatchObject(notFound);
    expect(() => peer.closeProducer(video)).toThrow(expect.objectContaining(notFound));
    expect(() => peer.closeTransport(transport.id)).toThrow(expect.objectContaining(notFound));
    const other = openRoom(engine, 'other');
    await expect(openViewer(engine, other, [video])).rejects.toMatchObject(notFound);
    other.close();
  });

  it('leaves nothing of what was being made when its transport closed', async () => {
    await open({ workers: 2 });
    const { video } = await openPublisher(room);
    const before = engine.stats().total;
    const { rtpCapabilities } = engine;
    for (const moment of moments) {
      const { peer } = openPeer(room, 'hasty');
      const [send, recv] = await Promise.all(
        (['send', 'recv'] as const).map((direction) => peer.createTransport({ direction, forceTcp: false })),
      );
      const track = { kind: 'audio', rtpParameters: trackParameters('audio'), paused: false } as const;
      const made = Promise.allSettled([
        peer.produce({ transportId: send?.id ?? '', ...track }),
        peer.consume({ transportId: recv?.id ?? '', producerId: video, rtpCapabilities }),
      ]);
      await moment();
      peer.close();
      await made;
    }
    await eventually('all is gone', () => isDeepStrictEqual(engine.stats().total, before)).catch(() =>
      expect(engine.stats().total).toEqual(before),
    );
  });

  it('restarts ICE, but not twice at once', async () => {
    await open({ workers: 1 });
    const { peer, transport } = await openPublisher(room);
    const restarted = await peer.restartIce(transport.id);
    expect(restarted.usernameFragment).not.toBe(transport.iceParameters.usernameFragment);
    await expect(peer.restartIce(transport.id)).rejects.toMatchObject({ code: 'too_many_requests' });
  });

  it('offers TCP only when that is asked for', async () => {
    await open({ workers: 1 });
    const { peer } = openPeer(room, 'behind a firewall');
    const { iceCandidates } = await peer.createTransport({ direction: 'recv', forceTcp: true });
    expect(new Set(iceCandidates.map(({ protocol }) => protocol))).toEqual(new Set(['tcp']));
  });

  it('refuses what cannot be consumed', async () => {
    await open({ workers: 1 });
    const { video } = await openPublisher(room);
    const { peer } = openPeer(room, 'audio only');
    const { id } = await peer.createTransport({ direction: 'recv', forceTcp: false });
    const rtpCapabilities = {
      codecs: engine.rtpCapabilities.codecs.filter(({ kind }) => kind === 'audio'),
      headerExtensions: [],
    };
    await expect(peer.consume({ transportId: id, producerId: video, rtpCapabilities })).rejects.toMatchObject(
      {
        code: 'unsupported_codec',
      },
    );
  });

  it('leaves the signals of the process alone', async () => {
    const before = [process.listenerCount('SIGTERM'), process.listenerCount('SIGINT')];
    const maxListeners = process.getMaxListeners();
    await open({ workers: 2 });
    expect([process.listenerCount('SIGTERM'), process.listenerCount('SIGINT')]).toEqual(before);
    expect(process.getMaxListeners()).toBe(maxListeners);
  });
});
