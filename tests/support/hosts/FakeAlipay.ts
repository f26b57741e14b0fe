import { createVerify, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { FakeVendor, type FakeVendorOptions, type VendorRequest } from './FakeVendor.ts';

/** Its gateway takes what was signed within this time. */
const timestampToleranceMs = 15 * 60_000;

/** Alipay's gateway with alipay.system.oauth.token. https://opendocs.alipay.com/open/02ahjv */
export class FakeAlipay extends FakeVendor {
  /** Base64 of PKCS #8, as Alipay's tool gives it. */
  readonly privateKey: string;
  readonly #publicKey: KeyObject;

  constructor(options: FakeVendorOptions) {
    super(options);
    const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
    this.privateKey = privateKey.export({ format: 'der', type: 'pkcs8' }).toString('base64');
    this.#publicKey = publicKey;
  }

  answer({ path, body }: VendorRequest): object | null {
    if (path !== '/gateway.do') return null;
    const fields = new URLSearchParams(body);
    if (this.isBusy) return refusal('20000', 'isp.unknow-error');
    if (fields.get('app_id') !== this.app.appId) return refusal('40002', 'isv.invalid-app-id');
    if (fields.get('sign_type') !== 'RSA2') return refusal('40001', 'isv.missing-signature-type');
    if (!this.#isSigned(fields)) return refusal('40002', 'isv.invalid-signature');
    if (!this.#isNow(fields.get('timestamp') ?? '')) return refusal('40002', 'isv.invalid-timestamp');
    if (fields.get('method') !== 'alipay.system.oauth.token') return refusal('40002', 'isv.invalid-method');
    const openId = this.codes.take(fields.get('code'));
    if (!openId) return refusal('40002', 'isv.code-invalid');
    return {
      alipay_system_oauth_token_response: {
        open_id: openId,
        access_token: this.sessionKey(),
        expires_in: 300,
        refresh_token: this.sessionKey(),
        re_expires_in: 300,
      },
      sign: '',
    };
  }

  /** Over all other fields that have a value, in the order of their names. */
  #isSigned(fields: URLSearchParams): boolean {
    const names = [...fields.keys()].filter((name) => name !== 'sign' && fields.get(name) !== '').sort();
    const text = names.map((name) => `${name}=${fields.get(name)}`).join('&');
    return createVerify('RSA-SHA256')
      .update(text)
      .verify(this.#publicKey, fields.get('sign') ?? '', 'base64');
  }

  /** `yyyy-MM-dd HH:mm:ss`, Beijing. */
  #isNow(timestamp: string): boolean {
    const ms = Date.parse(`${timestamp.replace(' ', 'T')}+08:00`);
    return Math.abs(ms - this.nowMs()) < timestampToleranceMs;
  }
}

function refusal(code: string, sub_code: string): object {
  return { error_response: { code, msg: 'Invalid Arguments', sub_code, sub_msg: sub_code }, sign: '' };
}
