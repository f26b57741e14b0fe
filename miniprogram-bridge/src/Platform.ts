/** A socket of the host: one listener each, set before anything can happen. */
export interface PlatformSocket {
  onOpen(listener: () => void): void;
  onMessage(listener: (text: string) => void): void;
  /** Once, also when it never opened or broke. */
  onClose(listener: () => void): void;
  send(text: string): void;
  close(): void;
}

export interface PlatformRequest {
  /** What every host's requests know. */
  method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  url: string;
  headers: Record<string, string>;
  /** Sent as JSON; an ArrayBuffer as it is (not by Alipay, which takes texts only). */
  body?: object | undefined;
  timeoutMs: number;
}

export interface PlatformResponse {
  status: number;
  /** Names in lower case. */
  headers: Record<string, string>;
  /** Parsed JSON, or text. */
  data: unknown;
}

/** What the SDK needs of a mini program's host. Everything else of it is plain ECMAScript. */
export interface Platform {
  /** As `GET /api/rooms/:id/stream?platform=` names it. */
  readonly name: 'wechat' | 'alipay' | 'douyin';
  /** Rejects only where no answer came. */
  request(request: PlatformRequest): Promise<PlatformResponse>;
  /** @param headers where the token stands: an address ends up in logs */
  connectSocket(url: string, headers: Record<string, string>): PlatformSocket;
  /** Small texts that outlive the mini program; null takes one away. */
  stored(key: string): string | null;
  store(key: string, value: string | null): void;
  /** The mini program comes to the front, goes to the back, has a network again. Each returns its undo. */
  onShow(listener: () => void): () => void;
  onHide(listener: () => void): () => void;
  onNetworkReturn(listener: () => void): () => void;
  /** A code by which the server learns from the host who this is; good for once. */
  loginCode(): Promise<string>;
}
