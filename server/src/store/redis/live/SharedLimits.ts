import { createHash } from 'node:crypto';
import type { Clock } from '../../../core/Clock.ts';
import type { KeyedRateLimiter } from '../../../core/KeyedRateLimiter.ts';
import type { Logger } from '../../../core/logger.ts';
import { RedisScript } from '../RedisScript.ts';
import { type RedisWay, TellBehind } from './TellBehind.ts';

interface Bucket {
  limiter: KeyedRateLimiter;
  key: string;
  /** Taken here since Redis was told last. */
  untold: number;
}

/**
 * A bucket is kept as the time when it will be full again, on Redis' own clock: without a key it is full.
 * KEYS: bucket. ARGV: what is taken and what the whole bucket holds, in ms of filling.
 */
const takeScript = new RedisScript(`
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local full = math.max(tonumber(redis.call('GET', KEYS[1])) or 0, now) + tonumber(ARGV[1])
full = math.min(full, now + tonumber(ARGV[2]))
if full <= now then
  redis.call('DEL', KEYS[1])
  return 0
end
redis.call('SET', KEYS[1], string.format('%.0f', full), 'PX', math.ceil(full - now))
return math.ceil(full - now)
`);

const tellEveryMs = 200;

/**
 * Rate limits that hold for all servers on one Redis, and across restarts. Each server decides by its own buckets, at once; what it takes is told a moment later, and
 * what others took comes back with the answer. While Redis is away each server limits on its own.
 */
export class SharedLimits {
  readonly #way: RedisWay;
  readonly #buckets = new Map<string, Bucket>();
  readonly #teller: TellBehind;

  constructor({ way, clock, log }: { way: RedisWay; clock: Clock; log: Logger }) {
    this.#way = way;
    this.#teller = new TellBehind({
      ...{ way, clock, log },
      everyMs: tellEveryMs,
      tell: (redisKey) => this.#tell(redisKey),
      keys: () => [],
    });
  }

  /** @param name the same on every server */
  share(name: string, limiter: KeyedRateLimiter): void {
    limiter.onTaken((key, tokens) => {
      // Nothing gathers while Redis is away, however many try.
      if (!this.#way.isReady) return;
      const redisKey = redisKeyOf(name, key);
      const bucket = this.#buckets.get(redisKey) ?? { limiter, key, untold: 0 };
      bucket.untold += tokens;
      this.#buckets.set(redisKey, bucket);
      this.#teller.touch(redisKey);
    });
  }

  close(): Promise<void> {
    return this.#teller.close();
  }

  async #tell(redisKey: string): Promise<void> {
    const bucket = this.#buckets.get(redisKey);
    if (!bucket) return;
    // Told once, or not at all: nobody is locked out by what was counted twice.
    this.#buckets.delete(redisKey);
    const { limiter, key, untold } = bucket;
    const { perSecond, burst } = limiter.rate;
    const [taken, whole] = [untold, burst].map((tokens) => Math.round((tokens / perSecond) * 1000));
    const fullInMs = await this.#way.run((redis) =>
      takeScript.run(redis, [redisKey], [taken ?? 0, whole ?? 0]),
    );
    // What changed here meanwhile, and may have been given back, is not in the answer: the next one has it.
    if (!this.#buckets.has(redisKey)) limiter.drain(key, Number(fullInMs));
  }
}

// Keys hold account names and addresses of people: Redis needs to tell them apart only.
function redisKeyOf(name: string, key: string): string {
  const digest = createHash('sha256').update(`${name} ${key}`).digest('base64url');
  return `lianmai:limit:${name}:${digest.slice(0, 22)}`;
}
