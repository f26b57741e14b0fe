import type { UserNotice } from '@lianmai/shared';
import type { Clock } from '../../core/Clock.ts';
import type { Logger } from '../../core/logger.ts';
import { pause } from '../../core/pause.ts';
import type { NoticeChannel, Recipients } from '../../interaction/follows/ports.ts';
import type { HostMessageStore, Reachable } from '../../interaction/hostMessages/ports.ts';
import { Lanes } from '../Lanes.ts';
import { Pace } from '../Pace.ts';
import type { HostMessage, HostMessageSender, MessageOutcome } from './ports.ts';
import { type TemplateFields, templateData } from './templateData.ts';

export interface HostMessageChannelOptions {
  /** Of the host: `wechat`. */
  name: string;
  template: { id: string; fields: TemplateFields };
  /** The mini program's page of a room; `{roomId}` stands for which one. */
  roomPage: string;
  sender: HostMessageSender;
  quotas: HostMessageStore;
  clock: Clock;
  log: Logger;
  /** Messages on their way at the same time. */
  maxAtOnce?: number;
  rate?: { perSecond: number; burst: number };
}

const defaultRate = { perSecond: 100, burst: 50 };
const attempts = 3;
const firstPauseMs = 1000;

/**
 * Tells users of a mini program through its host that a show has begun: those who have agreed to a message, one message an agreement. It is used up before the
 * message leaves, and comes back only where the host certainly has sent none: nobody gets the same message twice, whatever is lost on the way.
 */
export class HostMessageChannel implements NoticeChannel {
  readonly #options: HostMessageChannelOptions;
  readonly #pace: Pace;
  readonly #closing = new AbortController();

  constructor(options: HostMessageChannelOptions) {
    this.#options = options;
    this.#pace = new Pace(options.clock, options.rate ?? defaultRate);
  }

  get name(): string {
    return this.#options.name;
  }

  /** What is being sent is let go of. */
  close(): void {
    this.#closing.abort();
  }

  async deliver(notice: UserNotice, recipients: Recipients): Promise<void> {
    if (notice.kind !== 'wentLive') return;
    const { template, quotas, log, name, maxAtOnce = 16 } = this.#options;
    const counts: Record<MessageOutcome, number> = {
      sent: 0,
      noneLeft: 0,
      busy: 0,
      impossible: 0,
      unknown: 0,
    };
    const lanes = new Lanes(maxAtOnce);
    const isOver = () => this.#closing.signal.aborted || counts.impossible > 0;
    for await (const userIds of recipients) {
      if (isOver()) break;
      for (const reachable of await quotas.listReachable(userIds, template.id)) {
        await lanes.start(async () => {
          if (isOver()) return;
          try {
            const outcome = await this.#tell(reachable, notice);
            if (outcome) counts[outcome] += 1;
          } catch (error) {
            log.error({ err: error, userId: reachable.userId }, 'message by the host failed');
          }
        });
      }
    }
    await lanes.done();
    log.info({ noticeId: notice.id, host: name, ...counts }, 'messages sent by the host');
  }

  /** @returns null when another notice was quicker and has used up what this user agreed to */
  async #tell({ userId, openId }: Reachable, notice: UserNotice): Promise<MessageOutcome | null> {
    const { template, roomPage, quotas } = this.#options;
    await this.#pace.take(() => !this.#closing.signal.aborted);
    if (this.#closing.signal.aborted || !(await quotas.take(userId, template.id))) return null;
    const outcome = await this.#send({
      openId,
      templateId: template.id,
      page: roomPage.replace('{roomId}', encodeURIComponent(notice.roomId)),
      data: templateData(notice, template.fields),
    });
    if (outcome === 'noneLeft') await quotas.clear(userId, template.id);
    if (outcome === 'busy' || outcome === 'impossible') await quotas.giveBack(userId, template.id);
    return outcome;
  }

  /** Again only where nothing can have been sent. */
  async #send(message: HostMessage): Promise<MessageOutcome> {
    const { sender, clock, log, name } = this.#options;
    const { signal } = this.#closing;
    for (let attempt = 1; ; attempt += 1) {
      const { outcome, reason } = await sender.send(message, signal);
      if (outcome === 'impossible') log.error({ host: name, reason }, 'the host takes no such message');
      else if (outcome === 'unknown') log.warn({ host: name, reason }, 'the host may have sent a message');
      if (outcome !== 'busy' || attempt === attempts) return outcome;
      await pause(clock, firstPauseMs * 4 ** (attempt - 1), signal);
      if (signal.aborted) return outcome;
    }
  }
}
