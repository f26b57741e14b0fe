import type { Redis } from 'ioredis';
import type { Clock } from '../../../core/Clock.ts';
import type { Logger } from '../../../core/logger.ts';
import { RedisScript } from '../RedisScript.ts';
import { type RedisWay, TellBehind } from './TellBehind.ts';

/** What is counted of a room. */
export interface Figures {
  likes: number;
  viewers: number;
}

export interface RoomFiguresOptions {
  way: RedisWay;
  clock: Clock;
  log: Logger;
  /** Higher than that of every process before: an older one that wakes up does not overwrite what we say. */
  epoch: number;
}

const keptForMs = 7 * 24 * 3600 * 1000;

/** KEYS: figures. ARGV: epoch, ttl, field, value, ... */
const tellScript = new RedisScript(`
local stored = tonumber(redis.call('HGET', KEYS[1], 'epoch')) or 0
if stored > tonumber(ARGV[1]) then return 0 end
redis.call('HSET', KEYS[1], 'epoch', ARGV[1], unpack(ARGV, 3))
redis.call('PEXPIRE', KEYS[1], ARGV[2])
return 1
`);

/**
 * What is counted in each room, in Redis: said by the process that counts, as absolute numbers, so that saying them twice changes nothing; read back by the next process
 * before the room opens.
 */
export class RoomFigures {
  readonly #options: RoomFiguresOptions;
  readonly #figures = new Map<string, Partial<Figures>>();
  readonly #recalled = new Map<string, Partial<Figures>>();
  readonly #teller: TellBehind;

  constructor(options: RoomFiguresOptions) {
    this.#options = options;
    this.#teller = new TellBehind({
      ...options,
      tell: (roomId) => options.way.run((redis) => this.#tell(redis, roomId)),
      keys: () => this.#figures.keys(),
    });
  }

  /** Reads what an earlier process has counted; nothing when Redis cannot tell. */
  async recall(roomIds: readonly string[]): Promise<void> {
    const unknown = roomIds.filter((roomId) => !this.#figures.has(roomId));
    const read = async (roomId: string): Promise<void> => {
      const { way } = this.#options;
      const [likes] = await way.run((redis) => redis.hmget(keyOf(roomId), 'likes'));
      if (likes) this.#recalled.set(roomId, { likes: Number(likes) });
    };
    for (let i = 0; i < unknown.length && this.#options.way.isReady; i += 64) {
      await Promise.allSettled(unknown.slice(i, i + 64).map(read));
    }
  }

  /** Once, when the room opens: what was counted before. */
  takeRecalled(roomId: string): Partial<Figures> {
    const recalled = this.#recalled.get(roomId) ?? {};
    this.#recalled.delete(roomId);
    return recalled;
  }

  set(roomId: string, figures: Partial<Figures>): void {
    this.#figures.set(roomId, { ...this.#figures.get(roomId), ...figures });
    this.#teller.touch(roomId);
  }

  /** The room is gone, and what was counted in it. */
  erase(roomId: string): void {
    if (this.#figures.delete(roomId)) this.#teller.touch(roomId);
  }

  close(): Promise<void> {
    return this.#teller.close();
  }

  async #tell(redis: Redis, roomId: string): Promise<void> {
    const fields = Object.entries(this.#figures.get(roomId) ?? {}).flat();
    if (fields.length === 0) await redis.unlink(keyOf(roomId));
    else await tellScript.run(redis, [keyOf(roomId)], [this.#options.epoch, keptForMs, ...fields]);
  }
}

function keyOf(roomId: string): string {
  return `lianmai:{${roomId}}:figures`;
}
