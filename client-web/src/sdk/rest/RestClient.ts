import type {
  CompositionSettings,
  CreateRoomBody,
  Language,
  LoginResult,
  RoomStatus,
  RoomStream,
  RoomView,
  UpdateRoomBody,
  WireError,
} from '@lianmai/shared';
import { LiveError } from '../LiveError.ts';

export interface RestClientOptions {
  /** Origin of the server; empty: the page's own. */
  baseUrl?: string;
  token?: string | (() => string | Promise<string>);
  language?: Language;
  fetch?: typeof fetch;
  timeoutMs?: number;
}

export interface RoomPage {
  rooms: RoomView[];
  /** Hand it to `listRooms` for the next page; null on the last one. */
  nextCursor: string | null;
}

interface Call {
  method?: 'GET' | 'POST' | 'PATCH';
  body?: unknown;
  signal?: AbortSignal;
  /** Instead of the client's own. */
  token?: string;
}

const defaultTimeoutMs = 10_000;

/** The server's REST interface: one method per route, every failure a `LiveError`. Holds no state but its options. */
export class RestClient {
  readonly #options: RestClientOptions;

  constructor(options: RestClientOptions = {}) {
    this.#options = options;
  }

  /**
   * Signs in without an account. Only where the server lets guests in.
   * @param earlierToken a token this guest had before, expired or not: they stay the same user, and the anchor of the same rooms
   */
  async loginAsGuest(name: string, earlierToken?: string): Promise<LoginResult> {
    return await this.#json('/api/auth/guest', { method: 'POST', body: { name }, token: earlierToken });
  }

  async listRooms(
    query: { status?: RoomStatus; limit?: number; cursor?: string; signal?: AbortSignal } = {},
  ): Promise<RoomPage> {
    const search = new URLSearchParams();
    if (query.status) search.set('status', query.status);
    if (query.limit) search.set('limit', String(query.limit));
    if (query.cursor) search.set('cursor', query.cursor);
    const response = await this.#send(`/api/rooms?${search}`, { signal: query.signal });
    return { rooms: await readJson(response), nextCursor: nextCursorOf(response.headers.get('link')) };
  }

  /** The caller becomes the room's anchor. */
  async createRoom(body: CreateRoomBody): Promise<RoomView> {
    return await this.#json('/api/rooms', { method: 'POST', body });
  }

  async getRoom(roomId: string, signal?: AbortSignal): Promise<RoomView> {
    return await this.#json(roomPath(roomId), { signal });
  }

  async updateRoom(roomId: string, body: UpdateRoomBody): Promise<RoomView> {
    return await this.#json(roomPath(roomId), { method: 'PATCH', body });
  }

  /** How FLV and HLS players see several people on stage. For those who run the room. */
  async composition(roomId: string, signal?: AbortSignal): Promise<CompositionSettings> {
    return await this.#json(`${roomPath(roomId)}/composition`, { signal });
  }

  async changeComposition(
    roomId: string,
    changes: Partial<CompositionSettings>,
  ): Promise<CompositionSettings> {
    return await this.#json(`${roomPath(roomId)}/composition`, { method: 'PATCH', body: changes });
  }

  /** Ends the running show. */
  async endRoom(roomId: string): Promise<void> {
    await this.#send(`${roomPath(roomId)}/end`, { method: 'POST' });
  }

  /** Where the show plays; its addresses are absolute. Fails with `room_not_live` between shows. */
  async getStream(roomId: string, signal?: AbortSignal): Promise<RoomStream> {
    const stream = await this.#json<RoomStream>(`${roomPath(roomId)}/stream`, { signal });
    return {
      ...stream,
      streamUrl: this.#absolute(stream.streamUrl),
      sources: stream.sources.map((source) => ({ ...source, url: this.#absolute(source.url) })),
    };
  }

  async #json<T>(path: string, call: Call): Promise<T> {
    return await readJson<T>(await this.#send(path, call));
  }

  async #send(path: string, { method = 'GET', body, signal, token }: Call): Promise<Response> {
    const timeout = AbortSignal.timeout(this.#options.timeoutMs ?? defaultTimeoutMs);
    const send = this.#options.fetch ?? fetch;
    const response = await send(`${this.#options.baseUrl ?? ''}${path}`, {
      method,
      headers: await this.#headers(body !== undefined, token),
      body: body === undefined ? undefined : JSON.stringify(body),
      signal: signal ? AbortSignal.any([signal, timeout]) : timeout,
    }).catch((cause: unknown) => {
      throw connectionError(cause, signal);
    });
    if (!response.ok) throw await errorOf(response);
    return response;
  }

  async #headers(hasBody: boolean, otherToken: string | undefined): Promise<Headers> {
    const { token, language } = this.#options;
    const headers = new Headers();
    const value = otherToken ?? (typeof token === 'function' ? await token() : token);
    if (value) headers.set('authorization', `Bearer ${value}`);
    if (language) headers.set('accept-language', language);
    if (hasBody) headers.set('content-type', 'application/json');
    return headers;
  }

  #absolute(url: string): string {
    const base = this.#options.baseUrl || globalThis.location?.href;
    return base ? new URL(url, base).href : url;
  }
}

function roomPath(roomId: string): string {
  return `/api/rooms/${encodeURIComponent(roomId)}`;
}

async function readJson<T>(response: Response): Promise<T> {
  return (await response.json().catch((cause: unknown) => {
    throw new LiveError('internal', { cause });
  })) as T;
}

function connectionError(cause: unknown, signal: AbortSignal | undefined): LiveError {
  if (signal?.aborted) return new LiveError('aborted', { cause });
  const isTimeout = cause instanceof DOMException && cause.name === 'TimeoutError';
  return new LiveError(isTimeout ? 'timeout' : 'network', { cause });
}

// A proxy in between may answer with a page of its own: then only the status is left to go by.
async function errorOf(response: Response): Promise<LiveError> {
  const body: unknown = await response.json().catch(() => null);
  const wire = wireErrorIn(body);
  if (wire) return LiveError.fromWire(wire);
  return new LiveError(response.status >= 500 ? 'network' : 'internal', { cause: `HTTP ${response.status}` });
}

function wireErrorIn(body: unknown): WireError | null {
  if (typeof body !== 'object' || body === null || !('error' in body)) return null;
  const { error } = body;
  if (typeof error !== 'object' || error === null || !('code' in error)) return null;
  return typeof error.code === 'string' ? (error as WireError) : null;
}

/** The `cursor` of `Link: </api/rooms?cursor=abc>; rel="next"`. */
export function nextCursorOf(link: string | null): string | null {
  const target = /<([^>]*)>\s*;\s*rel="?next"?/.exec(link ?? '')?.[1];
  if (!target) return null;
  return new URL(target, 'http://localhost').searchParams.get('cursor');
}
