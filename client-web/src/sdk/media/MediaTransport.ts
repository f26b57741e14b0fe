import { type MediaSource, type NoticeMap, RtpParameters } from '@lianmai/shared';
import type { Device, types } from 'mediasoup-client';
import { retrying } from '../core/retry.ts';
import type { MediaConnectionState } from '../events.ts';
import { LiveError } from '../LiveError.ts';
import type { MediaSignaling } from './MediaSignaling.ts';

export interface MediaTransportOptions {
  direction: 'send' | 'recv';
  signaling: MediaSignaling;
  device: () => Promise<Device>;
  onState: (state: MediaConnectionState) => void;
  /** The transport is gone with everything on it; whoever still needs media asks for a new one with `get()`. */
  onLost: () => void;
}

/** What goes with every producer as `appData`. */
export interface ProducerAppData extends types.AppData {
  source: MediaSource;
  isMuted: boolean;
}

const disconnectedToleranceMs = 1200;
const restartDeadlineMs = 6000;
const firstConnectDeadlineMs = 10_000;

/**
 * One direction's way for media. Makes its transport when it is first needed, restarts ICE when the path breaks, and declares it lost
 * (`onLost`) when that does not help or the server closed it. Loss of signalling alone does not concern it.
 */
export class MediaTransport {
  readonly #options: MediaTransportOptions;
  #transport: types.Transport | null = null;
  #creating: Promise<types.Transport> | null = null;
  // Raised whenever what is being created is no longer wanted.
  #generation = 0;
  #isClosed = false;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #isRestarting = false;
  // After a transport that never connected: some networks swallow UDP without an error.
  #useTcp = false;

  constructor(options: MediaTransportOptions) {
    this.#options = options;
  }

  get id(): string | null {
    return this.#transport?.id ?? null;
  }

  get current(): types.Transport | null {
    return this.#transport;
  }

  async get(): Promise<types.Transport> {
    if (this.#isClosed) throw new LiveError('aborted');
    if (this.#transport) return this.#transport;
    const creating = this.#creating ?? this.#create();
    this.#creating = creating;
    try {
      return await creating;
    } finally {
      if (this.#creating === creating) this.#creating = null;
    }
  }

  /** The server closed one of its transports; `off_stage`: there is nothing to send any more. */
  closedByServer(transportId: string, reason: NoticeMap['transportClosed']['reason']): void {
    if (transportId === this.id) this.#lose(reason === 'off_stage' ? 'none' : 'recovering');
  }

  /** The Session is another one: the server knows nothing of our transport. */
  reset(): void {
    this.#lose();
  }

  /** The machine's network changed: do not wait until the path is found dead. */
  networkReturned(): void {
    const transport = this.#transport;
    if (transport && transport.connectionState !== 'connected') void this.#restartIce(transport);
  }

  /** Nobody needs media this way at the moment; `get()` makes a new transport when that changes. */
  release(): void {
    const id = this.id;
    if (!this.#drop()) return;
    this.#options.onState('none');
    if (id) this.#closeOnServer(id);
  }

  close(): void {
    this.#isClosed = true;
    this.release();
  }

  async #create(): Promise<types.Transport> {
    const generation = ++this.#generation;
    this.#options.onState('connecting');
    const { direction, signaling } = this.#options;
    const isWanted = () => generation === this.#generation && !this.#isClosed;
    const [device, parameters] = await Promise.all([
      this.#options.device(),
      retrying(() => signaling.request('createTransport', { direction, forceTcp: this.#useTcp }), {
        isWanted,
      }),
    ]);
    if (!isWanted()) {
      this.#closeOnServer(parameters.id);
      throw new LiveError('aborted');
    }
    const transport =
      direction === 'send' ? device.createSendTransport(parameters) : device.createRecvTransport(parameters);
    this.#transport = transport;
    this.#listen(transport);
    return transport;
  }

  #listen(transport: types.Transport): void {
    const { signaling } = this.#options;
    transport.on('connect', ({ dtlsParameters }, done, fail) => {
      this.#watch(transport, firstConnectDeadlineMs, () => this.#giveUp(transport));
      signaling.request('connectTransport', { transportId: transport.id, dtlsParameters }).then(done, fail);
    });
    transport.on('produce', ({ kind, rtpParameters, appData }, done, fail) => {
      const { source, isMuted } = appData as ProducerAppData;
      signaling
        .request('publish', {
          transportId: transport.id,
          kind,
          source,
          rtpParameters: RtpParameters.parse(rtpParameters),
          paused: isMuted,
        })
        .then(({ producerId }) => done({ id: producerId }), fail);
    });
    transport.on('connectionstatechange', (state) => this.#connectionChanged(transport, state));
  }

  #connectionChanged(transport: types.Transport, state: types.ConnectionState): void {
    if (transport !== this.#transport) return;
    if (state === 'connected') {
      clearTimeout(this.#timer);
      this.#useTcp = false;
      this.#options.onState('connected');
    } else if (state === 'disconnected') {
      // Often mends itself: a few lost packets look the same at first.
      this.#watch(transport, disconnectedToleranceMs, () => void this.#restartIce(transport));
    } else if (state === 'failed') void this.#restartIce(transport);
  }

  async #restartIce(transport: types.Transport): Promise<void> {
    if (this.#isRestarting || transport !== this.#transport) return;
    this.#isRestarting = true;
    this.#options.onState('recovering');
    try {
      const { iceParameters } = await this.#options.signaling.request('restartIce', {
        transportId: transport.id,
      });
      if (transport !== this.#transport) return;
      await transport.restartIce({ iceParameters });
      this.#watch(transport, restartDeadlineMs, () => this.#giveUp(transport));
    } catch {
      // The server does not know the transport any more, or refuses: a new one is the way back.
      this.#giveUp(transport);
    } finally {
      this.#isRestarting = false;
    }
  }

  #giveUp(transport: types.Transport): void {
    if (transport !== this.#transport || transport.connectionState === 'connected') return;
    this.#useTcp = !this.#useTcp;
    this.#closeOnServer(transport.id);
    this.#lose();
  }

  // Also after the Session's end, when there is nobody to tell.
  #closeOnServer(transportId: string): void {
    this.#options.signaling.request('closeTransport', { transportId }).catch(() => undefined);
  }

  #lose(state: MediaConnectionState = 'recovering'): void {
    const hadTransport = this.#drop();
    if (!hadTransport || this.#isClosed) return;
    this.#options.onState(state);
    this.#options.onLost();
  }

  #drop(): boolean {
    this.#generation += 1;
    clearTimeout(this.#timer);
    const transport = this.#transport;
    this.#transport = null;
    const wasWanted = transport !== null || this.#creating !== null;
    this.#creating = null;
    transport?.close();
    return wasWanted;
  }

  #watch(transport: types.Transport, ms: number, act: () => void): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      if (transport === this.#transport && transport.connectionState !== 'connected') act();
    }, ms);
  }
}

/** Does something on a transport. When that fails because the transport was lost meanwhile, trying again on the next one helps. */
export async function onTransport<T>(transport: types.Transport, action: () => Promise<T>): Promise<T> {
  try {
    return await action();
  } catch (error) {
    if (transport.closed) throw new LiveError('media_unavailable', { cause: error });
    // mediasoup-client does not export its error classes.
    const isUnsupported = error instanceof Error && error.name === 'UnsupportedError';
    throw LiveError.from(error, isUnsupported ? 'unsupported_codec' : 'internal');
  }
}
