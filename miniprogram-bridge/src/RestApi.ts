import type {
  FollowState,
  Gift,
  Givers,
  GiversPeriod,
  LoginResult,
  ReminderState,
  RoomStatus,
  RoomStream,
  RoomView,
  ScheduledShow,
  UserProfile,
  Wallet,
  WireError,
} from '@lianmai/shared';
import { isTokenRefusal, type TokenSource } from '../../client-web/src/sdk/auth/TokenSource.ts';
import { LiveError } from '../../client-web/src/sdk/LiveError.ts';
import type { Platform, PlatformRequest, PlatformResponse } from './Platform.ts';

export interface RoomPage {
  rooms: RoomView[];
  /** Give it to `list` for the next page; null at the end. */
  next: string | null;
}

export interface RestApiOptions {
  platform: Platform;
  /** `https://live.example.com` */
  baseUrl: string;
  tokens: TokenSource;
  language: 'zh' | 'en';
}

type Method = PlatformRequest['method'] | 'PATCH';

const timeoutMs = 10_000;

/** REST over the host's own requests. Rejects with LiveErrors only. */
export class RestApi {
  readonly #options: RestApiOptions;

  constructor(options: RestApiOptions) {
    this.#options = options;
  }

  async rooms(query: { status?: RoomStatus; limit?: number; cursor?: string } = {}): Promise<RoomPage> {
    const { data, headers } = await this.#send('GET', `/api/rooms?${queryText(query)}`);
    return { rooms: data as RoomView[], next: nextCursor(headers.link) };
  }

  room(roomId: string): Promise<RoomView> {
    return this.get(roomPath(roomId));
  }

  /** Where to play the room, the best for this host first. */
  stream(roomId: string): Promise<RoomStream> {
    const { name } = this.#options.platform;
    return this.get(`${roomPath(roomId)}/stream?platform=${name}`);
  }

  /** What can be given. */
  gifts(): Promise<Gift[]> {
    return this.get('/api/gifts');
  }

  /** Who gave most: 贡献榜. */
  givers(roomId: string, period: GiversPeriod): Promise<Givers> {
    return this.get(`${roomPath(roomId)}/givers?period=${period}`);
  }

  wallet(): Promise<Wallet> {
    return this.get('/api/me/wallet');
  }

  profile(userId: string): Promise<UserProfile> {
    return this.get(userPath(userId));
  }

  follow(userId: string, isWanted = true): Promise<FollowState> {
    return this.send(isWanted ? 'PUT' : 'DELETE', `${userPath(userId)}/follow`);
  }

  /** Announced shows of a room, soonest first. */
  schedule(roomId: string): Promise<ScheduledShow[]> {
    return this.get(`${roomPath(roomId)}/schedule`);
  }

  remind(scheduleId: string, isWanted = true): Promise<ReminderState> {
    return this.send(isWanted ? 'PUT' : 'DELETE', `/api/schedule/${encodeURIComponent(scheduleId)}/reminder`);
  }

  guest(name: string): Promise<LoginResult> {
    return this.post('/api/auth/guest', { name });
  }

  /** Logs in by what the host says of us. */
  async hostLogin(): Promise<LoginResult> {
    const { platform } = this.#options;
    return this.post(`/api/auth/${platform.name}`, { code: await platform.loginCode() });
  }

  get<T>(path: string): Promise<T> {
    return this.send('GET', path);
  }

  post<T>(path: string, body: object): Promise<T> {
    return this.send('POST', path, body);
  }

  /** Any route of the OpenAPI document. */
  async send<T>(method: Method, path: string, body?: object): Promise<T> {
    return (await this.#send(method, path, body)).data as T;
  }

  async #send(method: Method, path: string, body?: object): Promise<PlatformResponse> {
    const { tokens } = this.#options;
    const token = await tokens.token();
    try {
      return await this.#sendOnce(method, path, body, token);
    } catch (error) {
      const isRefused = token && error instanceof LiveError && isTokenRefusal(error.code);
      if (!isRefused || !(await tokens.renew(token))) throw error;
      return await this.#sendOnce(method, path, body, await tokens.token());
    }
  }

  async #sendOnce(
    method: Method,
    path: string,
    body: object | undefined,
    token: string,
  ): Promise<PlatformResponse> {
    const { platform, baseUrl, language } = this.#options;
    const headers: Record<string, string> = { 'accept-language': language };
    if (body)
      headers['content-type'] = body instanceof ArrayBuffer ? 'application/octet-stream' : 'application/json';
    if (token) headers.authorization = `Bearer ${token}`;
    // Hosts' requests know no PATCH.
    let sent = method;
    if (sent === 'PATCH') {
      headers['x-http-method-override'] = sent;
      sent = 'POST';
    }
    const request: PlatformRequest = {
      method: sent,
      url: baseUrl + path,
      headers,
      body,
      timeoutMs,
    };
    const response = await platform.request(request).catch((cause: unknown) => {
      throw LiveError.from(cause, 'network');
    });
    if (response.status >= 200 && response.status < 300) return response;
    const wire = (response.data as { error?: WireError } | null)?.error;
    throw wire ? LiveError.fromWire(wire) : new LiveError('internal', { cause: `HTTP ${response.status}` });
  }
}

const roomPath = (roomId: string) => `/api/rooms/${encodeURIComponent(roomId)}`;
const userPath = (userId: string) => `/api/users/${encodeURIComponent(userId)}`;

function queryText(query: Record<string, string | number | undefined>): string {
  return Object.entries(query)
    .flatMap(([name, value]) => (value === undefined ? [] : `${name}=${encodeURIComponent(value)}`))
    .join('&');
}

// RFC 8288; hosts have no URL class.
function nextCursor(link: string | undefined): string | null {
  const cursor = /<[^>]*[?&]cursor=([^&>]+)[^>]*>;\s*rel="next"/.exec(link ?? '')?.[1];
  return cursor ? decodeURIComponent(cursor) : null;
}
