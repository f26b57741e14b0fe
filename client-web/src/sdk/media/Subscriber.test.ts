import type { ConsumerParameters, Publication, RequestInput, RequestType } from '@lianmai/shared';
import type { Device, types } from 'mediasoup-client';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Subscriber } from './Subscriber.ts';

class FakeStream {
  readonly #tracks = new Set<unknown>();
  getTracks = () => [...this.#tracks];
  addTrack = (track: unknown) => this.#tracks.add(track);
  removeTrack = (track: unknown) => this.#tracks.delete(track);
}

const publication = (sessionId: string, changes: Partial<Publication> = {}): Publication => {
  const { source = 'camera', seat = 0, roomId = 'r1' } = changes;
  return {
    producerId: `${sessionId}-${source}`,
    sessionId,
    user: { id: sessionId, name: sessionId, avatarUrl: null },
    roomId,
    seat,
    kind: source === 'camera' || source === 'screen' ? 'video' : 'audio',
    source,
    isPaused: false,
    ...changes,
  };
};

/** A Subscriber of room `r1` whose server grants everything. */
function setUp() {
  const room = { publications: [] as Publication[], previews: [] as Publication[] };
  const requests: [RequestType, RequestInput<RequestType>][] = [];
  const closed: string[] = [];
  let transports = 0;
  const transport = {
    id: 't1',
    closed: false,
    consume: async ({ id = '', kind }: types.ConsumerOptions) => ({
      id,
      closed: false,
      track: { id, kind },
      close: () => closed.push(id),
    }),
  } as unknown as types.Transport;
  const grant = (producerId: string): ConsumerParameters => ({
    id: `consumer of ${producerId}`,
    producerId,
    kind: producerId.endsWith('microphone') ? 'audio' : 'video',
    rtpParameters: { codecs: [], encodings: [] },
    type: 'simulcast',
    producerPaused: false,
  });
  const subscriber = new Subscriber({
    transport: {
      get: async () => {
        transports += 1;
        return transport;
      },
      current: transport,
      release: () => undefined,
    },
    signaling: {
      request: async (type, fields) => {
        requests.push([type, fields]);
        return ('producerId' in fields ? grant(String(fields.producerId)) : null) as never;
      },
    },
    device: async () => ({ recvRtpCapabilities: { codecs: [], headerExtensions: [] } }) as unknown as Device,
    roomId: () => 'r1',
    publications: () => room.publications,
    previews: () => room.previews,
    onError: (error) => {
      throw error;
    },
  });
  const sync = async () => {
    subscriber.sync();
    await settle();
  };
  const sent = (type: RequestType) => requests.filter(([one]) => one === type).map(([, fields]) => fields);
  return { room, subscriber, sync, sent, closed, transportsAsked: () => transports };
}

const settle = () => new Promise((resolve) => setTimeout(resolve));

describe('Subscriber', () => {
  beforeEach(() => vi.stubGlobal('MediaStream', FakeStream));
  afterEach(() => vi.unstubAllGlobals());

  it("lists people by seat, then a PK's rival, then the green room", async () => {
    const { room, subscriber, sync } = setUp();
    room.publications = [
      publication('rival', { roomId: 'r2' }),
      publication('guest', { seat: 1 }),
      publication('anchor'),
    ];
    room.previews = [publication('waiting', { seat: 2 })];
    subscriber.start();
    await sync();
    expect(subscriber.users.getSnapshot()).toMatchObject([
      { sessionId: 'anchor', roomId: 'r1', seat: 0, isPreview: false },
      { sessionId: 'guest', seat: 1, isPreview: false },
      { sessionId: 'rival', roomId: 'r2', seat: 0, isPreview: false },
      { sessionId: 'waiting', seat: 2, isPreview: true },
    ]);
  });

  it('has one entry for a person with camera, microphone and screen', async () => {
    const { room, subscriber, sync } = setUp();
    room.publications = (['camera', 'microphone', 'screen'] as const).map((source) =>
      publication('guest', { source, seat: 1 }),
    );
    subscriber.start();
    await sync();
    const [guest, ...others] = subscriber.users.getSnapshot();
    expect(others).toEqual([]);
    expect(guest?.tracks.map(({ source }) => source)).toEqual(['camera', 'microphone', 'screen']);
    expect(guest?.stream.getTracks()).toHaveLength(2);
    expect(guest?.screenStream?.getTracks()).toHaveLength(1);
  });

  it('leaves everybody else alone when somebody comes or goes', async () => {
    const { room, subscriber, sync, sent, closed } = setUp();
    room.publications = [publication('anchor')];
    subscriber.start();
    await sync();
    const before = subscriber.users.getSnapshot()[0];
    room.publications = [publication('anchor'), publication('guest', { seat: 1 })];
    await sync();
    room.publications = [publication('anchor')];
    await sync();
    const after = subscriber.users.getSnapshot()[0];
    expect(after?.stream).toBe(before?.stream);
    expect(after?.tracks[0]?.track).toBe(before?.tracks[0]?.track);
    expect(sent('subscribe')).toHaveLength(2);
    expect(closed).toEqual(['consumer of guest-camera']);
  });

  it('goes on with the same consumer when somebody is taken on air, and moved', async () => {
    const { room, subscriber, sync, sent, closed } = setUp();
    room.previews = [publication('guest', { seat: 1 })];
    subscriber.start();
    await sync();
    room.publications = [publication('guest', { seat: 1 })];
    await sync();
    room.previews = [];
    await sync();
    room.publications = [publication('guest', { seat: 4 })];
    await sync();
    expect(subscriber.users.getSnapshot()).toMatchObject([{ sessionId: 'guest', seat: 4, isPreview: false }]);
    expect(sent('subscribe')).toHaveLength(1);
    expect(closed).toEqual([]);
  });

  it('asks for a small layer of a small tile, by track before person', async () => {
    const { room, subscriber, sync, sent } = setUp();
    room.publications = [
      publication('guest', { seat: 1 }),
      publication('guest', { seat: 1, source: 'screen' }),
    ];
    subscriber.start();
    await sync();
    subscriber.setTileSize('guest', { width: 160, height: 160 });
    subscriber.setTileSize('guest-screen', { width: 500, height: 500 });
    expect(sent('setPreferredLayers')).toEqual([
      { consumerId: 'consumer of guest-camera', layers: { spatialLayer: 0 } },
      { consumerId: 'consumer of guest-screen', layers: { spatialLayer: 0 } },
      { consumerId: 'consumer of guest-screen', layers: { spatialLayer: 1 } },
    ]);
  });

  it('receives nothing before it is started and after it is stopped', async () => {
    const { room, subscriber, sync, sent, closed, transportsAsked } = setUp();
    room.publications = [publication('anchor')];
    await sync();
    expect(transportsAsked()).toBe(0);
    subscriber.start();
    await sync();
    subscriber.stop();
    await sync();
    expect(sent('subscribe')).toHaveLength(1);
    expect(closed).toEqual(['consumer of anchor-camera']);
    expect(subscriber.users.getSnapshot()).toEqual([]);
  });
});
