import type { HostMessageBody, HostMessageQuota, MiniProgramHost } from '@lianmai/shared';
import { AppError } from '../../core/AppError.ts';
import type { Clock } from '../../core/Clock.ts';
import type { Logger } from '../../core/logger.ts';
import { UserRates } from '../../rooms/UserRates.ts';
import type { HostMessageStore, MessagingApp } from './ports.ts';

export interface HostMessagesDeps {
  store: HostMessageStore;
  /** Those that are set up and have templates. */
  apps: Partial<Record<MiniProgramHost, MessagingApp>>;
  /** By their id alone: false for who has certainly not come by this host. */
  mayBeUserOf: (host: MiniProgramHost, userId: string) => boolean;
  clock: Clock;
  log: Logger;
}

const answerRate = { perSecond: 0.5, burst: 20 };
/** Who ticks "always" at WeChat agrees with every press: enough for a month of shows. */
const mostRemaining = 30;

/** Keeps what users of mini programs have agreed to be sent: with the hosts each "accept" is good for one message. */
export class HostMessages {
  readonly #deps: HostMessagesDeps;
  readonly #rates: UserRates;

  constructor(deps: HostMessagesDeps) {
    this.#deps = deps;
    this.#rates = new UserRates(deps.clock, answerRate);
  }

  /**
   * The user has answered the host's question. What the client says cannot be proved: too much of it costs the host's refusal of a message, and nothing else.
   * @throws AppError `not_supported`, `invalid_request` for another template, `forbidden` for who did not come from that host, `too_many_requests`
   */
  async answered(
    userId: string,
    { host, templateId, result }: Required<HostMessageBody>,
  ): Promise<HostMessageQuota> {
    const { store, apps, mayBeUserOf, clock, log } = this.#deps;
    const app = apps[host];
    if (!app) throw new AppError('not_supported', { detail: `${host} has no templates here` });
    if (!app.templateIds.includes(templateId))
      throw new AppError('invalid_request', {
        fields: [{ path: 'templateId', message: 'is not one of GET /api/info' }],
      });
    if (!mayBeUserOf(host, userId)) throw notOf(host);
    this.#rates.take(userId);
    if (result === 'ban' || result === 'filter')
      log.warn({ host, templateId, result }, 'the host offers this template to nobody: look at its console');
    if (result !== 'accept') return await this.#quota(userId, templateId);
    const atMs = Math.round(clock.nowMs());
    const remaining = await store.add({ userId, templateId, app, atMs }, mostRemaining);
    if (remaining === null) throw notOf(host);
    return { templateId, remaining };
  }

  /** Of every template that can be agreed to. */
  async list(userId: string): Promise<HostMessageQuota[]> {
    const templateIds = Object.values(this.#deps.apps).flatMap((app) => app.templateIds);
    if (templateIds.length === 0) return [];
    const known = await this.#deps.store.list(userId, templateIds);
    return templateIds.map(
      (templateId) => known.find((quota) => quota.templateId === templateId) ?? { templateId, remaining: 0 },
    );
  }

  async #quota(userId: string, templateId: string): Promise<HostMessageQuota> {
    const [quota] = await this.#deps.store.list(userId, [templateId]);
    return quota ?? { templateId, remaining: 0 };
  }
}

function notOf(host: MiniProgramHost): AppError {
  return new AppError('forbidden', { detail: `no user of ${host}` });
}
