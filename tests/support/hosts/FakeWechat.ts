import { randomBytes } from 'node:crypto';
import { FakeVendor, type FakeVendorOptions, objectOf, type VendorRequest } from './FakeVendor.ts';
import { FakeWechatTokens } from './FakeWechatTokens.ts';
import { refusal } from './wechatRefusal.ts';

export interface SentMessage {
  touser: string;
  template_id: string;
  page: string;
  data: Record<string, { value: string }>;
  miniprogram_state: string;
}

const minuteMs = 60_000;
const loginsAMinute = 100;
const checksAMinute = 4000;
/** Texts are checked for who was in the mini program within this time. */
const visitMs = 2 * 3600_000;

/**
 * The servers of WeChat that ours asks, as its documents describe them (research: miniprogram.md §3): code2Session, stable_token, subscribe
 * messages with their quota of one message an accept, and msg_sec_check.
 */
export class FakeWechat extends FakeVendor {
  readonly tokens: FakeWechatTokens;
  readonly sent: SentMessage[] = [];
  readonly checked: { openid: string; content: string }[] = [];
  /** Words that its check finds. */
  readonly words = new Map<string, 'review' | 'risky'>();
  /** Template -> its fields. */
  readonly templates = new Map<string, readonly string[]>();
  /** Users whom it takes for a danger. */
  readonly blocked = new Set<string>();
  /** Answers nothing at all. */
  isHanging = false;
  /** It sends, and the answer is lost on the way. */
  losesAnswers = false;
  readonly #quotas = new Map<string, number>();
  /** Openid -> when they were seen last. */
  readonly #visits = new Map<string, number>();
  readonly #usedCodes = new Set<string>();
  readonly #calls = new Map<string, number[]>();

  constructor(options: FakeVendorOptions) {
    super(options);
    this.tokens = new FakeWechatTokens(options.app, options.nowMs);
  }

  /** The user presses "accept" in the mini program: one message more. */
  accept(openId: string, templateId: string): void {
    const key = `${openId} ${templateId}`;
    this.#quotas.set(key, (this.#quotas.get(key) ?? 0) + 1);
  }

  answer({ method, path, query, body }: VendorRequest): object | null {
    const call = `${method} ${path}`;
    if (call === 'GET /sns/jscode2session') return this.isBusy ? refusal(-1) : this.#login(query);
    if (call === 'POST /cgi-bin/stable_token') return this.isBusy ? refusal(-1) : this.tokens.issue(body);
    const answer = this.#withToken(call);
    if (!answer) return null;
    if (this.isBusy) return refusal(-1);
    const asked = objectOf(body);
    if (!asked || 'access_token' in asked) return refusal(47001);
    return this.tokens.refusalOf(query.get('access_token')) ?? answer(asked);
  }

  #withToken(call: string): ((asked: Record<string, unknown>) => object) | null {
    if (call === 'POST /cgi-bin/message/subscribe/send') return (asked) => this.#send(asked);
    if (call === 'POST /wxa/msg_sec_check') return (asked) => this.#check(asked);
    return null;
  }

  #login(query: URLSearchParams): object {
    if (query.get('appid') !== this.app.appId) return refusal(40013);
    if (query.get('secret') !== this.app.secret) return refusal(40125);
    if (query.get('grant_type') !== 'authorization_code') return refusal(40002);
    const code = query.get('js_code') ?? '';
    if (this.#usedCodes.has(code)) return refusal(40163);
    const openid = this.codes.take(code);
    if (!openid) return refusal(40029);
    this.#usedCodes.add(code);
    if (this.blocked.has(openid)) return refusal(40226);
    if (this.#isTooOften(`login ${openid}`, loginsAMinute)) return refusal(45011);
    this.#visits.set(openid, this.nowMs());
    // No errcode: success has none.
    return { openid, session_key: this.sessionKey(), unionid: `union-${openid}` };
  }

  #send(asked: Record<string, unknown>): object {
    const message = asked as unknown as SentMessage;
    if (!this.#visits.has(message.touser)) return refusal(40003);
    const fields = this.templates.get(message.template_id);
    if (!fields) return refusal(40037);
    const wrong = fields.find((field) => !isFit(field, message.data[field]?.value));
    if (wrong) return refusal(47003, ` data.${wrong}.value is invalid`);
    if (!/^pages\/[\w/?=&-]+$/u.test(message.page)) return refusal(41030);
    const key = `${message.touser} ${message.template_id}`;
    const left = this.#quotas.get(key) ?? 0;
    if (left === 0) return refusal(43101);
    this.#quotas.set(key, left - 1);
    this.sent.push(message);
    return { errcode: 0, errmsg: 'ok', msgid: this.sent.length };
  }

  #check({ version, openid, scene, content }: Record<string, unknown>): object {
    if (version !== 2 || typeof content !== 'string' || content.length > 2500) return refusal(47001);
    if (![1, 2, 3, 4].includes(Number(scene))) return refusal(40129);
    const visitedMs = this.#visits.get(String(openid));
    if (visitedMs === undefined) return refusal(43104);
    if (this.nowMs() - visitedMs >= visitMs) return refusal(61010);
    if (this.#isTooOften('check', checksAMinute)) return refusal(45009);
    this.checked.push({ openid: String(openid), content });
    const [, suggest] = [...this.words].find(([word]) => content.includes(word)) ?? ['', 'pass'];
    const label = { pass: 100, review: 10001, risky: 20003 }[suggest];
    return {
      errcode: 0,
      errmsg: 'ok',
      trace_id: randomBytes(8).toString('hex'),
      result: { suggest, label },
      detail: [
        { strategy: 'content_model', errcode: 0, suggest, label, prob: 90 },
        { strategy: 'keyword', errcode: 0 },
      ],
    };
  }

  #isTooOften(what: string, aMinute: number): boolean {
    const nowMs = this.nowMs();
    const calls = (this.#calls.get(what) ?? []).filter((atMs) => nowMs - atMs < minuteMs);
    if (calls.length >= aMinute) return true;
    this.#calls.set(what, [...calls, nowMs]);
    return false;
  }
}

/** What may stand in a field of a template, by its kind. */
function isFit(field: string, value: unknown): boolean {
  if (typeof value !== 'string' || value.trim() === '') return false;
  if (field.startsWith('thing')) return [...value].length <= 20;
  if (field.startsWith('name')) return [...value].length <= 10;
  if (field.startsWith('time'))
    return /^(\d{4}年)?\d{1,2}月\d{1,2}日 \d{2}:\d{2}$|^\d{4}-\d{2}-\d{2} \d{2}:\d{2}$/u.test(value);
  return true;
}
