import { createHash } from 'node:crypto';
import type { PushMessage, UserNotice } from '@lianmai/shared';
import type { Clock } from '../../core/Clock.ts';
import type { Logger } from '../../core/logger.ts';
import type {
  NoticeChannel,
  PushSubscriptionRecord,
  PushSubscriptionStore,
  Recipients,
} from '../../interaction/follows/ports.ts';
import { Lanes } from '../Lanes.ts';
import { Pace } from '../Pace.ts';
import type { PushOutcome, PushSender } from './PushSender.ts';
import type { PushServices } from './PushServices.ts';

export interface WebPushChannelOptions {
  subscriptions: PushSubscriptionStore;
  sender: PushSender;
  services: PushServices;
  clock: Clock;
  log: Logger;
  /** Messages on their way at the same time. */
  maxAtOnce?: number;
  rate?: { perSecond: number; burst: number };
}

// Encrypting and signing one takes about a millisecond of the event loop.
const defaultRate = { perSecond: 100, burst: 50 };
const ttlSeconds = { wentLive: 3600, showCancelled: 24 * 3600 };

/**
 * Reaches browsers whose page is closed. However many followers: a bounded number of messages at once, at a steady pace, page by page
 * of recipients. Browsers that a push service says are gone are forgotten.
 */
export class WebPushChannel implements NoticeChannel {
  readonly name = 'web-push';
  readonly #options: WebPushChannelOptions;
  readonly #pace: Pace;

  constructor(options: WebPushChannelOptions) {
    this.#options = options;
    this.#pace = new Pace(options.clock, options.rate ?? defaultRate);
  }

  async deliver(notice: UserNotice, recipients: Recipients): Promise<void> {
    const { subscriptions, sender, log, maxAtOnce = 16 } = this.#options;
    const counts: Record<PushOutcome, number> = { sent: 0, gone: 0, failed: 0, aborted: 0 };
    const lanes = new Lanes(maxAtOnce);
    for await (const userIds of recipients) {
      if (sender.isClosed) break;
      for (const subscription of await subscriptions.listFor(userIds)) {
        await lanes.start(async () => {
          try {
            counts[await this.#send(subscription, notice)] += 1;
          } catch (error) {
            log.error({ err: error }, 'push message failed');
          }
        });
      }
    }
    await lanes.done();
    log.info({ noticeId: notice.id, kind: notice.kind, ...counts }, 'push messages sent');
  }

  async #send(subscription: PushSubscriptionRecord, notice: UserNotice): Promise<PushOutcome> {
    const { sender, services, subscriptions } = this.#options;
    const { endpoint, language } = subscription;
    if (!services.isAllowed(endpoint)) return 'failed';
    await this.#pace.take(() => !sender.isClosed);
    const message: PushMessage = { notice, language };
    const outcome = await sender.send(subscription, {
      payload: JSON.stringify(message),
      topic: topicOf(notice.roomId),
      ttlSeconds: ttlSeconds[notice.kind],
    });
    if (outcome === 'gone') await subscriptions.remove(endpoint);
    return outcome;
  }
}

/** RFC 8030 §5.4: at most 32 URL-safe characters. */
function topicOf(roomId: string): string {
  return createHash('sha256').update(roomId).digest('base64url').slice(0, 32);
}
