import { createPublicKey, verify } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { PushMessage } from '@lianmai/shared';
import { type BrowserKeys, createBrowserKeys, decryptPush } from './decryptPush.ts';

export interface FakeBrowser {
  /** What the browser hands to its page. */
  subscription: { endpoint: string; keys: { p256dh: string; auth: string } };
  /** Messages as the browser decrypted them. */
  received: PushMessage[];
  /** Requests for this browser, also those that were refused. */
  requestCount: number;
  /** Answered in turn instead of 201; the last one stays. */
  answers: { status: number; headers?: Record<string, string> }[];
}

/**
 * A push service that takes nothing on trust: each message must be signed by the one key it was subscribed with, for this
 * origin, not expired, and must decrypt with the browser's keys (RFC 8030, 8188, 8291, 8292).
 */
export class FakePushService {
  readonly #server: Server;
  readonly #browsers = new Map<string, { browser: FakeBrowser; keys: BrowserKeys }>();
  readonly problems: string[] = [];
  /** The most requests that were there at the same time. */
  mostAtOnce = 0;
  readonly topics: string[] = [];
  /** The server's key; `null`: any. */
  publicKey: string | null = null;
  /** How long each request takes, ms. */
  delayMs = 0;
  #atOnce = 0;

  static async start(): Promise<FakePushService> {
    const service = new FakePushService();
    service.#server.listen(0, '127.0.0.1');
    await once(service.#server, 'listening');
    return service;
  }

  private constructor() {
    this.#server = createServer((request, response) => {
      this.#atOnce += 1;
      this.mostAtOnce = Math.max(this.mostAtOnce, this.#atOnce);
      void this.#take(request)
        .then(({ status, headers = {} }) => response.writeHead(status, headers).end())
        .finally(() => {
          this.#atOnce -= 1;
        });
    });
  }

  get origin(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  /** A browser that subscribes. */
  browser(): FakeBrowser {
    const keys = createBrowserKeys();
    const path = `/push/${this.#browsers.size + 1}`;
    const subscription = { endpoint: this.origin + path, keys: keys.public };
    const browser = { subscription, received: [], requestCount: 0, answers: [] };
    this.#browsers.set(path, { browser, keys });
    return browser;
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    this.#server.close();
    await once(this.#server, 'close');
  }

  async #take(request: IncomingMessage): Promise<{ status: number; headers?: Record<string, string> }> {
    const body = await buffer(request);
    if (this.delayMs > 0) await new Promise((resolve) => setTimeout(resolve, this.delayMs));
    const found = this.#browsers.get(request.url ?? '');
    if (!found || request.method !== 'POST') return { status: 404 };
    const { browser, keys } = found;
    browser.requestCount += 1;
    const problem = this.#problemOf(request);
    if (problem) {
      this.problems.push(problem);
      return { status: problem === 'signature' ? 403 : 400 };
    }
    const answer = browser.answers.length > 1 ? browser.answers.shift() : browser.answers[0];
    if (answer && answer.status !== 201) return answer;
    try {
      browser.received.push(PushMessage.parse(JSON.parse(decryptPush(body, keys))));
      this.topics.push(String(request.headers.topic));
    } catch (error) {
      this.problems.push(String(error));
    }
    return { status: 201, headers: { location: `${this.origin}/message` } };
  }

  #problemOf({ headers }: IncomingMessage): string | null {
    if (!/^\d+$/.test(String(headers.ttl))) return 'ttl';
    if (headers['content-encoding'] !== 'aes128gcm') return 'content-encoding';
    if (!/^[A-Za-z0-9_-]{1,32}$/.test(String(headers.topic))) return 'topic';
    const [, token = '', key = ''] = /^vapid t=([^,]+), ?k=(.+)$/.exec(headers.authorization ?? '') ?? [];
    return this.#isSigned(token, key) ? null : 'signature';
  }

  // RFC 8292: an ES256 JWT under the key that stands beside it, for this origin, for at most a day.
  #isSigned(token: string, key: string): boolean {
    const [head = '', claims = '', signature = ''] = token.split('.');
    const point = Buffer.from(key, 'base64url');
    if (point.length !== 65 || (this.publicKey !== null && key !== this.publicKey)) return false;
    const publicKey = createPublicKey({
      format: 'jwk',
      key: {
        kty: 'EC',
        crv: 'P-256',
        x: point.subarray(1, 33).toString('base64url'),
        y: point.subarray(33).toString('base64url'),
      },
    });
    const { aud, exp, sub } = JSON.parse(Buffer.from(claims, 'base64url').toString());
    const nowSeconds = Date.now() / 1000;
    return (
      aud === this.origin &&
      exp > nowSeconds &&
      exp <= nowSeconds + 24 * 3600 &&
      /^(mailto:|https:)/.test(sub) &&
      verify(
        'sha256',
        Buffer.from(`${head}.${claims}`),
        { key: publicKey, dsaEncoding: 'ieee-p1363' },
        Buffer.from(signature, 'base64url'),
      )
    );
  }
}
