import type { DtlsParameters, IceParameters, TransportParameters } from '@lianmai/shared';
import type { types } from 'mediasoup';
import { AppError } from '../core/AppError.ts';
import type { Clock } from '../core/Clock.ts';
import type { TransportCloseReason } from '../rooms/ports/MediaEngine.ts';
import { toClientMediaError, withMediaErrors } from './mediaErrors.ts';
import { initialOutgoingBitrateBps, type MediaTiming, maxIncomingBitrateBps } from './mediaTiming.ts';
import { RestartIceRate } from './RestartIceRate.ts';
import type { RoomRouter } from './RoomRouter.ts';

export interface WebRtcTransportOptions {
  router: RoomRouter;
  direction: 'send' | 'recv';
  forceTcp: boolean;
  timing: MediaTiming;
  clock: Clock;
  /** The transport closed without `close()` having been called. */
  onLost: (reason: TransportCloseReason) => void;
  /** Called once, whoever closed it, before `onLost`. */
  onClosed: () => void;
}

/**
 * Owns one WebRTC transport and its deadlines: it closes when its client never connects, when ICE consent stays lost, when DTLS
 * fails and when the worker dies.
 */
export class WebRtcTransportHandle {
  readonly direction: 'send' | 'recv';
  readonly router: RoomRouter;
  readonly transport: types.WebRtcTransport;
  readonly #options: WebRtcTransportOptions;
  readonly #restartRate = new RestartIceRate();
  #cancelDeadline: () => void = () => undefined;
  #isConnectAsked = false;
  #isClosed = false;

  static async create(options: WebRtcTransportOptions): Promise<WebRtcTransportHandle> {
    const { router, direction, forceTcp, timing } = options;
    const transport = await withMediaErrors(async () => {
      const created = await router.router.createWebRtcTransport({
        webRtcServer: router.worker.webRtcServer,
        enableUdp: !forceTcp,
        enableTcp: true,
        preferUdp: true,
        initialAvailableOutgoingBitrate: initialOutgoingBitrateBps,
        iceConsentTimeout: timing.iceConsentTimeoutSeconds,
      });
      try {
        if (direction === 'send') await created.setMaxIncomingBitrate(maxIncomingBitrateBps);
        return created;
      } catch (error) {
        created.close();
        throw error;
      }
    });
    return new WebRtcTransportHandle(options, transport);
  }

  private constructor(options: WebRtcTransportOptions, transport: types.WebRtcTransport) {
    this.#options = options;
    this.direction = options.direction;
    this.router = options.router;
    this.transport = transport;
    this.#setDeadline(options.timing.connectTimeoutMs, 'connect_timeout');
    transport.on('icestatechange', (state) => this.#iceStateChanged(state));
    transport.on('dtlsstatechange', (state) => this.#dtlsStateChanged(state));
    transport.on('routerclose', () => this.#lose('media_reset'));
    transport.on('listenserverclose', () => this.#lose('media_reset'));
    // Its worker may have died between the creation and these listeners.
    if (transport.closed) queueMicrotask(() => this.#lose('media_reset'));
  }

  get id(): string {
    return this.transport.id;
  }

  get isClosed(): boolean {
    return this.#isClosed;
  }

  get parameters(): TransportParameters {
    const { id, iceParameters, iceCandidates, dtlsParameters } = this.transport;
    return { id, iceParameters, iceCandidates, dtlsParameters };
  }

  async connect(dtlsParameters: DtlsParameters): Promise<void> {
    if (this.#isConnectAsked) throw new AppError('invalid_state', { detail: 'connected already' });
    this.#isConnectAsked = true;
    try {
      await withMediaErrors(() => this.transport.connect({ dtlsParameters }), toClientMediaError);
    } catch (error) {
      this.#isConnectAsked = false;
      throw error;
    }
  }

  async restartIce(): Promise<IceParameters> {
    const { clock, timing } = this.#options;
    if (!this.#restartRate.tryRestart(clock.nowMs())) throw new AppError('too_many_requests');
    const parameters = await withMediaErrors(() => this.transport.restartIce());
    // A client that has lost its network gets the whole grace period for its new candidates.
    if (this.transport.iceState === 'disconnected') this.#setDeadline(timing.disconnectGraceMs, 'ice_failed');
    return parameters;
  }

  close(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#cancelDeadline();
    this.transport.close();
    this.#options.onClosed();
  }

  #iceStateChanged(state: types.IceState): void {
    if (this.#isClosed) return;
    if (state === 'disconnected') this.#setDeadline(this.#options.timing.disconnectGraceMs, 'ice_failed');
    else if (this.transport.dtlsState === 'connected') this.#cancelDeadline();
  }

  #dtlsStateChanged(state: types.DtlsState): void {
    if (this.#isClosed) return;
    if (state === 'connected') this.#cancelDeadline();
    // `closed`: the client's own close alert, sent when its page goes away in good order.
    else if (state === 'failed' || state === 'closed') this.#lose('dtls_failed');
  }

  #setDeadline(delayMs: number, reason: TransportCloseReason): void {
    this.#cancelDeadline();
    if (this.#isClosed) return;
    this.#cancelDeadline = this.#options.clock.after(delayMs, () => this.#lose(reason));
  }

  #lose(reason: TransportCloseReason): void {
    if (this.#isClosed) return;
    this.close();
    this.#options.onLost(reason);
  }
}
