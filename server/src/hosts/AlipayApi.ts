import { type KeyObject, sign } from 'node:crypto';
import { z } from 'zod';
import type { HostApi, HostUser } from '../auth/hosts/ports.ts';
import { AppError } from '../core/AppError.ts';
import type { Clock } from '../core/Clock.ts';
import { readPrivateKey } from '../core/readPrivateKey.ts';
import { HostUnavailable, hostRequest } from './hostRequest.ts';

export interface AlipayCredentials {
  appId: string;
  /** The application's RSA key: PEM, or Base64 of PKCS #8 as Alipay's tools give it. */
  privateKey: string;
  /** `https://openapi.alipay.com` */
  baseUrl: string;
}

const Token = z.object({
  alipay_system_oauth_token_response: z
    .object({ open_id: z.string().max(128).optional(), user_id: z.string().max(128).optional() })
    .optional(),
  error_response: z.object({ code: z.string(), sub_code: z.string().optional() }).optional(),
});

const codeErrors = ['isv.code-invalid', 'isv.code-is-old', 'isv.code-app-id-not-match'];

/** Alipay's alipay.system.oauth.token, signed with RSA2. https://opendocs.alipay.com/open/02ahjv */
export class AlipayApi implements HostApi {
  readonly #credentials: AlipayCredentials;
  readonly #key: KeyObject;
  readonly #clock: Clock;

  /** @throws when the key cannot be read */
  constructor(credentials: AlipayCredentials, clock: Clock) {
    this.#credentials = credentials;
    this.#key = readPrivateKey(credentials.privateKey);
    this.#clock = clock;
  }

  get appId(): string {
    return this.#credentials.appId;
  }

  async userOf(code: string): Promise<HostUser> {
    const fields = {
      app_id: this.appId,
      charset: 'utf-8',
      code,
      format: 'json',
      grant_type: 'authorization_code',
      method: 'alipay.system.oauth.token',
      sign_type: 'RSA2',
      timestamp: beijingTime(this.#clock.nowMs()),
      version: '1.0',
    };
    const body = new URLSearchParams({ ...fields, sign: this.#sign(fields) });
    const url = new URL('/gateway.do', this.#credentials.baseUrl);
    const answer = await hostRequest(url, Token, { method: 'POST', body });
    const { error_response: refusal, alipay_system_oauth_token_response: token } = answer;
    if (refusal?.sub_code && codeErrors.includes(refusal.sub_code)) throw new AppError('login_code_refused');
    const openId = token?.open_id ?? token?.user_id;
    if (refusal || !openId)
      throw new HostUnavailable(new Error(`Alipay: ${refusal?.code} ${refusal?.sub_code}`));
    return { openId, unionId: null };
  }

  /** Over all fields in the order of their names. */
  #sign(fields: Record<string, string>): string {
    const names = Object.keys(fields).sort();
    const text = names.map((name) => `${name}=${fields[name]}`).join('&');
    return sign('RSA-SHA256', Buffer.from(text), this.#key).toString('base64');
  }
}

/** `2026-11-30 18:00:00`, on Alipay's clock. */
function beijingTime(ms: number): string {
  return new Date(ms + 8 * 3_600_000).toISOString().slice(0, 19).replace('T', ' ');
}
