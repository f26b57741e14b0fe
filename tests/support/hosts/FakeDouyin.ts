import { FakeVendor, objectOf, type VendorRequest } from './FakeVendor.ts';

/** Douyin's code2Session. https://developer.open-douyin.com/docs/resource/zh-CN/mini-app/develop/server/basic-abilities/log-in/code-2-session */
export class FakeDouyin extends FakeVendor {
  answer({ method, path, body }: VendorRequest): object | null {
    if (path !== '/api/apps/v2/jscode2session') return null;
    const asked = method === 'POST' ? objectOf(body) : null;
    if (!asked) return refusal(40014, 'bad parameters');
    if (this.isBusy) return refusal(-1, 'server busy');
    if (asked.appid !== this.app.appId) return refusal(40015, 'bad appid');
    if (asked.secret !== this.app.secret) return refusal(40017, 'bad secret');
    const openid = this.codes.take(asked.code);
    if (!openid) return refusal(40018, 'bad code');
    return {
      err_no: 0,
      err_tips: 'success',
      data: {
        openid,
        session_key: this.sessionKey(),
        anonymous_openid: `anonymous-${openid}`,
        unionid: '',
      },
    };
  }
}

function refusal(err_no: number, err_tips: string): object {
  const data = { openid: '', session_key: '', anonymous_openid: '', unionid: '' };
  return { err_no, err_tips, data };
}
