import type { Server as HttpServer, IncomingMessage } from 'node:http';
import type { Server as HttpsServer } from 'node:https';
import type { Duplex } from 'node:stream';
import { limits } from '@lianmai/shared';
import { type ServerOptions, type WebSocket, WebSocketServer } from 'ws';
import { AppError } from '../core/AppError.ts';
import type { Clock } from '../core/Clock.ts';
import { Disposables } from '../core/Disposables.ts';
import { languageOf } from '../core/language.ts';
import type { Logger } from '../core/logger.ts';
import type { SignedOut } from '../rooms/signedOut.ts';
import { isAllowedOrigin } from './connectionRules.ts';
import type { Dispatcher } from './Dispatcher.ts';
import { type Admitted, WebSocketClient } from './WebSocketClient.ts';

export interface WebSocketCarrierOptions {
  dispatcher: Dispatcher;
  /** @throws AppError `token_missing`, `token_invalid`, `token_expired`, and what else keeps somebody out */
  admit: (token: string | undefined, request: IncomingMessage) => Promise<Admitted>;
  /** As `SocketIoCarrierOptions`. */
  allowedOrigins: '*' | readonly string[];
  clock: Clock;
  log: Logger;
}

const carrierPath = /^\/socket(?:\/|$)/u;
const roomPath = /^\/socket\/room\/([A-Za-z0-9_-]{1,64})\/?$/u;
const socketIoPath = '/socket.io/';
// ws knows `closeTimeout`, how long a peer may take to answer our goodbye, ms; its types do not yet.
const socketOptions: ServerOptions & { closeTimeout: number } = {
  noServer: true,
  maxPayload: limits.frameBytes,
  perMessageDeflate: false,
  clientTracking: false,
  closeTimeout: 1000,
};
/** A silent cut is noticed within twice as long. */
const pingIntervalMs = 5000;

/**
 * Carries the protocol over plain WebSockets at `/socket/room/:roomId`, for clients that cannot load a Socket.IO client: JSON text
 * frames both ways. Whoever connects joins.
 */
export class WebSocketCarrier {
  readonly #options: WebSocketCarrierOptions;
  readonly #sockets = new WebSocketServer(socketOptions);
  readonly #clients = new Set<WebSocketClient>();
  readonly #disposables = new Disposables();

  constructor(servers: readonly (HttpServer | HttpsServer)[], options: WebSocketCarrierOptions) {
    this.#options = options;
    for (const server of servers) {
      const onUpgrade = (request: IncomingMessage, socket: Duplex, head: Buffer) =>
        this.#upgrade(request, socket, head);
      server.on('upgrade', onUpgrade);
      this.#disposables.add(() => server.off('upgrade', onUpgrade));
    }
    this.#disposables.add(
      options.clock.every(pingIntervalMs, () => {
        for (const client of this.#clients) client.checkAlive();
      }),
    );
  }

  get connectionCount(): number {
    return this.#clients.size;
  }

  /** Their Sessions end, and their connections are closed. */
  disconnect(signedOut: SignedOut): void {
    for (const client of [...this.#clients]) client.disconnect(signedOut);
  }

  /** Idempotent. What was sent before is still delivered to everybody who reads. */
  async close(): Promise<void> {
    this.#disposables.dispose();
    await Promise.all([...this.#clients].map((client) => client.finish()));
  }

  /** Upgrades are Socket.IO's, or ours, or nobody's: those would stay open, and keep the server from closing. */
  #upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    const url = URL.parse(request.url ?? '/', 'http://host');
    if (url?.pathname.startsWith(socketIoPath)) return;
    if (!url || !carrierPath.test(url.pathname)) {
      refuseUpgrade(socket, '404 Not Found');
      return;
    }
    if (!isAllowedOrigin(request.headers.origin, this.#options.allowedOrigins)) {
      refuseUpgrade(socket, '403 Forbidden');
      return;
    }
    this.#sockets.handleUpgrade(request, socket, head, (webSocket) => this.#serve(webSocket, request, url));
  }

  #serve(webSocket: WebSocket, request: IncomingMessage, { pathname, searchParams: query }: URL): void {
    const { dispatcher, admit, clock, log } = this.#options;
    const { headers } = request;
    // No client can read the status of a refused upgrade: it would try again for ever.
    const roomId = roomPath.exec(pathname)?.[1];
    const client = new WebSocketClient({
      webSocket,
      dispatcher,
      admit: async () => {
        if (!roomId) throw new AppError('room_not_found');
        return await admit(query.get('token') || bearerOf(headers.authorization), request);
      },
      join: joinFrame(roomId, query),
      language: languageOf(query.get('lang') ?? headers['accept-language']),
      userAgent: headers['user-agent'],
      host: headers.host,
      clock,
      onClosed: () => this.#clients.delete(client),
    });
    this.#clients.add(client);
    client.begin().catch((err: unknown) => {
      log.error({ err: AppError.from(err).cause ?? err }, 'a WebSocket could not be served');
      webSocket.terminate();
    });
  }
}

function refuseUpgrade(socket: Duplex, status: string): void {
  socket.on('error', () => undefined);
  socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`, () => socket.destroy());
}

function bearerOf(authorization: string | undefined): string | undefined {
  return /^Bearer (\S+)$/iu.exec(authorization ?? '')?.[1];
}

/** Parsed by the Dispatcher like any other request. `null`: the client joins, and resumes, by requests of its own. */
function joinFrame(roomId: string | undefined, query: URLSearchParams): object | null {
  if (query.get('join') === 'later') return null;
  const [as, sessionId, resumeKey, lastSeq] = ['as', 'sessionId', 'resumeKey', 'lastSeq'].map(
    (name) => query.get(name) ?? undefined,
  );
  const resume =
    sessionId === undefined ? undefined : { sessionId, resumeKey, lastSeq: Number(lastSeq ?? Number.NaN) };
  return { type: 'join', id: 'join', roomId, ...(as && { as }), ...(resume && { resume }) };
}
