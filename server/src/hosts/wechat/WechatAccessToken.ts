import { z } from 'zod';
import type { Clock } from '../../core/Clock.ts';
import type { HostCredentials } from '../HostCredentials.ts';
import { HostUnavailable, hostRequest } from '../hostRequest.ts';

export interface HeldToken {
  token: string;
  /** When it ends, ms since the epoch. */
  untilMs: number;
}

/** Where the servers of one platform keep a host's token for each other. Never rejects: without it each asks for itself. */
export interface TokenShelf {
  read(): Promise<HeldToken | null>;
  write(held: HeldToken): Promise<void>;
}

const Answer = z.object({
  errcode: z.number().optional(),
  errmsg: z.string().optional(),
  access_token: z.string().min(1).max(2048).optional(),
  expires_in: z.number().optional(),
});

/** WeChat gives another one five minutes before the end, and takes both until then. */
const renewBeforeEndMs = 240_000;
/** More often WeChat forces nothing. */
const forceEveryMs = 30_000;

/**
 * The token with which a server calls WeChat (stable_token): asked for once however many need it, kept until shortly before its end, and
 * shared by the servers of one platform. https://developers.weixin.qq.com/doc/service/api/base/api_getstableaccesstoken
 */
export class WechatAccessToken {
  readonly #credentials: HostCredentials;
  readonly #shelf: TokenShelf | null;
  readonly #clock: Clock;
  #held: HeldToken | null = null;
  /** What WeChat has said no to. */
  #refused: string | null = null;
  #forcedAtMs = Number.NEGATIVE_INFINITY;
  #obtaining: Promise<HeldToken> | null = null;

  constructor(credentials: HostCredentials, shelf: TokenShelf | null, clock: Clock) {
    this.#credentials = credentials;
    this.#shelf = shelf;
    this.#clock = clock;
  }

  /** @throws HostUnavailable */
  async get(): Promise<string> {
    if (this.#isGood(this.#held)) return this.#held.token;
    this.#obtaining ??= this.#obtain().finally(() => {
      this.#obtaining = null;
    });
    return (await this.#obtaining).token;
  }

  /** Another one: WeChat has refused this. @throws HostUnavailable */
  async renew(refused: string): Promise<string> {
    this.#refused = refused;
    return await this.get();
  }

  async #obtain(): Promise<HeldToken> {
    const shared = (await this.#shelf?.read()) ?? null;
    if (this.#isGood(shared)) return this.#hold(shared);
    const ordinary = await this.#ask(false);
    const held = ordinary.token === this.#refused ? await this.#force() : ordinary;
    await this.#shelf?.write(held);
    return this.#hold(held);
  }

  /** The ordinary one is refused: WeChat is to make another. That ends it for everybody who has it. */
  async #force(): Promise<HeldToken> {
    const nowMs = this.#clock.nowMs();
    if (nowMs - this.#forcedAtMs < forceEveryMs)
      throw new HostUnavailable(new Error('WeChat refuses its own access token'));
    this.#forcedAtMs = nowMs;
    return await this.#ask(true);
  }

  async #ask(isForced: boolean): Promise<HeldToken> {
    const { appId: appid, secret, baseUrl } = this.#credentials;
    const askedAtMs = this.#clock.nowMs();
    const answer = await hostRequest(new URL('/cgi-bin/stable_token', baseUrl), Answer, {
      json: { grant_type: 'client_credential', appid, secret, force_refresh: isForced },
    });
    const { access_token: token, expires_in: seconds } = answer;
    if (token === undefined || seconds === undefined)
      throw new HostUnavailable(
        new Error(`WeChat gives no access token: ${answer.errcode} ${answer.errmsg}`),
      );
    return { token, untilMs: askedAtMs + seconds * 1000 };
  }

  #hold(held: HeldToken): HeldToken {
    this.#held = held;
    return held;
  }

  #isGood(held: HeldToken | null): held is HeldToken {
    if (!held || held.token === this.#refused) return false;
    return held.untilMs - renewBeforeEndMs > this.#clock.nowMs();
  }
}
