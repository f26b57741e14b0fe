import type {
  ConsumerParameters,
  DtlsParameters,
  IceParameters,
  Layers,
  MediaKind,
  RtpCapabilities,
  RtpParameters,
  TransportParameters,
} from '@lianmai/shared';
import type { types } from 'mediasoup';
import { AppError } from '../core/AppError.ts';
import type {
  MediaPeer,
  MediaPeerEvents,
  MediaPeerOptions,
  PlainTransport,
  TransportCloseReason,
} from '../rooms/ports/MediaEngine.ts';
import { CappedMap } from './CappedMap.ts';
import { toClientMediaError, withMediaErrors } from './mediaErrors.ts';
import { keyFrameRequestDelayMs } from './mediaTiming.ts';
import { openConsumer } from './openConsumer.ts';
import { openPlainTransport, openWebRtcTransport, type TransportHandle } from './openTransport.ts';
import { PlainTransportHandle } from './PlainTransportHandle.ts';
import type { RoomContext } from './RoomContext.ts';
import { consumerParameters, producerParameters, receiverCapabilities } from './rtpTranslation.ts';
import type { WebRtcTransportHandle } from './WebRtcTransportHandle.ts';

interface OnTransport<T> {
  item: T;
  transport: TransportHandle;
}

/** A consumer, and the producer as the room knows it. */
interface OpenConsumer extends OnTransport<types.Consumer> {
  producerId: string;
}

/** Owns one client's transports, producers and consumers, within its caps; nobody else's ids are found here. */
export class MediasoupPeer implements MediaPeer {
  readonly #room: RoomContext;
  readonly #peerId: string;
  readonly #events: MediaPeerEvents;
  readonly #onClosed: () => void;
  readonly #keyFrameGapMs: number;
  readonly #transports: CappedMap<TransportHandle>;
  readonly #producers: CappedMap<OnTransport<types.Producer>>;
  readonly #consumers: CappedMap<OpenConsumer>;
  #isClosed = false;

  constructor(room: RoomContext, options: MediaPeerOptions, onClosed: () => void) {
    const { peerId, events, limits = {}, keyFrameGapMs = keyFrameRequestDelayMs } = options;
    this.#room = room;
    this.#peerId = peerId;
    this.#events = events;
    this.#onClosed = onClosed;
    this.#keyFrameGapMs = keyFrameGapMs;
    this.#transports = new CappedMap(limits.transports ?? 4);
    this.#producers = new CappedMap(limits.producers ?? 5);
    this.#consumers = new CappedMap(limits.consumers ?? 64);
  }

  async createTransport(options: {
    direction: 'send' | 'recv';
    forceTcp: boolean;
  }): Promise<TransportParameters> {
    this.#assertOpen();
    const { parameters } = await this.#addTransport((onLost) =>
      openWebRtcTransport(this.#room, options, onLost),
    );
    return parameters;
  }

  async createPlainTransport(): Promise<PlainTransport> {
    this.#assertOpen();
    const handle = await this.#addTransport((onLost) => openPlainTransport(this.#room, onLost));
    const { id, ip, port, rtcpPort } = handle;
    return { id, ip, port, rtcpPort, close: () => this.#close(handle) };
  }

  connectTransport(transportId: string, dtlsParameters: DtlsParameters): Promise<void> {
    return this.#webRtcTransport(transportId).connect(dtlsParameters);
  }

  restartIce(transportId: string): Promise<IceParameters> {
    return this.#webRtcTransport(transportId).restartIce();
  }

  closeTransport(transportId: string): void {
    this.#close(this.#webRtcTransport(transportId));
  }

  closeSendTransports(): void {
    for (const handle of this.#transports.all.filter(({ direction }) => direction === 'send')) {
      handle.close();
      this.#transportGone(handle, 'off_stage');
    }
  }

  async produce(options: {
    transportId: string;
    kind: MediaKind;
    rtpParameters: RtpParameters;
    paused: boolean;
  }): Promise<{ producerId: string }> {
    this.#assertOpen();
    const { kind, paused } = options;
    const rtpParameters = producerParameters(kind, options.rtpParameters);
    const transport = this.#transport(options.transportId, 'send');
    const { item: producer } = await this.#producers.add(async () => {
      const item = await withMediaErrors(
        () =>
          transport.transport.produce({
            kind,
            rtpParameters,
            paused,
            keyFrameRequestDelay: this.#keyFrameGapMs,
          }),
        toClientMediaError,
      );
      this.#assertStillOpen(transport, item);
      return [item.id, { item, transport }];
    });
    this.#room.routers.addProducer(producer, transport.router);
    producer.on('score', (scores) => {
      const best = Math.max(0, ...scores.map(({ score }) => score));
      this.#events.producerScore(producer.id, kind, best);
    });
    return { producerId: producer.id };
  }

  async pauseProducer(producerId: string): Promise<void> {
    const { item } = this.#producers.get(producerId);
    await withMediaErrors(() => item.pause());
  }

  async resumeProducer(producerId: string): Promise<void> {
    const { item } = this.#producers.get(producerId);
    await withMediaErrors(() => item.resume());
  }

  closeProducer(producerId: string): void {
    const { item } = this.#producers.get(producerId);
    this.#producers.delete(producerId);
    item.close();
  }

  async consume(options: {
    transportId: string;
    producerId: string;
    rtpCapabilities: RtpCapabilities;
  }): Promise<ConsumerParameters> {
    this.#assertOpen();
    const { producerId } = options;
    const transport = this.#transport(options.transportId, 'recv');
    const source = this.#room.routers.producer(producerId);
    const opened = await this.#consumers.add(async () => {
      const item = await openConsumer({
        source,
        router: transport.router,
        transport: transport.transport,
        rtpCapabilities: receiverCapabilities(options.rtpCapabilities),
        enableRtx: true,
        maxConsumersPerWorker: this.#room.maxConsumersPerWorker,
      });
      this.#assertStillOpen(transport, item);
      return [item.id, { item, transport, producerId }];
    });
    this.#closeOthersLike(opened);
    this.#forwardEvents(opened);
    return consumerParameters(opened.item, producerId);
  }

  async pauseConsumer(consumerId: string): Promise<void> {
    const { item } = this.#consumers.get(consumerId);
    await withMediaErrors(() => item.pause());
  }

  async resumeConsumer(consumerId: string): Promise<void> {
    const { item } = this.#consumers.get(consumerId);
    await withMediaErrors(() => item.resume());
    await this.#requestKeyFrame(item);
  }

  async setPreferredLayers(consumerId: string, layers: Layers): Promise<void> {
    const { item } = this.#consumers.get(consumerId);
    if (item.type === 'simple') return;
    await withMediaErrors(() => item.setPreferredLayers(layers), toClientMediaError);
  }

  requestKeyFrame(consumerId: string): Promise<void> {
    return this.#requestKeyFrame(this.#consumers.get(consumerId).item);
  }

  closeConsumer(consumerId: string): void {
    const { item } = this.#consumers.get(consumerId);
    this.#consumers.delete(consumerId);
    item.close();
  }

  close(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#producers.clear();
    this.#consumers.clear();
    for (const transport of this.#transports.clear()) transport.close();
    this.#onClosed();
  }

  // A second subscription to a track replaces the first: nobody needs both, and each would be sent.
  #closeOthersLike(kept: OpenConsumer): void {
    const isOther = (entry: OpenConsumer) => entry.producerId === kept.producerId && entry !== kept;
    for (const [, { item }] of this.#consumers.deleteWhere(isOther)) item.close();
  }

  async #addTransport<H extends TransportHandle>(
    open: (onLost: (handle: TransportHandle, reason: TransportCloseReason) => void) => Promise<H>,
  ): Promise<H> {
    const opened = await this.#transports.add(async () => {
      const handle = await open((lost, reason) => this.#transportGone(lost, reason));
      if (this.#isClosed) handle.close();
      this.#assertOpen();
      return [handle.id, handle];
    });
    // Its worker died before anybody could have been told its id.
    if (opened.isClosed && this.#transports.delete(opened.id)) throw new AppError('media_unavailable');
    return opened;
  }

  async #requestKeyFrame(consumer: types.Consumer): Promise<void> {
    if (consumer.kind === 'video') await withMediaErrors(() => consumer.requestKeyFrame());
  }

  #forwardEvents({ item: consumer, producerId }: OpenConsumer): void {
    const { id } = consumer;
    consumer.on('producerpause', () => this.#events.consumerPaused(id));
    consumer.on('producerresume', () => this.#events.consumerResumed(id));
    consumer.on('layerschange', (layers) => this.#events.consumerLayersChanged(id, layers ?? null));
    consumer.on('producerclose', () => {
      if (this.#consumers.delete(id)) this.#events.consumerClosed(id, producerId);
    });
  }

  /**
   * Drops what was on a transport, and tells of it. When the client closed it itself (`reason` null) only its producers are told:
   * the room must know that they are off the air.
   */
  #transportGone(transport: TransportHandle, reason: TransportCloseReason | null): void {
    if (!this.#transports.delete(transport.id)) return;
    for (const [id, { producerId }] of this.#consumers.deleteWhere(
      (entry) => entry.transport === transport,
    )) {
      if (reason) this.#events.consumerClosed(id, producerId);
    }
    const producerReason = reason === 'media_reset' ? 'media_reset' : 'transport_closed';
    for (const [id] of this.#producers.deleteWhere((entry) => entry.transport === transport)) {
      this.#events.producerClosed(id, producerReason);
    }
    if (!reason || transport instanceof PlainTransportHandle) return;
    this.#room.log.info({ transportId: transport.id, reason, peerId: this.#peerId }, 'transport lost');
    this.#events.transportClosed(transport.id, reason);
  }

  #close(handle: TransportHandle): void {
    handle.close();
    this.#transportGone(handle, null);
  }

  #webRtcTransport(transportId: string): WebRtcTransportHandle {
    const handle = this.#transports.get(transportId);
    if (handle instanceof PlainTransportHandle) throw new AppError('not_found');
    return handle;
  }

  #transport(transportId: string, direction: 'send' | 'recv'): TransportHandle {
    const handle = this.#transports.get(transportId);
    if (handle.direction !== direction) {
      throw new AppError('invalid_request', { detail: `not a ${direction} transport` });
    }
    return handle;
  }

  #assertOpen(): void {
    if (this.#isClosed) throw new AppError('invalid_state', { detail: 'the peer is closed' });
  }

  /** What was made on a transport that closed meanwhile is closed too: mediasoup itself has forgotten it with the transport. */
  #assertStillOpen(transport: TransportHandle, made: { close(): void }): void {
    if (!this.#isClosed && !transport.isClosed) return;
    made.close();
    this.#assertOpen();
    throw new AppError('not_found', { detail: 'the transport closed meanwhile' });
  }
}
