import {
  type PushFrame,
  type ReplyFrame,
  type RequestFrame,
  socketIoEvents,
  type WireError,
} from '@lianmai/shared';
import { io, type Socket } from 'socket.io-client';
import { type TokenOption, tokenSourceOf } from '../auth/TokenSource.ts';
import { LiveError } from '../LiveError.ts';
import type { Carrier, CarrierEvents, OpenCarrier } from './Carrier.ts';
import { withTokens } from './withTokens.ts';

interface ServerToClient {
  [socketIoEvents.push]: (frame: PushFrame) => void;
}

interface ClientToServer {
  [socketIoEvents.request]: (frame: RequestFrame, onReply: (reply: ReplyFrame) => void) => void;
}

export interface SocketIoOptions {
  baseUrl?: string;
  token: TokenOption;
  language?: string;
}

/** Frames over Socket.IO. Its own reconnecting is off: `RoomSession` decides when, and resumes what was lost. */
export function socketIoCarrier(options: SocketIoOptions): OpenCarrier {
  const { baseUrl, language, token: tokens } = options;
  return withTokens(
    tokenSourceOf(tokens),
    (token) => (events, timeoutMs) =>
      new SocketIoCarrier({ baseUrl, auth: { token, lang: language }, timeoutMs }, events),
  );
}

interface SocketOptions {
  baseUrl: string | undefined;
  auth: { token: string; lang: string | undefined };
  timeoutMs: number;
}

class SocketIoCarrier implements Carrier {
  readonly #socket: Socket<ServerToClient, ClientToServer>;
  readonly #events: CarrierEvents;
  #isOver = false;

  constructor({ baseUrl, auth, timeoutMs }: SocketOptions, events: CarrierEvents) {
    this.#events = events;
    this.#socket = io(baseUrl || undefined, {
      path: '/socket.io',
      // A proxy that does not know WebSocket leaves long polling.
      transports: ['websocket', 'polling'],
      tryAllTransports: true,
      reconnection: false,
      forceNew: true,
      timeout: timeoutMs,
      auth,
    });
    this.#socket.on('connect', () => this.#events.onOpen());
    this.#socket.on('connect_error', (error) => this.#over(errorOfConnect(error)));
    this.#socket.on('disconnect', (reason) => this.#over(new LiveError('network', { cause: reason })));
    this.#socket.on(socketIoEvents.push, (frame) => this.#events.onPush(frame));
  }

  send(frame: RequestFrame, onReply: (reply: ReplyFrame) => void): void {
    this.#socket.emit(socketIoEvents.request, frame, onReply);
  }

  close(): void {
    this.#isOver = true;
    this.#socket.off();
    this.#socket.disconnect();
  }

  #over(error: LiveError): void {
    if (this.#isOver) return;
    this.close();
    this.#events.onClosed(error);
  }
}

// A refused handshake carries the server's WireError in `data`; everything else is the network.
function errorOfConnect(error: Error): LiveError {
  const refusal = 'data' in error ? error.data : null;
  if (isWireError(refusal)) return LiveError.fromWire(refusal);
  return new LiveError(error.message === 'timeout' ? 'timeout' : 'network', { cause: error });
}

function isWireError(value: unknown): value is WireError {
  return typeof value === 'object' && value !== null && 'code' in value && 'retryable' in value;
}
