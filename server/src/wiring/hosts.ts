import type { HostsInfo } from '@lianmai/shared';
import type { AccessTokens } from '../auth/AccessTokens.ts';
import { HostLogins } from '../auth/hosts/HostLogins.ts';
import type { Config } from '../config/Config.ts';
import type { Clock } from '../core/Clock.ts';
import type { Logger } from '../core/logger.ts';
import { AlipayApi } from '../hosts/AlipayApi.ts';
import { DouyinApi } from '../hosts/DouyinApi.ts';
import { WechatApi } from '../hosts/WechatApi.ts';
import { hostLoginRoutes } from '../http/api/hostLoginRoutes.ts';
import { hostMessageRoutes } from '../http/api/hostMessageRoutes.ts';
import { HostMessages } from '../interaction/hostMessages/HostMessages.ts';
import { SqlHostMessages } from '../store/hosts/SqlHostMessages.ts';
import { SqlHostUsers } from '../store/hosts/SqlHostUsers.ts';
import type { Store } from '../store/Store.ts';

export interface HostWiringDeps {
  store: Store;
  tokens: AccessTokens;
  config: Pick<Config, 'hosts'>;
  clock: Clock;
  log: Logger;
}

/** What mini programs of the hosts that are set up need of their servers. */
export function hostRoutes({ store, tokens, config, clock, log }: HostWiringDeps) {
  const { wechat, douyin, alipay } = config.hosts;
  const logins = new HostLogins({
    hosts: {
      ...(wechat && { wechat: new WechatApi(wechat) }),
      ...(douyin && { douyin: new DouyinApi(douyin) }),
      ...(alipay && { alipay: new AlipayApi(alipay, clock) }),
    },
    store: new SqlHostUsers(store),
    tokens,
    clock,
    log,
  });
  const template = wechat?.messages.wentLive;
  const messages = new HostMessages({
    store: new SqlHostMessages(store),
    apps:
      wechat && template
        ? { wechat: { host: 'wechat', appId: wechat.appId, templateIds: [template.id] } }
        : {},
    clock,
    log,
  });
  return [
    { path: '/api/auth', router: hostLoginRoutes(logins) },
    { path: '/api', router: hostMessageRoutes({ messages, tokens }) },
  ];
}

/** What pages are told of the hosts that are set up. */
export function hostsInfo({ hosts: { wechat, douyin, alipay } }: Pick<Config, 'hosts'>): HostsInfo {
  const wentLive = wechat?.messages.wentLive?.id;
  return {
    ...(wechat && { wechat: { templates: wentLive === undefined ? {} : { wentLive } } }),
    ...(douyin && { douyin: { templates: {} } }),
    ...(alipay && { alipay: { templates: {} } }),
  };
}
