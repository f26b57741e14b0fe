import type { z } from 'zod';
import type { HostCredentials } from '../HostCredentials.ts';
import { type HostRequestInit, HostUnavailable, hostRequest } from '../hostRequest.ts';
import type { WechatAccessToken } from './WechatAccessToken.ts';

/** Invalid, and expired. */
const tokenErrors = [40001, 40014, 42001];

/** Calls of WeChat's API that want an access token. A token that WeChat refuses is renewed once, and the call made again. */
export class WechatCalls {
  readonly #credentials: Pick<HostCredentials, 'baseUrl'>;
  readonly #token: WechatAccessToken;

  constructor(credentials: Pick<HostCredentials, 'baseUrl'>, token: WechatAccessToken) {
    this.#credentials = credentials;
    this.#token = token;
  }

  /** @throws HostUnavailable */
  async post<T extends z.ZodType<{ errcode: number }>>(
    path: string,
    body: object,
    answer: T,
    init: Pick<HostRequestInit, 'signal' | 'timeoutMs'> = {},
  ): Promise<z.output<T>> {
    const ask = (token: string) => {
      const url = new URL(path, this.#credentials.baseUrl);
      // WeChat takes it here and nowhere else.
      url.searchParams.set('access_token', token);
      return hostRequest(url, answer, { ...init, json: body });
    };
    const token = await orUnasked(this.#token.get());
    const first = await ask(token);
    return tokenErrors.includes(first.errcode) ? await ask(await orUnasked(this.#token.renew(token))) : first;
  }
}

/** Without a token the call itself was not made, or refused: either way WeChat has done nothing. */
async function orUnasked<T>(token: Promise<T>): Promise<T> {
  try {
    return await token;
  } catch (error) {
    throw error instanceof HostUnavailable ? new HostUnavailable(error.cause, true) : error;
  }
}
