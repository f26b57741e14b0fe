import { z } from 'zod';
import type { HostApi, HostUser } from '../auth/hosts/ports.ts';
import { AppError } from '../core/AppError.ts';
import type { HostCredentials } from './HostCredentials.ts';
import { HostUnavailable, hostRequest } from './hostRequest.ts';

const Session = z.object({
  err_no: z.number(),
  err_tips: z.string().optional(),
  data: z
    .object({ openid: z.string().max(128).optional(), unionid: z.string().max(128).optional() })
    .nullish(),
});

// https://developer.open-douyin.com/docs/resource/zh-CN/mini-app/develop/server/basic-abilities/log-in/code-2-session
// Bad code, bad anonymous code, and the general one for a bad parameter, of which only the code changes.
const codeErrors = [40018, 40019, 28001007];

/** Douyin's code2Session. */
export class DouyinApi implements HostApi {
  readonly #credentials: HostCredentials;

  constructor(credentials: HostCredentials) {
    this.#credentials = credentials;
  }

  get appId(): string {
    return this.#credentials.appId;
  }

  async userOf(code: string): Promise<HostUser> {
    const { appId: appid, secret, baseUrl } = this.#credentials;
    const answer = await hostRequest(new URL('/api/apps/v2/jscode2session', baseUrl), Session, {
      json: { appid, secret, code },
    });
    if (codeErrors.includes(answer.err_no))
      throw new AppError('login_code_refused', { detail: answer.err_tips ?? '' });
    const openId = answer.data?.openid;
    if (answer.err_no !== 0 || !openId)
      throw new HostUnavailable(new Error(`Douyin: ${answer.err_no} ${answer.err_tips}`));
    return { openId, unionId: answer.data?.unionid || null };
  }
}
