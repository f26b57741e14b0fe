import type { MediaSource, RequestType } from '@lianmai/shared';
import type { Device, types } from 'mediasoup-client';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { LiveError } from '../LiveError.ts';
import { Publisher } from './Publisher.ts';

class FakeTrack extends EventTarget {
  enabled = true;
  readyState = 'live';
  contentHint = '';
  readonly #size: { width: number; height: number };

  constructor(height = 720) {
    super();
    this.#size = { width: height * 2, height };
  }

  getSettings() {
    return this.#size;
  }

  stop() {
    this.readyState = 'ended';
  }
}

const asTrack = (track: FakeTrack) => track as unknown as MediaStreamTrack;

/** A transport whose producers a test can look at; `failures` come first. */
function setUp(failures: LiveError[] = []) {
  const producers: { id: string; closed: boolean; track?: MediaStreamTrack; isMuted: boolean }[] = [];
  const requests: [RequestType, unknown][] = [];
  const removed: MediaSource[] = [];
  const cut: MediaSource[] = [];
  const errors: string[] = [];
  const produce = async ({ track, appData }: types.ProducerOptions) => {
    const failure = failures.shift();
    if (failure) throw failure;
    const producer = {
      id: `p${producers.length + 1}`,
      closed: false,
      track,
      isMuted: appData?.isMuted === true,
      close: () => {
        producer.closed = true;
      },
      replaceTrack: async ({ track: next }: { track: MediaStreamTrack }) => {
        producer.track = next;
      },
    };
    producers.push(producer);
    return producer;
  };
  const transport = { closed: false, produce } as unknown as types.Transport;
  const publisher = new Publisher({
    transport: { get: async () => transport, current: transport },
    signaling: {
      request: async (type, fields) => {
        requests.push([type, fields]);
        return null as never;
      },
    },
    device: async () => ({ sendRtpCapabilities: { codecs: [] } }) as unknown as Device,
    onTrackEnded: () => undefined,
    onRemoved: (source) => removed.push(source),
    onCut: (source) => cut.push(source),
    onError: (error) => errors.push(error.code),
  });
  const onAir = () => producers.filter((producer) => !producer.closed);
  return { publisher, producers, requests, removed, cut, errors, onAir };
}

describe('Publisher', () => {
  beforeEach(() => vi.useFakeTimers());
  afterEach(() => vi.useRealTimers());

  it('publishes again once, however many notices tell of one loss', async () => {
    const { publisher, onAir, producers } = setUp();
    await publisher.publish('camera', asTrack(new FakeTrack()));
    publisher.closedByServer('p1', 'media_reset');
    publisher.republish();
    publisher.closedByServer('p1', 'transport_closed');
    await vi.advanceTimersByTimeAsync(5000);
    expect(producers).toHaveLength(2);
    expect(onAir().map(({ id }) => id)).toEqual(['p2']);
    expect(publisher.publications.getSnapshot()).toMatchObject([{ source: 'camera', producerId: 'p2' }]);
  });

  it('waits for a media service that is restarting', async () => {
    const { publisher, onAir } = setUp([
      new LiveError('media_unavailable'),
      new LiveError('media_unavailable'),
    ]);
    const published = publisher.publish('microphone', asTrack(new FakeTrack()));
    await vi.advanceTimersByTimeAsync(2000);
    await published;
    expect(onAir()).toHaveLength(1);
  });

  it('gives the track back when publishing is refused', async () => {
    const { publisher } = setUp([new LiveError('forbidden')]);
    const track = new FakeTrack();
    await expect(publisher.publish('camera', asTrack(track))).rejects.toMatchObject({ code: 'forbidden' });
    expect(publisher.publications.getSnapshot()).toEqual([]);
    expect(track.readyState).toBe('live');
  });

  it('blackens a camera at once and tells the server a moment later', async () => {
    const { publisher, requests } = setUp();
    const track = new FakeTrack();
    await publisher.publish('camera', asTrack(track));
    const muted = publisher.mute('camera');
    expect(track.enabled).toBe(false);
    expect(requests).toEqual([]);
    await vi.advanceTimersByTimeAsync(300);
    await muted;
    expect(requests).toEqual([['pauseTrack', { producerId: 'p1' }]]);
  });

  it('ends as the last of several clicks says', async () => {
    const { publisher, requests } = setUp();
    const track = new FakeTrack();
    await publisher.publish('microphone', asTrack(track));
    await Promise.all([
      publisher.mute('microphone'),
      publisher.unmute('microphone'),
      publisher.mute('microphone'),
    ]);
    expect(requests.at(-1)?.[0]).toBe('pauseTrack');
    expect(track.enabled).toBe(false);
  });

  it('stays muted when it is published again', async () => {
    const { publisher, onAir } = setUp();
    await publisher.publish('microphone', asTrack(new FakeTrack()));
    await publisher.mute('microphone');
    publisher.republish();
    await vi.advanceTimersByTimeAsync(1000);
    expect(onAir()).toMatchObject([{ isMuted: true }]);
  });

  it('replaces a track in place, or publishes anew where the layers change', async () => {
    const { publisher, onAir, requests } = setUp();
    const [first, same, small] = [new FakeTrack(), new FakeTrack(), new FakeTrack(360)];
    await publisher.publish('camera', asTrack(first));
    await publisher.replaceTrack('camera', asTrack(same));
    expect(onAir()).toMatchObject([{ id: 'p1', track: same }]);
    expect([first.readyState, same.readyState]).toEqual(['ended', 'live']);
    await publisher.replaceTrack('camera', asTrack(small));
    expect(onAir()).toMatchObject([{ id: 'p2', track: small }]);
    expect(requests).toEqual([['unpublish', { producerId: 'p1' }]]);
  });

  it('publishes after a resume what the server no longer has', async () => {
    const { publisher, onAir } = setUp();
    await publisher.publish('camera', asTrack(new FakeTrack()));
    await publisher.publish('microphone', asTrack(new FakeTrack()));
    publisher.reconcile(new Set(['p2']));
    await vi.advanceTimersByTimeAsync(1000);
    expect(onAir().map(({ id }) => id)).toEqual(['p2', 'p3']);
  });

  it('publishes the same track again after a cut, muted as before', async () => {
    const { publisher, onAir, cut, removed } = setUp();
    const track = new FakeTrack();
    await publisher.publish('microphone', asTrack(track));
    await publisher.mute('microphone');
    publisher.closedByServer('p1', 'cut');
    await vi.advanceTimersByTimeAsync(1000);
    expect(onAir()).toMatchObject([{ id: 'p2', track, isMuted: true }]);
    expect(cut).toEqual(['microphone']);
    expect(removed).toEqual([]);
    expect(track.readyState).toBe('live');
  });

  it('stops everything with the seat, also what is still being published', async () => {
    const { publisher, onAir, removed } = setUp();
    const [camera, microphone] = [new FakeTrack(), new FakeTrack()];
    publisher.setForcedMute({ microphone: false, camera: false });
    await publisher.publish('camera', asTrack(camera));
    const publishing = publisher.publish('microphone', asTrack(microphone)).catch(() => undefined);
    publisher.leaveStage();
    await publishing;
    await vi.advanceTimersByTimeAsync(5000);
    expect(onAir()).toEqual([]);
    expect(removed).toEqual(['camera', 'microphone']);
    expect([camera.readyState, microphone.readyState]).toEqual(['ended', 'ended']);
  });

  it('stops a guest at the end of the show', async () => {
    const { publisher } = setUp();
    const track = new FakeTrack();
    publisher.setForcedMute({ microphone: false, camera: false });
    await publisher.publish('camera', asTrack(track));
    publisher.closedByServer('p1', 'show_ended');
    expect(track.readyState).toBe('ended');
  });

  it('keeps a track off that a host has muted, and gives back what its owner wants', async () => {
    const { publisher, requests } = setUp();
    const [microphone, screenSound] = [new FakeTrack(), new FakeTrack()];
    await publisher.publish('microphone', asTrack(microphone));
    publisher.setForcedMute({ microphone: true, camera: false });
    await publisher.publish('screenAudio', asTrack(screenSound));
    expect([microphone.enabled, screenSound.enabled]).toEqual([false, false]);
    expect(publisher.publications.getSnapshot()[0]).toMatchObject({ isMuted: true, isForceMuted: true });
    await expect(publisher.unmute('microphone')).rejects.toMatchObject({ code: 'muted_by_host' });
    expect(requests).toEqual([]);
    await publisher.mute('screenAudio');
    publisher.setForcedMute({ microphone: false, camera: false });
    expect([microphone.enabled, screenSound.enabled]).toEqual([true, false]);
    expect(publisher.publications.getSnapshot()[0]).toMatchObject({ isMuted: false, isForceMuted: false });
  });

  it.each([
    { reason: 'show_ended', readyState: 'live' },
    { reason: 'removed', readyState: 'ended' },
    { reason: 'off_stage', readyState: 'ended' },
  ] as const)('takes a track off the air for good with $reason', async ({ reason, readyState }) => {
    const { publisher, removed } = setUp();
    const track = new FakeTrack();
    await publisher.publish('camera', asTrack(track));
    publisher.closedByServer('p1', reason);
    await vi.advanceTimersByTimeAsync(5000);
    expect(publisher.publications.getSnapshot()).toEqual([]);
    expect(removed).toEqual(['camera']);
    expect(track.readyState).toBe(readyState);
  });
});
