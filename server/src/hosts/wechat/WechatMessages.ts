import { z } from 'zod';
import type { HostMessage, HostMessageSender, MessageOutcome } from '../../notify/hosts/ports.ts';
import { HostUnavailable } from '../hostRequest.ts';
import type { WechatCalls } from './WechatCalls.ts';

const Answer = z.object({ errcode: z.number().default(0), errmsg: z.string().optional() });

// https://developers.weixin.qq.com/miniprogram/dev/OpenApiDoc/mp-message-management/subscribe-message/sendMessage.html
const outcomes: Record<number, MessageOutcome> = {
  0: 'sent',
  // The user has agreed to no (more) message, or is nobody any more.
  43101: 'noneLeft',
  40003: 'noneLeft',
  // Busy, too many a minute, a token that is refused also after it was renewed.
  [-1]: 'busy',
  45011: 'busy',
  40001: 'busy',
  40014: 'busy',
  42001: 'busy',
};

export interface WechatMessagesOptions {
  calls: WechatCalls;
  /** Which version of the mini program a message opens. */
  programState: 'developer' | 'trial' | 'formal';
}

/** Sends WeChat's one-time subscribe messages. */
export class WechatMessages implements HostMessageSender {
  readonly #options: WechatMessagesOptions;

  constructor(options: WechatMessagesOptions) {
    this.#options = options;
  }

  async send(
    { openId, templateId, page, data }: HostMessage,
    signal: AbortSignal,
  ): Promise<{ outcome: MessageOutcome; reason: string }> {
    const { calls, programState } = this.#options;
    const body = {
      touser: openId,
      template_id: templateId,
      page,
      data: Object.fromEntries(Object.entries(data).map(([field, value]) => [field, { value }])),
      miniprogram_state: programState,
      lang: 'zh_CN',
    };
    try {
      const { errcode, errmsg = '' } = await calls.post('/cgi-bin/message/subscribe/send', body, Answer, {
        signal,
      });
      // Whatever else it says is about the template, the page, or what the whole mini program may send: the same for everybody.
      return { outcome: outcomes[errcode] ?? 'impossible', reason: `${errcode} ${errmsg}` };
    } catch (error) {
      if (!(error instanceof HostUnavailable)) throw error;
      return { outcome: error.isUnasked ? 'busy' : 'unknown', reason: String(error.cause) };
    }
  }
}
