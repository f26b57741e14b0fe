import { randomBytes } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { MiniProgramHost } from '@lianmai/shared';
import { FakeAlipay } from './hosts/FakeAlipay.ts';
import { FakeDouyin } from './hosts/FakeDouyin.ts';
import type { FakeApp, FakeVendor } from './hosts/FakeVendor.ts';
import { FakeWechat } from './hosts/FakeWechat.ts';

/** The servers of three mini-program hosts behind one address. Each refuses what the real one refuses; their clock can be moved. */
export class FakeHostServers {
  readonly app: FakeApp = { appId: 'wx0123456789abcdef', secret: randomBytes(16).toString('hex') };
  readonly wechat: FakeWechat;
  readonly douyin: FakeDouyin;
  readonly alipay: FakeAlipay;
  /** What was asked for, without the secrets. */
  readonly asked: string[] = [];
  readonly #vendors: readonly FakeVendor[];
  readonly #server: Server;
  #aheadMs = 0;

  static async start(): Promise<FakeHostServers> {
    const servers = new FakeHostServers();
    await new Promise<void>((resolve) => servers.#server.listen(0, '127.0.0.1', resolve));
    return servers;
  }

  private constructor() {
    const options = { app: this.app, nowMs: () => Date.now() + this.#aheadMs };
    this.wechat = new FakeWechat(options);
    this.douyin = new FakeDouyin(options);
    this.alipay = new FakeAlipay(options);
    this.#vendors = [this.wechat, this.douyin, this.alipay];
    this.#server = createServer((request, response) => void this.#serve(request, response));
  }

  get baseUrl(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  /** Settings of a server whose three hosts these are. */
  get settings(): Record<string, string> {
    const { app, baseUrl, alipay } = this;
    return {
      WECHAT_APP_ID: app.appId,
      WECHAT_APP_SECRET: app.secret,
      WECHAT_API_BASE: baseUrl,
      DOUYIN_APP_ID: app.appId,
      DOUYIN_APP_SECRET: app.secret,
      DOUYIN_API_BASE: baseUrl,
      ALIPAY_APP_ID: app.appId,
      ALIPAY_PRIVATE_KEY: alipay.privateKey,
      ALIPAY_API_BASE: baseUrl,
    };
  }

  /** What the host's `login()` gives the mini program on somebody's phone. */
  code(host: MiniProgramHost, openId: string): string {
    return this[host].codes.issue(openId);
  }

  /** Their time goes on, ours does not. */
  advance(ms: number): void {
    this.#aheadMs += ms;
  }

  close(): Promise<void> {
    return new Promise((resolve) => {
      this.#server.close(() => resolve());
      this.#server.closeAllConnections();
    });
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { pathname: path, searchParams: query } = new URL(request.url ?? '/', 'http://host');
    const method = request.method ?? 'GET';
    const body = await textOf(request);
    this.asked.push(`${method} ${path}`);
    if (this.wechat.isHanging) return;
    const asked = { method, path, query, body };
    const answer = this.#vendors.map((vendor) => vendor.answer(asked)).find((each) => each !== null);
    if (this.wechat.losesAnswers) return void request.socket.destroy();
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify(answer ?? { errcode: 40066, errmsg: 'invalid url' }));
  }
}

async function textOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  return Buffer.concat(chunks).toString('utf8');
}
