import type { AlipayHost } from '../../../miniprogram-bridge/src/platforms/alipay.ts';
import type { WechatHost } from '../../../miniprogram-bridge/src/platforms/wechat.ts';

/** WeChat: at most so many at once. */
const maxSockets = 5;
const maxRequests = 10;
/** Those that all hosts send; none of them sends PATCH. */
const methods = new Set(['GET', 'POST', 'PUT', 'DELETE']);

type Listener<T = void> = (payload: T) => void;

interface NetworkStatus {
  isConnected: boolean;
  networkType: string;
}

interface Answer {
  status: number;
  headers: Record<string, string>;
  data: unknown;
}

/**
 * A mini program's host on top of Node, which refuses what the real ones refuse (research: miniprogram.md §2.1): domains that are not on
 * the list, a sixth socket, an eleventh request, anything while it is in the background. Its sockets tell no state and have one
 * listener each; when it goes to the background they close, and only `onClose` says so.
 */
export class FakeHost {
  readonly storage = new Map<string, string>();
  /** What the host's login gives: see `FakeHostServers.code`. */
  loginCode: () => string = () => 'a code';
  readonly #domains: readonly string[];
  readonly #sockets = new Set<WebSocket>();
  readonly #shown = new Set<Listener>();
  readonly #hidden = new Set<Listener>();
  readonly #network = new Set<Listener<NetworkStatus>>();
  #requests = 0;
  #isSuspended = false;
  #isOffline = false;
  /** How many sockets were ever opened. */
  opened = 0;

  /** @param domains of requests and sockets, as in the host's settings: `https://…`, `wss://…` (tests: `http://127.0.0.1:…`) */
  constructor(domains: readonly string[]) {
    this.#domains = domains;
  }

  get openSockets(): number {
    return this.#sockets.size;
  }

  /** To the background, for longer than the host keeps sockets. */
  suspend(): void {
    for (const listener of [...this.#hidden]) listener();
    this.#isSuspended = true;
    for (const socket of [...this.#sockets]) socket.close();
  }

  show(): void {
    this.#isSuspended = false;
    for (const listener of [...this.#shown]) listener();
  }

  get isOffline(): boolean {
    return this.#isOffline;
  }

  /** There is no network at all, until `regainNetwork`. */
  loseNetwork(): void {
    this.#isOffline = true;
    for (const listener of [...this.#network]) listener({ isConnected: false, networkType: 'none' });
    for (const socket of [...this.#sockets]) socket.close();
  }

  regainNetwork(networkType = 'wifi'): void {
    this.#isOffline = false;
    for (const listener of [...this.#network]) listener({ isConnected: true, networkType });
  }

  /** The network goes, without a word to the sockets, and another one comes. */
  switchNetwork(): void {
    for (const listener of [...this.#network]) listener({ isConnected: false, networkType: 'none' });
    for (const listener of [...this.#network]) listener({ isConnected: true, networkType: 'wifi' });
  }

  close(): void {
    for (const socket of [...this.#sockets]) socket.close();
  }

  get wx(): WechatHost {
    return {
      ...this.#events(),
      request: ({ url, method = 'GET', header, data, success, fail }) => {
        const body = data instanceof ArrayBuffer ? data : data && JSON.stringify(data);
        this.#request(url, method, header, body).then(
          ({ status, headers, data: answer }) =>
            success({ statusCode: status, header: headers, data: answer }),
          (error: Error) => fail({ errMsg: `request:fail ${error.message}` }),
        );
      },
      connectSocket: ({ url, header, fail }) => this.#connect(url, header, fail, (text) => ({ data: text })),
      getStorageSync: (key) => this.storage.get(key) ?? '',
      setStorageSync: (key, value) => void this.storage.set(key, value),
      removeStorageSync: (key) => void this.storage.delete(key),
      login: ({ success }) => success({ code: this.loginCode() }),
    };
  }

  get my(): AlipayHost {
    return {
      ...this.#events(),
      request: ({ url, method = 'GET', headers, data, success, fail }) => {
        this.#request(url, method, headers, data).then(
          (answer) =>
            answer.status < 400
              ? success(answer)
              : fail({
                  ...answer,
                  data: JSON.stringify(answer.data),
                  error: 19,
                  errorMessage: 'http status error',
                }),
          (error: Error) => fail({ error: 12, errorMessage: error.message }),
        );
      },
      connectSocket: ({ url, header, multiple, fail }) => {
        if (!multiple) throw new Error('one socket for the whole mini program, and no task');
        return this.#connect(url, header, fail, (text) => ({ data: { data: text, isBuffer: false } }));
      },
      getStorageSync: ({ key }) => ({ data: this.storage.get(key) ?? null }),
      setStorageSync: ({ key, data }) => void this.storage.set(key, data),
      removeStorageSync: ({ key }) => void this.storage.delete(key),
      getAuthCode: ({ success }) => success({ authCode: this.loginCode() }),
    };
  }

  #events() {
    return {
      onAppShow: (listener: Listener) => void this.#shown.add(listener),
      offAppShow: (listener: Listener) => void this.#shown.delete(listener),
      onAppHide: (listener: Listener) => void this.#hidden.add(listener),
      offAppHide: (listener: Listener) => void this.#hidden.delete(listener),
      onNetworkStatusChange: (listener: Listener<NetworkStatus>) => void this.#network.add(listener),
      offNetworkStatusChange: (listener: Listener<NetworkStatus>) => void this.#network.delete(listener),
    };
  }

  async #request(
    url: string,
    method: string,
    headers: Record<string, string>,
    body: string | ArrayBuffer | undefined,
  ): Promise<Answer> {
    this.#assertAllowed(url);
    if (!methods.has(method)) throw new Error(`invalid method ${method}`);
    if (this.#isSuspended) throw new Error('interrupted');
    if (this.#isOffline) throw new Error('network is down');
    if (this.#requests >= maxRequests) throw new Error('exceed max task count');
    this.#requests += 1;
    try {
      const response = await fetch(url, { method, headers, body: body ?? null });
      const text = await response.text();
      const isJson = response.headers.get('content-type')?.includes('json');
      return {
        status: response.status,
        // Hosts keep the server's spelling.
        headers: Object.fromEntries([...response.headers].map(([name, value]) => [capitalised(name), value])),
        data: isJson ? JSON.parse(text) : text,
      };
    } finally {
      this.#requests -= 1;
    }
  }

  #connect<Message>(
    url: string,
    headers: Record<string, string>,
    fail: () => void,
    messageOf: (text: string) => Message,
  ) {
    const task = {
      opened: () => undefined,
      message: (_message: Message) => undefined,
      closed: () => undefined,
    } as { opened: Listener; message: Listener<Message>; closed: Listener };
    const isRefused =
      this.#isSuspended || this.#isOffline || this.#sockets.size >= maxSockets || !this.#isAllowed(url);
    const socket = isRefused ? null : this.#open(url, headers);
    if (!socket) setTimeout(fail, 0);
    socket?.addEventListener('open', () => task.opened());
    socket?.addEventListener('message', ({ data }) => task.message(messageOf(data)));
    socket?.addEventListener('close', () => {
      this.#sockets.delete(socket);
      task.closed();
    });
    return {
      onOpen: (listener: Listener) => void Object.assign(task, { opened: listener }),
      onMessage: (listener: Listener<Message>) => void Object.assign(task, { message: listener }),
      onClose: (listener: Listener) => void Object.assign(task, { closed: listener }),
      onError: () => undefined,
      send: ({ data, fail: failed }: { data: string; fail?: () => void }) => {
        if (socket?.readyState === WebSocket.OPEN) socket.send(data);
        else failed?.();
      },
      close: () => socket?.close(),
    };
  }

  #open(url: string, headers: Record<string, string>): WebSocket {
    // Node's WebSocket takes headers, as the hosts' do; its types do not know.
    const Socket = WebSocket as unknown as new (url: string, options: object) => WebSocket;
    const socket = new Socket(url, { headers });
    this.#sockets.add(socket);
    this.opened += 1;
    socket.addEventListener('error', () => undefined);
    return socket;
  }

  #isAllowed(url: string): boolean {
    return this.#domains.some((domain) => url === domain || url.startsWith(`${domain}/`));
  }

  #assertAllowed(url: string): void {
    if (!this.#isAllowed(url)) throw new Error('url not in domain list');
  }
}

function capitalised(name: string): string {
  return name.replace(/(^|-)[a-z]/gu, (letter) => letter.toUpperCase());
}
