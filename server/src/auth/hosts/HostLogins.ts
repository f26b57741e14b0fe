import { randomInt } from 'node:crypto';
import type { LoginResult, MiniProgramHost } from '@lianmai/shared';
import { AppError } from '../../core/AppError.ts';
import type { Clock } from '../../core/Clock.ts';
import type { Logger } from '../../core/logger.ts';
import type { AccessTokens } from '../AccessTokens.ts';
import { guestGrants } from '../guests.ts';
import { newHostUserId } from './hostUserIds.ts';
import type { HostApi, HostUserStore } from './ports.ts';

export interface HostLoginsDeps {
  /** Those that are set up. */
  hosts: Partial<Record<MiniProgramHost, HostApi>>;
  store: HostUserStore;
  tokens: AccessTokens;
  clock: Clock;
  log: Logger;
}

/** There is no refresh token: a mini program gets another code from its host whenever it wants one. */
export const hostTokenTtlMs = 3_600_000;
const names: Record<MiniProgramHost, string> = {
  wechat: '微信用户',
  douyin: '抖音用户',
  alipay: '支付宝用户',
};

/** Lets people in by what their mini program's host says of them; the same person is the same user for ever. */
export class HostLogins {
  readonly #deps: HostLoginsDeps;

  constructor(deps: HostLoginsDeps) {
    this.#deps = deps;
  }

  /** @throws AppError `not_supported` where the host is not set up, `database_unavailable`, and those of `HostApi.userOf` */
  async login(host: MiniProgramHost, code: string): Promise<LoginResult> {
    const { hosts, store, tokens, clock, log } = this.#deps;
    const api = hosts[host];
    if (!api) throw new AppError('not_supported', { detail: `${host} is not set up` });
    const who = await api.userOf(code);
    const { appId } = api;
    const nowMs = Math.round(clock.nowMs());
    const known = await store.find({ host, appId, openId: who.openId });
    const user =
      known ??
      (await store.add({
        ...who,
        host,
        appId,
        user: {
          id: newHostUserId(host),
          name: `${names[host]}${randomInt(1000, 10_000)}`,
          avatarUrl: null,
        },
        atMs: nowMs,
      }));
    log.info({ userId: user.id, host, isNew: known === null }, 'signed in by a mini-program host');
    const { id: userId, name, avatarUrl } = user;
    const issued = await tokens.issue({
      ...{ userId, name, avatarUrl, grants: guestGrants, ttlMs: hostTokenTtlMs, nowMs },
    });
    return { token: issued.token, user, expiresAt: new Date(issued.expiresAtMs).toISOString() };
  }
}
