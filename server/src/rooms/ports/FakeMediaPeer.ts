import type {
  ConsumerParameters,
  IceParameters,
  Layers,
  MediaKind,
  RtpParameters,
  TransportParameters,
} from '@lianmai/shared';
import { AppError } from '../../core/AppError.ts';
import type {
  MediaPeer,
  MediaPeerEvents,
  MediaPeerOptions,
  PlainTransport,
  TransportCloseReason,
} from './MediaEngine.ts';

export interface FakeProducer {
  peer: FakeMediaPeer | null;
  kind: MediaKind;
  rtpParameters: RtpParameters;
  isPaused: boolean;
}

/** What a fake peer needs of its fake room. */
export interface FakeRoom {
  readonly peers: Set<FakeMediaPeer>;
  nextId(what: string): string;
  throwPlannedFailure(): void;
  addProducer(producer: FakeProducer): string;
  producer(producerId: string): FakeProducer;
  setProducerPaused(producerId: string, isPaused: boolean): void;
  removeProducer(producerId: string): void;
}

interface FakeTransport {
  direction: 'send' | 'recv';
  isConnected: boolean;
  isPlain?: boolean;
}

interface FakeConsumer {
  producerId: string;
  transportId: string;
  isPaused: boolean;
  layers: Layers | null;
}

const emptyIce: IceParameters = { usernameFragment: 'fake', password: 'fake', iceLite: true };

/** One client's media without media: keeps the maps that the real peer keeps and calls the same events. */
export class FakeMediaPeer implements MediaPeer {
  readonly peerId: string;
  readonly events: MediaPeerEvents;
  readonly keyFrameGapMs: number;
  readonly transports = new Map<string, FakeTransport>();
  readonly producers = new Map<string, { transportId: string }>();
  readonly consumers = new Map<string, FakeConsumer>();
  /** Consumers for which a keyframe was asked, in order. */
  readonly keyFrameRequests: string[] = [];
  isClosed = false;
  readonly #room: FakeRoom;
  readonly #limits: { transports: number; producers: number; consumers: number };

  constructor(room: FakeRoom, options: MediaPeerOptions) {
    this.#room = room;
    this.peerId = options.peerId;
    this.events = options.events;
    this.keyFrameGapMs = options.keyFrameGapMs ?? 1000;
    this.#limits = { transports: 4, producers: 5, consumers: 64, ...options.limits };
  }

  async createTransport(options: { direction: 'send' | 'recv' }): Promise<TransportParameters> {
    this.#assertUsable();
    this.#assertBelow(this.transports.size, this.#limits.transports);
    const id = this.#room.nextId('transport');
    this.transports.set(id, { direction: options.direction, isConnected: false });
    return { id, iceParameters: emptyIce, iceCandidates: [], dtlsParameters: { fingerprints: [] } };
  }

  async connectTransport(transportId: string): Promise<void> {
    const transport = this.#transport(transportId);
    if (transport.isConnected) throw new AppError('invalid_state');
    transport.isConnected = true;
  }

  async restartIce(transportId: string): Promise<IceParameters> {
    this.#transport(transportId);
    return emptyIce;
  }

  closeTransport(transportId: string): void {
    this.#transport(transportId);
    this.#dropTransport(transportId, null);
  }

  async createPlainTransport(): Promise<PlainTransport> {
    this.#assertUsable();
    const id = this.#room.nextId('transport');
    this.transports.set(id, { direction: 'send', isConnected: true, isPlain: true });
    const close = () => this.#dropTransport(id, null);
    return { id, ip: '127.0.0.1', port: 40_000, rtcpPort: 40_001, close };
  }

  closeSendTransports(): void {
    for (const [id, { direction }] of [...this.transports]) {
      if (direction === 'send') this.#dropTransport(id, 'off_stage');
    }
  }

  async produce(options: {
    transportId: string;
    kind: MediaKind;
    rtpParameters: RtpParameters;
    paused: boolean;
  }): Promise<{ producerId: string }> {
    this.#assertUsable();
    if (this.#transport(options.transportId).direction !== 'send') throw new AppError('invalid_request');
    this.#assertBelow(this.producers.size, this.#limits.producers);
    const { kind, rtpParameters, paused } = options;
    const producerId = this.#room.addProducer({ peer: this, kind, rtpParameters, isPaused: paused });
    this.producers.set(producerId, { transportId: options.transportId });
    return { producerId };
  }

  async pauseProducer(producerId: string): Promise<void> {
    this.#assertOwnProducer(producerId);
    this.#room.setProducerPaused(producerId, true);
  }

  async resumeProducer(producerId: string): Promise<void> {
    this.#assertOwnProducer(producerId);
    this.#room.setProducerPaused(producerId, false);
  }

  closeProducer(producerId: string): void {
    this.#assertOwnProducer(producerId);
    this.producers.delete(producerId);
    this.#room.removeProducer(producerId);
  }

  async consume(options: { transportId: string; producerId: string }): Promise<ConsumerParameters> {
    this.#assertUsable();
    if (this.#transport(options.transportId).direction !== 'recv') throw new AppError('invalid_request');
    this.#assertBelow(this.consumers.size, this.#limits.consumers);
    const producer = this.#room.producer(options.producerId);
    const id = this.#room.nextId('consumer');
    const { producerId, transportId } = options;
    this.consumers.set(id, { producerId, transportId, isPaused: true, layers: null });
    const { kind, rtpParameters, isPaused } = producer;
    return { id, producerId, kind, rtpParameters, type: 'simple', producerPaused: isPaused };
  }

  async pauseConsumer(consumerId: string): Promise<void> {
    this.#consumer(consumerId).isPaused = true;
  }

  async resumeConsumer(consumerId: string): Promise<void> {
    this.#consumer(consumerId).isPaused = false;
    this.keyFrameRequests.push(consumerId);
  }

  async setPreferredLayers(consumerId: string, layers: Layers): Promise<void> {
    this.#consumer(consumerId).layers = layers;
  }

  async requestKeyFrame(consumerId: string): Promise<void> {
    this.#consumer(consumerId);
    this.keyFrameRequests.push(consumerId);
  }

  closeConsumer(consumerId: string): void {
    this.#consumer(consumerId);
    this.consumers.delete(consumerId);
  }

  close(): void {
    if (this.isClosed) return;
    this.isClosed = true;
    for (const producerId of [...this.producers.keys()]) this.#room.removeProducer(producerId);
    this.producers.clear();
    this.consumers.clear();
    this.transports.clear();
    this.#room.peers.delete(this);
  }

  // ---- what a test makes happen, and what the room tells its peers

  /** As if the transport failed or its worker died: events for everything on it, the transport last. */
  loseTransport(transportId: string, reason: TransportCloseReason): void {
    this.#dropTransport(transportId, reason);
  }

  producerGone(producerId: string): void {
    for (const [id, consumer] of [...this.consumers]) {
      if (consumer.producerId !== producerId) continue;
      this.consumers.delete(id);
      this.events.consumerClosed(id, producerId);
    }
  }

  producerPausedChanged(producerId: string, isPaused: boolean): void {
    for (const [id, consumer] of [...this.consumers]) {
      if (consumer.producerId !== producerId) continue;
      if (isPaused) this.events.consumerPaused(id);
      else this.events.consumerResumed(id);
    }
  }

  #dropTransport(transportId: string, reason: TransportCloseReason | null): void {
    const isPlain = this.transports.get(transportId)?.isPlain ?? false;
    if (!this.transports.delete(transportId)) return;
    for (const [id, consumer] of [...this.consumers]) {
      if (consumer.transportId !== transportId) continue;
      this.consumers.delete(id);
      if (reason) this.events.consumerClosed(id, consumer.producerId);
    }
    for (const [id, producer] of [...this.producers]) {
      if (producer.transportId !== transportId) continue;
      this.producers.delete(id);
      this.#room.removeProducer(id);
      this.events.producerClosed(id, reason === 'media_reset' ? 'media_reset' : 'transport_closed');
    }
    if (reason && !isPlain) this.events.transportClosed(transportId, reason);
  }

  #assertUsable(): void {
    this.#room.throwPlannedFailure();
    if (this.isClosed) throw new AppError('invalid_state', { detail: 'the peer is closed' });
  }

  #assertBelow(count: number, limit: number): void {
    if (count >= limit) throw new AppError('limit_reached');
  }

  #assertOwnProducer(producerId: string): void {
    if (!this.producers.has(producerId)) throw new AppError('not_found');
  }

  #transport(transportId: string): FakeTransport {
    const transport = this.transports.get(transportId);
    if (!transport) throw new AppError('not_found');
    return transport;
  }

  #consumer(consumerId: string): FakeConsumer {
    const consumer = this.consumers.get(consumerId);
    if (!consumer) throw new AppError('not_found');
    return consumer;
  }
}
