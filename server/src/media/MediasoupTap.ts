import type { types } from 'mediasoup';
import { AppError } from '../core/AppError.ts';
import type { RtpTap, TapTarget, TapTrack } from '../rooms/ports/MediaEngine.ts';
import { plainReceiverCapabilities } from './codecs.ts';
import { MediasoupTapTrack } from './MediasoupTapTrack.ts';
import { withMediaErrors } from './mediaErrors.ts';
import { loopbackPorts, socketBufferBytes } from './mediaTiming.ts';
import { openConsumer } from './openConsumer.ts';
import type { RoomContext } from './RoomContext.ts';
import type { RouterUse } from './RoomRouters.ts';

/** Owns one plain transport that sends a room's tracks to a UDP port on this machine, RTP and RTCP multiplexed. */
export class MediasoupTap implements RtpTap {
  readonly #room: RoomContext;
  readonly #use: RouterUse;
  readonly #transport: types.PlainTransport;
  readonly #onClosed: (tap: MediasoupTap) => void;
  readonly #lostListeners: (() => void)[] = [];
  readonly #tracks = new Set<MediasoupTapTrack>();
  #isClosed = false;
  #isLost = false;

  static async create(
    room: RoomContext,
    target: TapTarget,
    onClosed: (tap: MediasoupTap) => void,
  ): Promise<MediasoupTap> {
    const use = await room.routers.useHome();
    try {
      const transport = await withMediaErrors(async () => {
        const created = await use.router.router.createPlainTransport({
          listenInfo: {
            protocol: 'udp',
            ip: '127.0.0.1',
            portRange: loopbackPorts,
            sendBufferSize: socketBufferBytes,
          },
          rtcpMux: true,
          comedia: false,
        });
        await created.connect({ ip: target.ip, port: target.port });
        return created;
      });
      return new MediasoupTap(room, use, transport, onClosed);
    } catch (error) {
      use.end();
      throw error;
    }
  }

  private constructor(
    room: RoomContext,
    use: RouterUse,
    transport: types.PlainTransport,
    onClosed: (tap: MediasoupTap) => void,
  ) {
    this.#room = room;
    this.#use = use;
    this.#transport = transport;
    this.#onClosed = onClosed;
    transport.on('routerclose', () => this.#lose());
    if (transport.closed) this.#lose();
  }

  get isClosed(): boolean {
    return this.#isClosed;
  }

  async attach(producerId: string, onClosed: () => void): Promise<TapTrack> {
    this.#assertOpen();
    const source = this.#room.routers.producer(producerId);
    const codec = source.producer.consumableRtpParameters.codecs[0];
    if (!codec) throw new AppError('unsupported_codec');
    const consumer = await openConsumer({
      source,
      router: this.#use.router,
      transport: this.#transport,
      rtpCapabilities: plainReceiverCapabilities(codec),
      enableRtx: false,
      maxConsumersPerWorker: Number.POSITIVE_INFINITY,
    });
    // mediasoup itself has forgotten it with the transport.
    if (this.#isClosed) consumer.close();
    this.#assertOpen();
    const track = new MediasoupTapTrack(producerId, consumer, () => this.#tracks.delete(track), onClosed);
    this.#tracks.add(track);
    return track;
  }

  onLost(listener: () => void): void {
    if (this.#isLost) queueMicrotask(listener);
    else this.#lostListeners.push(listener);
  }

  close(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#tracks.clear();
    this.#transport.close();
    this.#use.end();
    this.#onClosed(this);
  }

  #lose(): void {
    if (this.#isClosed) return;
    this.#isLost = true;
    const tracks = [...this.#tracks];
    this.close();
    for (const track of tracks) track.lose();
    for (const listener of this.#lostListeners) listener();
  }

  #assertOpen(): void {
    if (this.#isClosed) throw new AppError('media_unavailable', { detail: 'the tap is closed' });
  }
}
