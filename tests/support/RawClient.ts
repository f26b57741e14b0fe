import {
  eventsIn,
  type LoginResult,
  type NoticeMap,
  type NoticeName,
  type PushFrame,
  type ReplyFrame,
  type ReplyMap,
  type RequestInput,
  type RequestType,
  type RoomEvent,
  type RoomEventType,
  type RoomView,
} from '@lianmai/shared';
import { io, type Socket } from 'socket.io-client';
import { jsonOf } from './jsonOf.ts';
import { waitFor } from './waitFor.ts';

/** Logs a guest in through REST. */
export async function guestToken(
  baseUrl: string,
  name = 'Guest',
): Promise<{ token: string; userId: string }> {
  const response = await fetch(`${baseUrl}/api/auth/guest`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ name }),
  });
  if (response.status !== 201) throw new Error(`guest login answered ${response.status}`);
  const { token, user } = await jsonOf<LoginResult>(response);
  return { token, userId: user.id };
}

/** Creates a room through REST; the token's user is its anchor. */
export async function createRoom(
  baseUrl: string,
  token: string,
  body: object = { title: 'Test room' },
): Promise<string> {
  const response = await fetch(`${baseUrl}/api/rooms`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
    body: JSON.stringify(body),
  });
  if (response.status !== 201)
    throw new Error(`room creation answered ${response.status}: ${await response.text()}`);
  return (await jsonOf<RoomView>(response)).id;
}

/** A client that speaks the protocol over Socket.IO without our SDK. Keeps every push it gets. */
export class RawClient {
  readonly pushes: PushFrame[] = [];
  /** Called with each push as it comes. */
  onPush: ((frame: PushFrame) => void) | null = null;
  readonly #socket: Socket;
  #nextId = 1;

  private constructor(socket: Socket) {
    this.#socket = socket;
    socket.on('push', (frame: PushFrame) => {
      this.pushes.push(frame);
      this.onPush?.(frame);
    });
  }

  /** @throws the handshake's error, with the wire error in `data` */
  static connect(
    baseUrl: string,
    token: unknown,
    { userAgent, ...options }: { lang?: string; userAgent?: string } = {},
  ): Promise<RawClient> {
    const socket = io(baseUrl, {
      transports: ['websocket'],
      forceNew: true,
      reconnection: false,
      auth: { token, ...options },
      ...(userAgent ? { extraHeaders: { 'user-agent': userAgent } } : {}),
    });
    const client = new RawClient(socket);
    return new Promise((resolve, reject) => {
      socket.once('connect', () => resolve(client));
      socket.once('connect_error', (error) => {
        socket.close();
        reject(error);
      });
    });
  }

  get isConnected(): boolean {
    return this.#socket.connected;
  }

  get events(): RoomEvent[] {
    return this.pushes.flatMap(eventsIn);
  }

  /** Sends whatever it is given, and resolves with the reply. */
  send(frame: unknown): Promise<ReplyFrame> {
    return this.#socket.timeout(15_000).emitWithAck('request', frame);
  }

  /** @throws Error with `code` when the request is refused */
  async request<T extends RequestType>(type: T, fields: RequestInput<T>): Promise<ReplyMap[T]> {
    const reply = await this.send({ type, id: `r${this.#nextId++}`, ...fields });
    if (!reply.ok)
      throw Object.assign(new Error(`${type}: ${reply.error.code}`), {
        code: reply.error.code,
        wire: reply.error,
      });
    return reply.data as ReplyMap[T];
  }

  event<T extends RoomEventType>(type: T, deadlineMs?: number): Promise<Extract<RoomEvent, { type: T }>> {
    const isIt = (event: RoomEvent): event is Extract<RoomEvent, { type: T }> => event.type === type;
    return waitFor(`event ${type}`, () => this.events.find(isIt), { deadlineMs });
  }

  notice<N extends NoticeName>(notice: N, deadlineMs?: number): Promise<NoticeMap[N]> {
    return waitFor(`notice ${notice}`, () => this.notices(notice)[0], { deadlineMs });
  }

  /** All of one name so far, in order. */
  notices<N extends NoticeName>(notice: N): NoticeMap[N][] {
    return this.pushes.flatMap((frame) =>
      frame.type === 'notice' && frame.notice === notice ? [frame.data as NoticeMap[N]] : [],
    );
  }

  /** As a network does: without a word to the server's Socket.IO layer. */
  cut(): void {
    this.#socket.io.engine.close();
  }

  close(): void {
    this.#socket.disconnect();
  }
}
