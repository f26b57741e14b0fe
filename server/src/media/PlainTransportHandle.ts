import type { types } from 'mediasoup';
import type { TransportCloseReason } from '../rooms/ports/MediaEngine.ts';
import { createPlainTransport, portsOf } from './plainTransport.ts';
import type { RouterUse } from './RoomRouters.ts';

/** Owns one plain transport of a peer, for what a process of ours sends on a client's behalf: it ends with its worker. */
export class PlainTransportHandle {
  readonly direction = 'send';
  readonly ip = '127.0.0.1';
  readonly port: number;
  readonly rtcpPort: number;
  readonly transport: types.PlainTransport;
  readonly #use: RouterUse;
  readonly #onLost: (reason: TransportCloseReason) => void;
  #isClosed = false;

  static async create(
    use: RouterUse,
    onLost: (reason: TransportCloseReason) => void,
  ): Promise<PlainTransportHandle> {
    return new PlainTransportHandle(use, await createPlainTransport(use.router.router), onLost);
  }

  private constructor(
    use: RouterUse,
    transport: types.PlainTransport,
    onLost: (reason: TransportCloseReason) => void,
  ) {
    this.#use = use;
    this.transport = transport;
    this.#onLost = onLost;
    ({ port: this.port, rtcpPort: this.rtcpPort } = portsOf(transport));
    transport.on('routerclose', () => this.#lose());
    // Its worker may have died between the creation and this listener.
    if (transport.closed) queueMicrotask(() => this.#lose());
  }

  get id(): string {
    return this.transport.id;
  }

  get router(): RouterUse['router'] {
    return this.#use.router;
  }

  get isClosed(): boolean {
    return this.#isClosed;
  }

  close(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.transport.close();
    this.#use.end();
  }

  #lose(): void {
    if (this.#isClosed) return;
    this.close();
    this.#onLost('media_reset');
  }
}
