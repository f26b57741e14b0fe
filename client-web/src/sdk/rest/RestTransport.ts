import type { Language, WireError } from '@lianmai/shared';
import { isTokenRefusal, type TokenOption, type TokenSource, tokenSourceOf } from '../auth/TokenSource.ts';
import { LiveError } from '../LiveError.ts';

export interface RestOptions {
  /** Origin of the server; empty: the page's own. */
  baseUrl?: string;
  /** Absent: for what everybody may ask. */
  token?: TokenOption;
  language?: Language;
  fetch?: typeof fetch;
  timeoutMs?: number;
}

export interface RestCall {
  method?: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** Sent as JSON; a Blob as it is, under its own type. */
  body?: unknown;
  signal?: AbortSignal;
  /** Instead of the client's own. */
  token?: string;
  /** Outlives the page: for what is said on leaving. */
  keepalive?: boolean;
}

const defaultTimeoutMs = 10_000;

/**
 * One HTTP request at a time with token, language and deadline; every failure a `LiveError`. A token that the server refuses is
 * renewed, and the request sent once more. The clients of the features stand on it.
 */
export class RestTransport {
  readonly #options: RestOptions;
  readonly #tokens: TokenSource | null;

  constructor(options: RestOptions = {}) {
    this.#options = options;
    this.#tokens = options.token === undefined ? null : tokenSourceOf(options.token);
  }

  async json<T>(path: string, call: RestCall = {}): Promise<T> {
    return await readJson<T>(await this.send(path, call));
  }

  async send(path: string, call: RestCall = {}): Promise<Response> {
    const tokens = call.token === undefined ? this.#tokens : null;
    if (!tokens) return await this.#sendOnce(path, call, call.token);
    const token = await tokens.token();
    try {
      return await this.#sendOnce(path, call, token);
    } catch (error) {
      const isRenewable = error instanceof LiveError && isTokenRefusal(error.code);
      if (!isRenewable || !(await tokens.renew(token))) throw error;
      return await this.#sendOnce(path, call, await tokens.token());
    }
  }

  absolute(url: string): string {
    const base = this.#options.baseUrl || globalThis.location?.href;
    return base ? new URL(url, base).href : url;
  }

  async #sendOnce(path: string, call: RestCall, token: string | undefined): Promise<Response> {
    const { method = 'GET', body, signal, keepalive } = call;
    const timeout = AbortSignal.timeout(this.#options.timeoutMs ?? defaultTimeoutMs);
    const send = this.#options.fetch ?? fetch;
    const response = await send(`${this.#options.baseUrl ?? ''}${path}`, {
      method,
      headers: this.#headers(body, token),
      body: body === undefined || body instanceof Blob ? body : JSON.stringify(body),
      signal: signal ? AbortSignal.any([signal, timeout]) : timeout,
      ...(keepalive ? { keepalive } : {}),
    }).catch((cause: unknown) => {
      throw connectionError(cause, signal);
    });
    if (!response.ok) throw await errorOf(response);
    return response;
  }

  #headers(body: unknown, token: string | undefined): Headers {
    const { language } = this.#options;
    const headers = new Headers();
    if (token) headers.set('authorization', `Bearer ${token}`);
    if (language) headers.set('accept-language', language);
    if (body instanceof Blob) headers.set('content-type', body.type);
    else if (body !== undefined) headers.set('content-type', 'application/json');
    return headers;
  }
}

export async function readJson<T>(response: Response): Promise<T> {
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
