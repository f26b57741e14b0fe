import { once } from 'node:events';
import type { Server as HttpServer } from 'node:http';
import type { Server as HttpsServer } from 'node:https';
import { limits, type PushFrame, socketIoEvents } from '@lianmai/shared';
import { Server, type Socket } from 'socket.io';
import { AppError } from '../core/AppError.ts';
import type { Clock } from '../core/Clock.ts';
import { languageOf } from '../core/language.ts';
import type { Logger } from '../core/logger.ts';
import { platformOf } from '../core/platformOf.ts';
import type { SharedFrame } from '../rooms/fanout/SharedFrame.ts';
import type { Identity } from '../rooms/permissions.ts';
import type { ClientLink } from '../rooms/ports/ClientLink.ts';
import { isSignedOut, type SignedOut } from '../rooms/signedOut.ts';
import { isAllowedOrigin, untilExpiry } from './connectionRules.ts';
import type { Dispatcher } from './Dispatcher.ts';
import { SignalingConnection } from './SignalingConnection.ts';
import { webSocketTextFrame } from './webSocketFrame.ts';

export interface SocketIoCarrierOptions {
  dispatcher: Dispatcher;
  /** @throws AppError `token_missing`, `token_invalid`, `token_expired` */
  authenticate: (token: unknown) => Promise<Identity>;
  /** Origins that browsers may connect from; `*` for all: the token is not a cookie, so no origin has rights of its own. */
  allowedOrigins: '*' | readonly string[];
  clock: Clock;
  log: Logger;
}

// A client that does not read for this long loses its connection instead of filling our memory.
const maxBufferedPackets = 1000;
const flushDeadlineMs = 500;

/** Carries the protocol over Socket.IO: a request with an acknowledgement goes up, pushes come down. */
export class SocketIoCarrier {
  readonly #io: Server;
  readonly #options: SocketIoCarrierOptions;
  readonly #servers: readonly (HttpServer | HttpsServer)[];
  readonly #connections = new Set<SignalingConnection>();

  constructor(servers: readonly (HttpServer | HttpsServer)[], options: SocketIoCarrierOptions) {
    this.#options = options;
    this.#servers = servers;
    this.#io = new Server({
      serveClient: false,
      // One frame of the protocol and Socket.IO's own framing around it.
      maxHttpBufferSize: limits.frameBytes + 1024,
      // A silent cut is noticed within ten seconds on both sides.
      pingInterval: 5_000,
      pingTimeout: 5_000,
      connectTimeout: 10_000,
      perMessageDeflate: false,
      allowRequest: ({ headers }, decide) =>
        decide(null, isAllowedOrigin(headers.origin, options.allowedOrigins)),
      cors: { origin: options.allowedOrigins === '*' ? '*' : [...options.allowedOrigins] },
    });
    for (const server of servers) this.#io.attach(server);
    this.#io.use((socket, next) => {
      this.#admit(socket).then(
        () => next(),
        (error: unknown) => next(handshakeError(socket, error)),
      );
    });
    this.#io.on('connection', (socket) => this.#serve(socket));
  }

  get connectionCount(): number {
    return this.#connections.size;
  }

  /** Their Sessions end, and their connections are closed. */
  disconnect(signedOut: SignedOut): void {
    for (const { identity, joined, link } of [...this.#connections]) {
      if (!isSignedOut(identity, signedOut)) continue;
      joined?.session.end('left');
      link.close();
    }
  }

  /** What was sent before is still delivered to everybody who reads. */
  async close(): Promise<void> {
    const sockets = [...this.#io.sockets.sockets.values()];
    await Promise.all(sockets.map(({ conn }) => flushed(conn)));
    this.#io.disconnectSockets(true);
    // Socket.IO waits for its HTTP server, and that for every download that somebody does not read.
    for (const server of this.#servers) server.closeAllConnections();
    await this.#io.close();
  }

  async #admit(socket: Socket): Promise<void> {
    socket.data.identity = await this.#options.authenticate(socket.handshake.auth.token);
  }

  #serve(socket: Socket): void {
    const { dispatcher, log, clock } = this.#options;
    const link = new SocketIoLink(socket);
    const identity = socket.data.identity as Identity;
    const { host, 'user-agent': userAgent } = socket.handshake.headers;
    const platform = platformOf(userAgent);
    const language = languageOfSocket(socket);
    const connection = new SignalingConnection({ identity, language, platform, host, link });
    socket.on(socketIoEvents.request, async (frame: unknown, acknowledge: unknown) => {
      // Who asks without reading the answers must not make us keep them.
      if (waitingPackets(socket.conn) > maxBufferedPackets) link.close();
      else
        await dispatcher.serve(
          connection,
          frame,
          (reply) => typeof acknowledge === 'function' && acknowledge(reply),
        );
    });
    socket.on('error', (error) => log.debug({ err: error, userId: identity.userId }, 'socket error'));
    this.#connections.add(connection);
    const endWithToken = clock.after(untilExpiry(identity, clock), () => link.close());
    socket.on('disconnect', () => {
      endWithToken();
      this.#connections.delete(connection);
      connection.closed();
    });
  }
}

type SendOptions = NonNullable<Parameters<Socket['conn']['write']>[1]>;

/** A push as Socket.IO and Engine.IO put it on a WebSocket (protocols 5 and 4): once for everybody who gets it. */
function encodePush(frame: PushFrame): { text: string; options: SendOptions } {
  const text = `${eventPacket}${JSON.stringify([socketIoEvents.push, frame])}`;
  const wsPreEncodedFrame = [webSocketTextFrame(`${engineMessage}${text}`)];
  // Engine.IO takes frames that are ready from Socket.IO's own adapters too, but does not say so in its types.
  const options: SendOptions & { wsPreEncodedFrame: Buffer[] } = { compress: false, wsPreEncodedFrame };
  return { text, options };
}

const engineMessage = '4';
const eventPacket = '2';

class SocketIoLink implements ClientLink {
  readonly #socket: Socket;

  constructor(socket: Socket) {
    this.#socket = socket;
  }

  get id(): string {
    return this.#socket.id;
  }

  send(frame: Parameters<ClientLink['send']>[0]): void {
    if (waitingPackets(this.#socket.conn) > maxBufferedPackets) this.close();
    else this.#socket.emit(socketIoEvents.push, frame);
  }

  sendShared(shared: SharedFrame): void {
    const { conn } = this.#socket;
    if (waitingPackets(conn) > maxBufferedPackets) this.close();
    else {
      const { text, options } = shared.encodedBy(encodePush);
      conn.write(text, options);
    }
  }

  close(): void {
    this.#socket.disconnect(true);
  }
}

// engine.io keeps what waits to be written to itself; there is no public figure.
function waitingPackets(conn: Socket['conn']): number {
  const waiting: unknown = Reflect.get(conn, 'writeBuffer');
  return Array.isArray(waiting) ? waiting.length : 0;
}

// Closing the server throws away what waits: the last notices would be lost.
async function flushed(conn: Socket['conn']): Promise<void> {
  if (waitingPackets(conn) === 0) return;
  await once(conn, 'drain', { signal: AbortSignal.timeout(flushDeadlineMs) }).catch(() => undefined);
}

function languageOfSocket(socket: Socket) {
  const { lang } = socket.handshake.auth;
  return languageOf(typeof lang === 'string' ? lang : socket.handshake.headers['accept-language']);
}

// Socket.IO hands `message` and `data` of the error to the client's `connect_error`.
function handshakeError(socket: Socket, error: unknown): Error {
  const wire = AppError.from(error).toWire(languageOfSocket(socket));
  return Object.assign(new Error(wire.code), { data: wire });
}
