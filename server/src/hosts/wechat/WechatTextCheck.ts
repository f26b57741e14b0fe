import { z } from 'zod';
import type { ReviewSource } from '../../hooks/CautiousReviewer.ts';
import type { ExternalVerdict, ReviewedContent } from '../../interaction/moderation/ports.ts';
import { HostUnavailable } from '../hostRequest.ts';
import type { OpenIds } from './OpenIds.ts';
import type { WechatCalls } from './WechatCalls.ts';

const Answer = z.object({
  errcode: z.number(),
  errmsg: z.string().optional(),
  result: z.object({ suggest: z.enum(['pass', 'review', 'risky']) }).optional(),
});

const verdicts = { pass: 'pass', review: 'hold', risky: 'refuse' } as const;
/** What somebody says of themselves, and what they write under something: a comment. */
const scenes = { name: 1, chat: 2 } as const;
/** WeChat looks only at texts of who was in the mini program within the last two hours. */
const notSeenLately = 61010;

/** Asks WeChat's msg_sec_check about texts of its users. https://developers.weixin.qq.com/minigame/dev/api-backend/open-api/sec-check/security.msgSecCheck.html */
export class WechatTextCheck implements ReviewSource {
  readonly name = 'msg_sec_check';
  readonly #calls: WechatCalls;
  readonly #openIds: OpenIds;

  constructor(calls: WechatCalls, openIds: OpenIds) {
    this.#calls = calls;
    this.#openIds = openIds;
  }

  async ask({ kind, text, user }: ReviewedContent, signal: AbortSignal): Promise<ExternalVerdict | null> {
    const openid = await this.#openIds.of(user.id);
    // From another mini program than ours, or gone: WeChat has nothing to say of them.
    if (openid === null) return { verdict: 'pass' };
    const body = { version: 2, openid, scene: scenes[kind], content: text };
    const { errcode, errmsg, result } = await this.#calls.post('/wxa/msg_sec_check', body, Answer, {
      signal,
    });
    if (errcode === notSeenLately) return null;
    if (errcode !== 0 || !result) throw new HostUnavailable(new Error(`WeChat: ${errcode} ${errmsg}`));
    return { verdict: verdicts[result.suggest] };
  }
}
