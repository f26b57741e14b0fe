import { randomBytes } from 'node:crypto';
import { type FakeApp, objectOf } from './FakeVendor.ts';
import { type Refusal, refusal } from './wechatRefusal.ts';

const ttlMs = 7200_000;
/** An ordinary request this long before the end gets a new token; the old one stays good until then. */
const earlyMs = 300_000;
const forcedEveryMs = 30_000;
const forcedADay = 20;

/** WeChat's stable_token. https://developers.weixin.qq.com/doc/service/api/base/api_getstableaccesstoken */
export class FakeWechatTokens {
  readonly #app: FakeApp;
  readonly #nowMs: () => number;
  /** Token -> when it ends. */
  readonly #tokens = new Map<string, number>();
  readonly #broken = new Set<string>();
  #newest = '';
  #forcedAtMs: number[] = [];

  constructor(app: FakeApp, nowMs: () => number) {
    this.#app = app;
    this.#nowMs = nowMs;
  }

  issue(body: string): object {
    const asked = objectOf(body);
    if (!asked) return refusal(47001);
    if (asked.grant_type !== 'client_credential') return refusal(40002);
    if (asked.appid !== this.#app.appId) return refusal(40013);
    if (asked.secret !== this.#app.secret) return refusal(40125);
    if (asked.force_refresh === true) this.#force();
    else if ((this.#tokens.get(this.#newest) ?? 0) - this.#nowMs() <= earlyMs) this.#make();
    const leftMs = (this.#tokens.get(this.#newest) ?? 0) - this.#nowMs();
    return { access_token: this.#newest, expires_in: Math.floor(leftMs / 1000) };
  }

  /** @returns what WeChat answers to a call with this token, if it is not good */
  refusalOf(token: string | null): Refusal | null {
    if (!token) return refusal(41001);
    const untilMs = this.#tokens.get(token);
    if (untilMs === undefined || this.#broken.has(token)) return refusal(40001);
    return this.#nowMs() < untilMs ? null : refusal(42001);
  }

  /** Somebody else has forced another one, with the same secret. */
  revoke(): void {
    this.#tokens.clear();
    this.#make();
  }

  /** It goes on giving this one, and takes it no more: only forcing helps. */
  breakNewest(): void {
    this.#broken.add(this.#newest);
  }

  // Too often is no error: nothing is refreshed.
  #force(): void {
    const nowMs = this.#nowMs();
    this.#forcedAtMs = this.#forcedAtMs.filter((atMs) => nowMs - atMs < 24 * 3600_000);
    const lastMs = this.#forcedAtMs.at(-1) ?? Number.NEGATIVE_INFINITY;
    if (nowMs - lastMs < forcedEveryMs || this.#forcedAtMs.length >= forcedADay) return;
    this.#forcedAtMs.push(nowMs);
    this.#tokens.clear();
    this.#make();
  }

  #make(): void {
    this.#newest = randomBytes(64).toString('base64url');
    this.#tokens.set(this.#newest, this.#nowMs() + ttlMs);
  }
}
