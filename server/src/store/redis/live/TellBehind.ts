import type { Redis } from 'ioredis';
import type { Clock } from '../../../core/Clock.ts';
import { Disposables } from '../../../core/Disposables.ts';
import type { Logger } from '../../../core/logger.ts';
import { RedisUnavailable } from '../redisErrors.ts';

/** What TellBehind needs of the way to Redis; RedisLink is one. */
export interface RedisWay {
  readonly isReady: boolean;
  run<T>(work: (redis: Redis) => Promise<T>): Promise<T>;
  onVerify(listener: () => void): () => void;
}

export interface TellBehindOptions {
  way: RedisWay;
  clock: Clock;
  log: Logger;
  /** How often what has changed is told; a second when not given. */
  everyMs?: number;
  /** Tells Redis how it stands with this key now. */
  tell: (key: string) => Promise<unknown>;
  /** All keys there are: said again after a loss, and from time to time so that they do not expire. */
  keys: () => Iterable<string>;
  /** Redis may have forgotten everything: what was told of any key counts no more. */
  onDoubt?: () => void;
}

const tellEveryMs = 1000;
const sayAgainEveryMs = 20_000;
/** Keys told of at once: bounds what is in flight. */
const keysAtOnce = 64;

/**
 * Tells Redis how things stand, by key, now and then and never waited for. While Redis is away only the keys are remembered that have changed; afterwards
 * everything is said as it stands then.
 */
export class TellBehind {
  readonly #options: TellBehindOptions;
  readonly #changed = new Set<string>();
  readonly #disposables = new Disposables();
  #telling: Promise<void> | null = null;

  constructor(options: TellBehindOptions) {
    this.#options = options;
    const { clock, way, everyMs = tellEveryMs } = options;
    this.#disposables.add(clock.every(everyMs, () => void this.tellNow()));
    this.#disposables.add(clock.every(sayAgainEveryMs, () => this.#touchAll()));
    this.#disposables.add(
      way.onVerify(() => {
        options.onDoubt?.();
        this.#touchAll();
      }),
    );
  }

  touch(key: string): void {
    this.#changed.add(key);
  }

  /** Resolves when everything that has changed is told, or Redis cannot be used. Never rejects. */
  tellNow(): Promise<void> {
    this.#telling ??= this.#tellAll().finally(() => {
      this.#telling = null;
    });
    return this.#telling;
  }

  async close(): Promise<void> {
    this.#disposables.dispose();
    await this.tellNow();
  }

  #touchAll(): void {
    for (const key of this.#options.keys()) this.#changed.add(key);
  }

  async #tellAll(): Promise<void> {
    while (this.#changed.size > 0 && this.#options.way.isReady) {
      const keys = [...this.#changed].slice(0, keysAtOnce);
      const outcomes = await Promise.all(keys.map((key) => this.#tellOne(key)));
      if (outcomes.includes('unavailable')) return;
    }
  }

  async #tellOne(key: string): Promise<'told' | 'unavailable'> {
    const { log, tell } = this.#options;
    // What changes from now on is told the next time.
    this.#changed.delete(key);
    try {
      await tell(key);
    } catch (error) {
      if (error instanceof RedisUnavailable) {
        this.#changed.add(key);
        return 'unavailable';
      }
      const message = error instanceof Error ? error.message : String(error);
      log.error({ key, error: message }, 'redis rejected what it was told');
    }
    return 'told';
  }
}
