import type { NoticeFrame, Publication, ReplyMap, SeatView } from '@lianmai/shared';
import { Device, type types } from 'mediasoup-client';
import type { LiveClientEvents } from '../events.ts';
import { LiveError } from '../LiveError.ts';
import type { RoomState } from '../types.ts';
import type { MediaSignaling } from './MediaSignaling.ts';
import { MediaTransport } from './MediaTransport.ts';
import { Publisher } from './Publisher.ts';
import { Subscriber } from './Subscriber.ts';
import { routerCapabilities } from './wireTypes.ts';

export interface MediaSessionOptions {
  signaling: MediaSignaling;
  /** The room as of now. */
  room: () => RoomState;
  /** The green room's tracks that we may see, our own among them. */
  previews: () => readonly Publication[];
  sessionId: () => string | null;
  emit: <E extends keyof LiveClientEvents>(event: E, payload: LiveClientEvents[E]) => void;
}

/**
 * Our media in one room: a transport for each direction, what is published over one and received over the other. Follows the Session:
 * after a resume only what is missing is repaired, in a new Session everything is built again.
 */
export class MediaSession {
  readonly publisher: Publisher;
  readonly subscriber: Subscriber;
  readonly #options: MediaSessionOptions;
  readonly #send: MediaTransport;
  readonly #recv: MediaTransport;
  readonly #device = Promise.withResolvers<Device>();
  #isDeviceLoading = false;
  #sessionId: string | null = null;

  constructor(options: MediaSessionOptions) {
    this.#options = options;
    this.#device.promise.catch(() => undefined);
    this.#send = this.#createTransport('send', () => this.publisher.republish());
    this.#recv = this.#createTransport('recv', () => this.subscriber.resubscribe());
    const { signaling, emit } = options;
    const device = () => this.#device.promise;
    const onError = (error: LiveError) => emit('error', error);
    this.publisher = new Publisher({
      transport: this.#send,
      signaling,
      device,
      onTrackEnded: (source) => emit('localTrackEnded', { source }),
      onRemoved: (source, reason) => emit('localTrackRemoved', { source, reason }),
      onCut: (source) => emit('localTrackCut', { source }),
      onError,
    });
    this.subscriber = new Subscriber({
      transport: this.#recv,
      signaling,
      device,
      roomId: () => options.room().room?.id ?? null,
      publications: () => this.#fromOthers(options.room().publications),
      previews: () => this.#fromOthers(options.previews()),
      onError,
    });
  }

  joined(reply: ReplyMap['join'], isResumed: boolean): void {
    void this.#loadDevice(reply.rtpCapabilities);
    if (!isResumed && this.#sessionId !== null) {
      this.#send.reset();
      this.#recv.reset();
    }
    this.#sessionId = reply.sessionId;
    if (isResumed) {
      const all = [...reply.snapshot.publications, ...reply.backstage.previews];
      const mine = all.filter((one) => one.sessionId === reply.sessionId);
      this.publisher.reconcile(new Set(mine.map((one) => one.producerId)));
    }
    this.subscriber.sync();
  }

  handleNotice(frame: NoticeFrame): void {
    const { emit } = this.#options;
    switch (frame.notice) {
      case 'transportClosed':
        for (const transport of [this.#send, this.#recv]) {
          transport.closedByServer(frame.data.transportId, frame.data.reason);
        }
        break;
      case 'producerClosed':
        this.publisher.closedByServer(frame.data.producerId, frame.data.reason);
        break;
      case 'consumerClosed':
        this.subscriber.closedByServer(frame.data.consumerId);
        break;
      case 'consumerLayersChanged': {
        const producerId = this.subscriber.producerOf(frame.data.consumerId);
        if (producerId) emit('layersChanged', { producerId, layers: frame.data.layers });
        break;
      }
      case 'producerScore': {
        const source = this.publisher.sourceOf(frame.data.producerId);
        if (source) emit('producerScore', { source, kind: frame.data.kind, score: frame.data.score });
        break;
      }
      default:
    }
  }

  /** Our seat, and what hosts have muted of us. */
  seatChanged(seat: SeatView): void {
    if (seat.state === 'taken') this.publisher.setForcedMute(seat.occupant.forcedMute);
  }

  /** Without a seat nothing of ours may be sent, and nobody's camera stays on for nothing. */
  seatLost(): void {
    this.publisher.leaveStage();
  }

  /** The room's publications changed. */
  sync(): void {
    this.subscriber.sync();
  }

  networkReturned(): void {
    this.#send.networkReturned();
    this.#recv.networkReturned();
  }

  close(): void {
    this.publisher.clear();
    this.subscriber.stop();
    this.#send.close();
    this.#recv.close();
    this.#device.reject(new LiveError('aborted'));
  }

  get debug(): Record<string, unknown> {
    const describe = (transport: types.Transport | null) =>
      transport && { id: transport.id, state: transport.connectionState };
    return { send: describe(this.#send.current), recv: describe(this.#recv.current) };
  }

  #createTransport(direction: 'send' | 'recv', onLost: () => void): MediaTransport {
    return new MediaTransport({
      direction,
      signaling: this.#options.signaling,
      device: () => this.#device.promise,
      onState: (state) => this.#options.emit('mediaStateChanged', { direction, state }),
      onLost,
    });
  }

  // What the router can does not change with the Session: one Device serves all of them.
  async #loadDevice(routerRtpCapabilities: ReplyMap['join']['rtpCapabilities']): Promise<void> {
    if (this.#isDeviceLoading) return;
    this.#isDeviceLoading = true;
    try {
      const device = await Device.factory();
      await device.load({ routerRtpCapabilities: routerCapabilities(routerRtpCapabilities) });
      this.#device.resolve(device);
    } catch (error) {
      const failure = new LiveError('unsupported_browser', { cause: error });
      this.#device.reject(failure);
      this.#options.emit('error', failure);
    }
  }

  // Never our own: nobody wants to hear an echo of themselves.
  #fromOthers(publications: readonly Publication[]): readonly Publication[] {
    if (!this.#options.room().may.subscribe) return [];
    const own = this.#options.sessionId();
    return publications.filter(({ sessionId }) => sessionId !== own);
  }
}
