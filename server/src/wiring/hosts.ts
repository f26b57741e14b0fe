import type { HostsInfo, UserRef } from '@lianmai/shared';
import type { Router } from 'express';
import type { AccessTokens } from '../auth/AccessTokens.ts';
import { HostLogins } from '../auth/hosts/HostLogins.ts';
import { mayBeUserOf } from '../auth/hosts/hostUserIds.ts';
import type { Config, WechatApp } from '../config/Config.ts';
import { AppError } from '../core/AppError.ts';
import type { Clock } from '../core/Clock.ts';
import type { Logger } from '../core/logger.ts';
import { CautiousReviewer } from '../hooks/CautiousReviewer.ts';
import { AlipayApi } from '../hosts/AlipayApi.ts';
import { DouyinApi } from '../hosts/DouyinApi.ts';
import { OpenIds } from '../hosts/wechat/OpenIds.ts';
import { type TokenShelf, WechatAccessToken } from '../hosts/wechat/WechatAccessToken.ts';
import { WechatApi } from '../hosts/wechat/WechatApi.ts';
import { WechatCalls } from '../hosts/wechat/WechatCalls.ts';
import { WechatMessages } from '../hosts/wechat/WechatMessages.ts';
import { WechatReviewer } from '../hosts/wechat/WechatReviewer.ts';
import { WechatTextCheck } from '../hosts/wechat/WechatTextCheck.ts';
import { hostLoginRoutes } from '../http/api/hostLoginRoutes.ts';
import { hostMessageRoutes } from '../http/api/hostMessageRoutes.ts';
import type { NoticeChannel } from '../interaction/follows/ports.ts';
import { HostMessages } from '../interaction/hostMessages/HostMessages.ts';
import type { ExternalReviewer } from '../interaction/moderation/ports.ts';
import { HostMessageChannel } from '../notify/hosts/HostMessageChannel.ts';
import { SqlHostMessages } from '../store/hosts/SqlHostMessages.ts';
import { SqlHostUsers } from '../store/hosts/SqlHostUsers.ts';
import type { Store } from '../store/Store.ts';

export interface HostPartsOptions {
  store: Store;
  config: Pick<Config, 'hosts' | 'reviewPolicy'>;
  /** Where servers share tokens of this name; `null`: each has its own. */
  tokenShelf: (name: string) => TokenShelf | null;
  clock: Clock;
  log: Logger;
}

/** What mini programs of the hosts that are set up need of their servers: logins, messages, and a look at texts. */
export class HostParts {
  /** What pages are told of them. */
  readonly info: HostsInfo;
  readonly #options: HostPartsOptions;
  readonly #users: SqlHostUsers;
  readonly #quotas: SqlHostMessages;
  readonly #channels: readonly HostMessageChannel[];
  readonly #reviewers: readonly ExternalReviewer[];

  constructor(options: HostPartsOptions) {
    const { wechat } = options.config.hosts;
    this.#options = options;
    this.info = hostsInfo(options.config.hosts);
    this.#users = new SqlHostUsers(options.store);
    this.#quotas = new SqlHostMessages(options.store);
    const calls = wechat && this.#wechatCalls(wechat);
    this.#channels = wechat && calls ? this.#wechatChannels(wechat, calls) : [];
    this.#reviewers = wechat?.isReviewing && calls ? [this.#wechatReviewer(wechat, calls)] : [];
  }

  get channels(): readonly NoticeChannel[] {
    return this.#channels;
  }

  get reviewers(): readonly ExternalReviewer[] {
    return this.#reviewers;
  }

  /** @throws AppError `text_refused`; what is to be looked at by somebody as well: a name cannot wait */
  async reviewName(name: string, user: UserRef): Promise<void> {
    for (const reviewer of this.#reviewers) {
      const { verdict } = await reviewer.review({ kind: 'name', text: name, roomId: null, user });
      if (verdict !== 'pass') throw new AppError('text_refused');
    }
  }

  routes(tokens: AccessTokens): { path: string; router: Router }[] {
    const { config, clock, log } = this.#options;
    const { wechat, douyin, alipay } = config.hosts;
    const logins = new HostLogins({
      hosts: {
        ...(wechat && { wechat: new WechatApi(wechat) }),
        ...(douyin && { douyin: new DouyinApi(douyin) }),
        ...(alipay && { alipay: new AlipayApi(alipay, clock) }),
      },
      store: this.#users,
      ...{ tokens, clock, log },
    });
    const template = wechat?.messages.wentLive;
    const messages = new HostMessages({
      store: this.#quotas,
      apps:
        wechat && template
          ? { wechat: { host: 'wechat', appId: wechat.appId, templateIds: [template.id] } }
          : {},
      ...{ mayBeUserOf, clock, log },
    });
    return [
      { path: '/api/auth', router: hostLoginRoutes(logins) },
      { path: '/api', router: hostMessageRoutes({ messages, tokens }) },
    ];
  }

  /** What is being sent is let go of. */
  close(): void {
    for (const channel of this.#channels) channel.close();
  }

  #wechatCalls(wechat: WechatApp): WechatCalls {
    const { tokenShelf, clock } = this.#options;
    const shelf = tokenShelf(`wechat:${wechat.appId}`);
    return new WechatCalls(wechat, new WechatAccessToken(wechat, shelf, clock));
  }

  #wechatChannels({ messages }: WechatApp, calls: WechatCalls): HostMessageChannel[] {
    const { clock, log } = this.#options;
    const { wentLive: template, roomPage, programState } = messages;
    if (!template) return [];
    return [
      new HostMessageChannel({
        name: 'wechat',
        sender: new WechatMessages({ calls, programState }),
        quotas: this.#quotas,
        ...{ template, roomPage, clock, log },
      }),
    ];
  }

  #wechatReviewer({ appId }: WechatApp, calls: WechatCalls): WechatReviewer {
    const { config, clock, log } = this.#options;
    const openIds = new OpenIds(this.#users, appId, clock);
    const source = new WechatTextCheck(calls, openIds);
    return new WechatReviewer(new CautiousReviewer({ source, ...config.reviewPolicy, clock, log }));
  }
}

function hostsInfo({ wechat, douyin, alipay }: Config['hosts']): HostsInfo {
  const wentLive = wechat?.messages.wentLive?.id;
  return {
    ...(wechat && { wechat: { templates: wentLive === undefined ? {} : { wentLive } } }),
    ...(douyin && { douyin: { templates: {} } }),
    ...(alipay && { alipay: { templates: {} } }),
  };
}
