import { z } from 'zod';
import type { HostApi, HostUser } from '../../auth/hosts/ports.ts';
import { AppError } from '../../core/AppError.ts';
import type { HostCredentials } from '../HostCredentials.ts';
import { HostUnavailable, hostRequest } from '../hostRequest.ts';

/** On success there is no `errcode`. */
const Session = z.object({
  errcode: z.number().optional(),
  errmsg: z.string().optional(),
  openid: z.string().min(1).max(128).optional(),
  unionid: z.string().min(1).max(128).optional(),
});

// https://developers.weixin.qq.com/miniprogram/dev/server/API/user-login/api_code2session
// Invalid or too old, and used before.
const codeErrors = [40029, 40163];
const tooMany = 45011;
/** WeChat takes this user for a danger. */
const blocked = 40226;

/** WeChat's code2Session. */
export class WechatApi implements HostApi {
  readonly #credentials: HostCredentials;

  constructor(credentials: HostCredentials) {
    this.#credentials = credentials;
  }

  get appId(): string {
    return this.#credentials.appId;
  }

  async userOf(code: string): Promise<HostUser> {
    const { appId, secret, baseUrl } = this.#credentials;
    const url = new URL('/sns/jscode2session', baseUrl);
    url.search = String(
      new URLSearchParams({ appid: appId, secret, js_code: code, grant_type: 'authorization_code' }),
    );
    const { errcode = 0, errmsg, openid, unionid } = await hostRequest(url, Session);
    if (codeErrors.includes(errcode)) throw new AppError('login_code_refused', { detail: errmsg ?? '' });
    if (errcode === blocked) throw new AppError('forbidden', { detail: 'blocked by WeChat' });
    if (errcode === tooMany) throw new AppError('too_many_requests');
    if (errcode !== 0 || !openid) throw new HostUnavailable(new Error(`WeChat: ${errcode} ${errmsg}`));
    return { openId: openid, unionId: unionid ?? null };
  }
}
