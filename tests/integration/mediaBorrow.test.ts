import { afterAll, afterEach, describe, expect, it } from 'vitest';
import type { MediasoupEngine } from '../../server/src/media/MediasoupEngine.ts';
import type { RoomMedia } from '../../server/src/rooms/ports/MediaEngine.ts';
import {
  consumeAll,
  eventually,
  noCounts,
  openEngine,
  openPeer,
  openPublisher,
  openRoom,
  openViewer,
} from './mediaFixture.ts';
import { encoderParameters, startEncoder } from './mediaSender.ts';
import { connectViewer, stopViewers } from './mediaViewer.ts';

let engine: MediasoupEngine;
let home: RoomMedia;
let here: RoomMedia;
const stops: (() => void)[] = [];

async function open(workers: number): Promise<void> {
  engine = await openEngine({ workers });
  home = openRoom(engine, 'home');
  here = openRoom(engine, 'here');
}

afterEach(async () => {
  for (const stop of stops.splice(0).toReversed()) stop();
  home.close();
  here.close();
  const { total } = engine.stats();
  await engine.close();
  expect(total).toEqual(noCounts);
});

afterAll(stopViewers);

/** A sender whose packets really flow. */
async function openShow(room: RoomMedia) {
  const parameters = encoderParameters();
  const injection = await room.openInjection({
    tracks: [{ kind: 'video', rtpParameters: parameters }],
    onLost: () => undefined,
  });
  const encoder = await startEncoder(injection.tracks[0], parameters);
  stops.push(() => encoder.close());
  return { injection, encoder, producerId: injection.tracks[0]?.producerId ?? '' };
}

async function watch(room: RoomMedia, producerId: string, name: string) {
  const viewer = await openViewer(engine, room, [producerId], name);
  const [consumer] = viewer.consumers;
  if (!consumer) throw new Error('no consumer');
  const connection = await connectViewer(viewer.transport, consumer, (dtlsParameters) =>
    viewer.peer.connectTransport(viewer.transport.id, dtlsParameters),
  );
  stops.push(() => connection.close());
  await viewer.peer.resumeConsumer(consumer.id);
  return { ...viewer, consumer, connection };
}

describe.each([1, 2])('a producer that another room borrows, with %i workers', (workers) => {
  it('reaches the other room’s viewers, once for each router, and leaves nothing behind', async () => {
    await open(workers);
    const { producerId } = await openShow(home);
    const own = await openPublisher(here, 'here’s publisher');
    const before = engine.stats().total;

    const giveBack = here.borrowProducer(home, producerId);
    const viewers = await Promise.all(
      Array.from({ length: 4 }, (_, i) => watch(here, producerId, `viewer${i}`)),
    );
    await eventually('all see it', () => viewers.every(({ connection }) => connection.packets.length > 5));
    const routersHere = new Set(viewers.map(({ transport }) => transport.iceCandidates[0]?.port)).size;
    expect(engine.stats().total).toMatchObject({ consumers: 4, pipes: routersHere });

    giveBack();
    await eventually('everybody is told', () =>
      viewers.every(({ toldOf }) => toldOf('consumerClosed').length === 1),
    );
    await eventually('no pipe is left', () => engine.stats().total.pipeTransports === 0);
    const counts = viewers.map(({ connection }) => connection.packets.length);
    for (const { peer } of viewers) peer.close();
    await eventually(
      'all is as before',
      () => JSON.stringify(engine.stats().total) === JSON.stringify(before),
    );
    expect(viewers.map(({ connection }) => connection.packets.length)).toEqual(counts);
    expect(own.told.filter(([event]) => event !== 'producerScore')).toEqual([]);
  });

  it('can be had by a tap, which hears when it is given back', async () => {
    await open(workers);
    const { video } = await openPublisher(home);
    await openPublisher(here, 'here’s publisher');
    const giveBack = here.borrowProducer(home, video);
    const tap = await here.openTap({ ip: '127.0.0.1', port: 40_000 });
    let isClosed = false;
    const track = await tap.attach(video, () => {
      isClosed = true;
    });
    await track.resume();
    giveBack();
    await eventually('the tap is told', () => isClosed);
    await expect(tap.attach(video, () => undefined)).rejects.toMatchObject({ code: 'not_found' });
    tap.close();
    await eventually('no pipe is left', () => engine.stats().total.pipeTransports === 0);
  });

  it('both ways at once, again and again', async () => {
    await open(workers);
    const [left, right] = await Promise.all([openPublisher(home, 'left'), openPublisher(here, 'right')]);
    const before = engine.stats().total;
    for (let round = 0; round < 3; round += 1) {
      const giveBack = [here.borrowProducer(home, left.video), home.borrowProducer(here, right.video)];
      const viewers = await Promise.all([
        openViewer(engine, here, [left.video, right.video], 'a'),
        openViewer(engine, home, [left.video, right.video], 'b'),
      ]);
      expect(engine.stats().total.consumers).toBe(4);
      for (const give of giveBack) give();
      for (const { peer } of viewers) peer.close();
      await eventually(
        'all is as before',
        () => JSON.stringify(engine.stats().total) === JSON.stringify(before),
      );
    }
  });
});

describe('a borrowed producer', () => {
  it('is refused to rooms that have not borrowed it, and is not lent on', async () => {
    await open(1);
    const { video } = await openPublisher(home);
    const third = openRoom(engine, 'third');
    stops.push(() => third.close());
    await expect(openViewer(engine, here, [video])).rejects.toMatchObject({ code: 'not_found' });
    here.borrowProducer(home, video);
    expect(() => third.borrowProducer(here, video)).toThrow(expect.objectContaining({ code: 'not_found' }));
    expect(() => here.borrowProducer(home, video)).toThrow(
      expect.objectContaining({ code: 'invalid_state' }),
    );
    expect(() => home.borrowProducer(home, video)).toThrow(
      expect.objectContaining({ code: 'invalid_state' }),
    );
    expect(() => here.borrowProducer(home, 'nothing')).toThrow(
      expect.objectContaining({ code: 'not_found' }),
    );
  });

  it('ends when it closes at home, and says when it is paused there', async () => {
    await open(2);
    const publisher = await openPublisher(home);
    const giveBack = here.borrowProducer(home, publisher.video);
    const viewer = await openViewer(engine, here, [publisher.video]);
    await publisher.peer.pauseProducer(publisher.video);
    await eventually('the viewer is told of the pause', () => viewer.toldOf('consumerPaused').length === 1);
    publisher.peer.closeProducer(publisher.video);
    await eventually('the viewer is told of the end', () => viewer.toldOf('consumerClosed').length === 1);
    await expect(
      consumeAll(engine, viewer.peer, viewer.transport.id, [publisher.video]),
    ).rejects.toMatchObject({ code: 'not_found' });
    giveBack();
    await eventually('no pipe is left', () => engine.stats().total.pipeTransports === 0);
  });

  it('can be borrowed again while it is being piped, given back, and asked for at once', async () => {
    await open(2);
    const { video } = await openPublisher(home);
    const viewer = await openViewer(engine, here, []);
    for (let round = 0; round < 10; round += 1) {
      const giveBack = here.borrowProducer(home, video);
      const asked = consumeAll(engine, viewer.peer, viewer.transport.id, [video]).catch(({ code }) => code);
      if (round % 2 === 0) await new Promise(setImmediate);
      giveBack();
      expect(['not_found', 'unsupported_codec']).toContain(await asked);
    }
    const giveBack = here.borrowProducer(home, video);
    await consumeAll(engine, viewer.peer, viewer.transport.id, [video]);
    expect(engine.stats().total.consumers).toBe(1);
    giveBack();
    await eventually('no pipe is left', () => engine.stats().total.pipeTransports === 0);
  });

  it('is gone with its home’s worker, and comes back when it is published and borrowed again', async () => {
    await open(2);
    const publisher = await openPublisher(home);
    const homePid = engine.stats().workers.find(({ producers }) => producers > 0)?.pid;
    here.borrowProducer(home, publisher.video);
    const viewers = await Promise.all(
      ['a', 'b'].map((id) => openViewer(engine, here, [publisher.video], id)),
    );
    if (homePid === undefined) throw new Error('no home');
    process.kill(homePid, 'SIGKILL');
    await eventually('every consumer is told', () =>
      viewers.every(({ toldOf }) => toldOf('consumerClosed').length === 1),
    );
    const survivor = viewers.find(({ toldOf }) => toldOf('transportClosed').length === 0);
    if (!survivor) throw new Error('nobody was on the other worker');
    const again = await openPublisher(home, 'again');
    here.borrowProducer(home, again.video);
    await consumeAll(engine, survivor.peer, survivor.transport.id, [again.video]);
  });

  it('stays to be had when a worker dies under its viewers', async () => {
    await open(2);
    const publisher = await openPublisher(home);
    const homePid = engine.stats().workers.find(({ producers }) => producers > 0)?.pid;
    here.borrowProducer(home, publisher.video);
    const viewers = await Promise.all(
      ['a', 'b'].map((id) => openViewer(engine, here, [publisher.video], id)),
    );
    const victim = engine.stats().workers.find(({ pid }) => pid !== homePid);
    if (!victim) throw new Error('no second worker');
    process.kill(victim.pid, 'SIGKILL');
    const lost = () => viewers.find(({ toldOf }) => toldOf('transportClosed').length === 1);
    await eventually('its viewer is told', () => lost() !== undefined);
    await openViewer(engine, here, [publisher.video], 'again');
    expect(publisher.toldOf('producerClosed')).toEqual([]);
  });

  it('is gone with either room', async () => {
    await open(2);
    const left = await openPublisher(home);
    const { peer } = openPeer(here, 'viewer');
    const giveBack = here.borrowProducer(home, left.video);
    const { id } = await peer.createTransport({ direction: 'recv', forceTcp: false });
    await consumeAll(engine, peer, id, [left.video]);
    here.close();
    giveBack();
    await eventually('no pipe is left', () => engine.stats().total.pipeTransports === 0);
    here = openRoom(engine, 'here again');
    here.borrowProducer(home, left.video);
    const viewer = await openViewer(engine, here, [left.video]);
    home.close();
    await eventually('the viewer is told', () => viewer.toldOf('consumerClosed').length === 1);
    await eventually('no pipe is left', () => engine.stats().total.pipeTransports === 0);
  });
});
