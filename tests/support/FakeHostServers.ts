import { createVerify, generateKeyPairSync, type KeyObject, randomBytes } from 'node:crypto';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface FakeApp {
  appId: string;
  secret: string;
}

type HostName = 'wechat' | 'douyin' | 'alipay';

/**
 * The login servers of three mini-program hosts as their documents describe them (research: miniprogram.md §3): a code is good once and for
 * one application, success has no `errcode` at WeChat, secrets and signatures are checked, and all of them can be busy.
 */
export class FakeHostServers {
  readonly app: FakeApp = { appId: 'wx0123456789abcdef', secret: randomBytes(16).toString('hex') };
  /** Base64 of PKCS #8, as Alipay's tool gives it. */
  readonly privateKey: string;
  isBusy = false;
  /** What was asked for, without the secrets. */
  readonly asked: string[] = [];
  readonly #publicKey: KeyObject;
  readonly #codes = new Map<string, { host: HostName; openId: string }>();
  readonly #server: Server;

  static async start(): Promise<FakeHostServers> {
    const servers = new FakeHostServers();
    await new Promise<void>((resolve) => servers.#server.listen(0, '127.0.0.1', resolve));
    return servers;
  }

  private constructor() {
    const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
    this.privateKey = privateKey.export({ format: 'der', type: 'pkcs8' }).toString('base64');
    this.#publicKey = publicKey;
    this.#server = createServer((request, response) => {
      void this.#answer(request).then((answer) => {
        response.setHeader('content-type', 'application/json');
        response.end(JSON.stringify(answer));
      });
    });
  }

  get baseUrl(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  /** What the host's `login()` gives the mini program on somebody's phone. */
  code(host: HostName, openId: string): string {
    const code = randomBytes(16).toString('hex');
    this.#codes.set(code, { host, openId });
    return code;
  }

  close(): Promise<void> {
    return new Promise((resolve) => {
      this.#server.close(() => resolve());
      this.#server.closeAllConnections();
    });
  }

  async #answer(request: IncomingMessage): Promise<object> {
    const url = new URL(request.url ?? '/', 'http://host');
    const body = await textOf(request);
    this.asked.push(`${request.method} ${url.pathname}`);
    if (url.pathname === '/sns/jscode2session') return this.#wechat(url.searchParams);
    if (url.pathname === '/api/apps/v2/jscode2session') return this.#douyin(JSON.parse(body));
    if (url.pathname === '/gateway.do') return this.#alipay(new URLSearchParams(body));
    return { errcode: 40066, errmsg: 'invalid url' };
  }

  #wechat(query: URLSearchParams): object {
    if (this.isBusy) return { errcode: -1, errmsg: 'system error' };
    if (query.get('appid') !== this.app.appId) return { errcode: 40013, errmsg: 'invalid appid' };
    if (query.get('secret') !== this.app.secret) return { errcode: 40125, errmsg: 'invalid appsecret' };
    if (query.get('grant_type') !== 'authorization_code')
      return { errcode: 40002, errmsg: 'invalid grant_type' };
    const openid = this.#take('wechat', query.get('js_code'));
    if (!openid) return { errcode: 40029, errmsg: 'invalid code, rid: 0-0-0' };
    return { openid, session_key: randomBytes(16).toString('base64'), unionid: `union-${openid}` };
  }

  #douyin({ appid, secret, code }: Record<string, unknown>): object {
    if (this.isBusy) return { err_no: -1, err_tips: 'server busy', data: {} };
    if (appid !== this.app.appId || secret !== this.app.secret)
      return { err_no: 40017, err_tips: 'bad secret', data: {} };
    const openid = this.#take('douyin', code);
    if (!openid) return { err_no: 40018, err_tips: 'bad code', data: {} };
    return {
      err_no: 0,
      err_tips: 'success',
      data: { openid, session_key: randomBytes(16).toString('base64'), anonymous_openid: '', unionid: '' },
    };
  }

  #alipay(fields: URLSearchParams): object {
    const refuse = (sub_code: string) => ({
      error_response: { code: '40002', msg: 'Invalid Arguments', sub_code },
      sign: '',
    });
    if (this.isBusy) return refuse('isp.unknow-error');
    const signature = fields.get('sign') ?? '';
    fields.delete('sign');
    const names = [...fields.keys()].sort();
    const verify = createVerify('RSA-SHA256').update(
      names.map((name) => `${name}=${fields.get(name)}`).join('&'),
    );
    if (!verify.verify(this.#publicKey, signature, 'base64')) return refuse('isv.invalid-signature');
    if (fields.get('method') !== 'alipay.system.oauth.token') return refuse('isv.invalid-method');
    const openId = this.#take('alipay', fields.get('code'));
    if (!openId) return refuse('isv.code-invalid');
    return {
      alipay_system_oauth_token_response: {
        open_id: openId,
        access_token: 'a',
        expires_in: '1',
        refresh_token: 'r',
      },
      sign: '',
    };
  }

  /** A code is gone with its first use. */
  #take(host: HostName, code: unknown): string | null {
    const known = this.#codes.get(String(code));
    if (known?.host !== host) return null;
    this.#codes.delete(String(code));
    return known.openId;
  }
}

async function textOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  return Buffer.concat(chunks).toString('utf8');
}
