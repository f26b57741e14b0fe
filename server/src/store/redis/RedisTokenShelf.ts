import type { Clock } from '../../core/Clock.ts';
import type { HeldToken, TokenShelf } from '../../hosts/wechat/WechatAccessToken.ts';
import type { RedisLink } from './RedisLink.ts';

/** Keeps a host's token for all servers on one Redis. While Redis is away there is none. */
export class RedisTokenShelf implements TokenShelf {
  readonly #link: Pick<RedisLink, 'run'>;
  readonly #key: string;
  readonly #clock: Clock;

  /** @param name the same on every server: of the host and the mini program */
  constructor(link: Pick<RedisLink, 'run'>, name: string, clock: Clock) {
    this.#link = link;
    this.#key = `lianmai:host-token:${name}`;
    this.#clock = clock;
  }

  async read(): Promise<HeldToken | null> {
    const text = await this.#link.run((redis) => redis.get(this.#key)).catch(() => null);
    const [until, token] = text?.split(' ') ?? [];
    return token ? { token, untilMs: Number(until) } : null;
  }

  async write({ token, untilMs }: HeldToken): Promise<void> {
    const leftMs = Math.floor(untilMs - this.#clock.nowMs());
    if (leftMs <= 0) return;
    await this.#link
      .run((redis) => redis.set(this.#key, `${Math.floor(untilMs)} ${token}`, 'PX', leftMs))
      .catch(() => null);
  }
}
