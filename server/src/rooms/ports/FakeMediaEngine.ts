import type { RtpCapabilities } from '@lianmai/shared';
import { AppError } from '../../core/AppError.ts';
import { FakeMediaPeer, type FakeProducer, type FakeRoom } from './FakeMediaPeer.ts';
import type {
  InjectionOptions,
  MediaEngine,
  MediaPeerOptions,
  RoomMedia,
  RoomMediaEvents,
  RtpInjection,
  RtpTap,
  TapTarget,
  TapTrack,
} from './MediaEngine.ts';

/** A media plane without media, in memory: ids, maps and events behave as the real one's, packets do not exist. */
export class FakeMediaEngine implements MediaEngine {
  readonly rtpCapabilities: RtpCapabilities = {
    codecs: [
      { kind: 'audio', mimeType: 'audio/opus', clockRate: 48000, channels: 2, preferredPayloadType: 100 },
      { kind: 'video', mimeType: 'video/H264', clockRate: 90000, preferredPayloadType: 101 },
    ],
    headerExtensions: [],
  };
  /** Rooms that are open at the moment. */
  readonly rooms = new Map<string, FakeRoomMedia>();
  #nextNumber = 1;
  #plannedFailure: AppError | null = null;

  openRoom(roomId: string, events: RoomMediaEvents): FakeRoomMedia {
    const room = new FakeRoomMedia(this, roomId, events);
    this.rooms.set(roomId, room);
    return room;
  }

  /** The next operation that allocates something throws `error`, once. */
  failNext(error: AppError): void {
    this.#plannedFailure = error;
  }

  /** As if the worker under the room died: everything in it is gone, everybody is told. */
  resetMedia(roomId: string): void {
    this.rooms.get(roomId)?.resetMedia();
  }

  throwPlannedFailure(): void {
    const failure = this.#plannedFailure;
    this.#plannedFailure = null;
    if (failure) throw failure;
  }

  nextId(what: string): string {
    return `${what}-${this.#nextNumber++}`;
  }
}

/** One room of the fake engine. */
export class FakeRoomMedia implements RoomMedia, FakeRoom {
  readonly roomId: string;
  readonly events: RoomMediaEvents;
  readonly peers = new Set<FakeMediaPeer>();
  readonly taps = new Set<FakeRtpTap>();
  readonly injections = new Set<{ onLost(): void; close(): void }>();
  readonly producers = new Map<string, FakeProducer>();
  /** Producers of other rooms that are to be had here, with the rooms they are lent by. */
  readonly borrowed = new Map<string, FakeRoomMedia>();
  readonly #lentTo = new Set<FakeRoomMedia>();
  isClosed = false;
  readonly #engine: FakeMediaEngine;

  constructor(engine: FakeMediaEngine, roomId: string, events: RoomMediaEvents) {
    this.#engine = engine;
    this.roomId = roomId;
    this.events = events;
  }

  openPeer(options: MediaPeerOptions): FakeMediaPeer {
    const peer = new FakeMediaPeer(this, options);
    this.peers.add(peer);
    return peer;
  }

  async openTap(target: TapTarget): Promise<FakeRtpTap> {
    this.throwPlannedFailure();
    const tap = new FakeRtpTap(this, target);
    this.taps.add(tap);
    return tap;
  }

  async openInjection(options: InjectionOptions): Promise<RtpInjection> {
    this.throwPlannedFailure();
    const tracks = options.tracks.map(({ kind, rtpParameters }, index) => ({
      kind,
      producerId: this.addProducer({ peer: null, kind, rtpParameters, isPaused: false }),
      port: 40_000 + 2 * index,
      rtcpPort: 40_001 + 2 * index,
    }));
    const close = () => {
      if (!this.injections.delete(injection)) return;
      for (const { producerId } of tracks) this.removeProducer(producerId);
    };
    const injection = { ip: '127.0.0.1' as const, tracks, close, onLost: options.onLost };
    this.injections.add(injection);
    return injection;
  }

  borrowProducer(from: RoomMedia, producerId: string): () => void {
    this.throwPlannedFailure();
    if (!(from instanceof FakeRoomMedia) || !from.producers.has(producerId)) throw new AppError('not_found');
    if (from === this || this.borrowed.has(producerId)) throw new AppError('invalid_state');
    this.borrowed.set(producerId, from);
    from.#lentTo.add(this);
    return () => this.#giveBack(from, producerId);
  }

  releaseIfUnused(): void {}

  close(): void {
    if (this.isClosed) return;
    this.isClosed = true;
    for (const [producerId, from] of [...this.borrowed]) this.#giveBack(from, producerId);
    for (const injection of [...this.injections]) injection.close();
    for (const tap of [...this.taps]) tap.close();
    for (const peer of [...this.peers]) peer.close();
    if (this.#engine.rooms.get(this.roomId) === this) this.#engine.rooms.delete(this.roomId);
  }

  /** As if the worker under the room died. */
  resetMedia(): void {
    for (const injection of [...this.injections]) {
      injection.close();
      injection.onLost();
    }
    for (const peer of [...this.peers]) {
      for (const id of [...peer.transports.keys()]) peer.loseTransport(id, 'media_reset');
    }
    for (const tap of [...this.taps]) tap.lose();
  }

  // ---- for peers and taps

  nextId(what: string): string {
    return this.#engine.nextId(what);
  }

  throwPlannedFailure(): void {
    this.#engine.throwPlannedFailure();
    if (this.isClosed) throw new AppError('invalid_state', { detail: 'the room is closed' });
  }

  addProducer(producer: FakeProducer): string {
    const id = this.nextId('producer');
    this.producers.set(id, producer);
    return id;
  }

  producer(producerId: string): FakeProducer {
    const producer =
      this.producers.get(producerId) ?? this.borrowed.get(producerId)?.producers.get(producerId);
    if (!producer) throw new AppError('not_found');
    return producer;
  }

  setProducerPaused(producerId: string, isPaused: boolean): void {
    this.producer(producerId).isPaused = isPaused;
    for (const room of this.#everywhere(producerId)) {
      for (const peer of room.peers) peer.producerPausedChanged(producerId, isPaused);
    }
  }

  removeProducer(producerId: string): void {
    const borrowers = this.#everywhere(producerId);
    if (!this.producers.delete(producerId)) return;
    for (const room of borrowers) room.#producerGone(this, producerId);
  }

  #giveBack(from: FakeRoomMedia, producerId: string): void {
    if (this.borrowed.get(producerId) === from) this.#producerGone(from, producerId);
  }

  #producerGone(home: FakeRoomMedia, producerId: string): void {
    if (home !== this) this.borrowed.delete(producerId);
    for (const peer of [...this.peers]) peer.producerGone(producerId);
    for (const tap of [...this.taps]) tap.producerGone(producerId);
  }

  /** This room, and those that it is lent to. */
  #everywhere(producerId: string): FakeRoomMedia[] {
    return [this, ...[...this.#lentTo].filter((room) => room.borrowed.get(producerId) === this)];
  }
}

/** A tap that sends nothing; a test reads `tracks` to see what would flow. */
export class FakeRtpTap implements RtpTap {
  readonly target: TapTarget;
  readonly tracks = new Map<
    TapTrack,
    { isFlowing: boolean; keyFrameRequests: number; onClosed: () => void }
  >();
  readonly #room: FakeRoomMedia;
  readonly #lostListeners: (() => void)[] = [];

  constructor(room: FakeRoomMedia, target: TapTarget) {
    this.#room = room;
    this.target = target;
  }

  async attach(producerId: string, onClosed: () => void): Promise<TapTrack> {
    this.#room.throwPlannedFailure();
    const { kind } = this.#room.producer(producerId);
    const state = { isFlowing: false, keyFrameRequests: 0, onClosed };
    const track: TapTrack = {
      producerId,
      kind,
      codec: kind === 'audio' ? 'opus' : 'H264',
      ssrc: 1000 + this.tracks.size,
      payloadType: kind === 'audio' ? 100 : 101,
      clockRate: kind === 'audio' ? 48000 : 90000,
      codecParameters: {},
      resume: async () => {
        state.isFlowing = true;
      },
      requestKeyFrame: async () => {
        state.keyFrameRequests += 1;
      },
      close: () => {
        this.tracks.delete(track);
      },
    };
    this.tracks.set(track, state);
    return track;
  }

  onLost(listener: () => void): void {
    this.#lostListeners.push(listener);
  }

  close(): void {
    this.tracks.clear();
    this.#room.taps.delete(this);
  }

  producerGone(producerId: string): void {
    for (const [track, state] of [...this.tracks]) {
      if (track.producerId !== producerId) continue;
      this.tracks.delete(track);
      state.onClosed();
    }
  }

  lose(): void {
    const states = [...this.tracks.values()];
    this.close();
    for (const state of states) state.onClosed();
    for (const listener of this.#lostListeners) listener();
  }
}
