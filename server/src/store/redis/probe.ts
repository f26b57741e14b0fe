import type { Redis } from 'ioredis';
import { RedisScript } from './RedisScript.ts';

const script = new RedisScript(`
local generation = redis.call('GET', KEYS[1])
if not generation then
  generation = ARGV[1]
  redis.call('SET', KEYS[1], generation)
end
-- A write: only that shows that writes are taken.
redis.call('SET', KEYS[2], generation, 'PX', ARGV[2])
return generation
`);

const keptForMs = 10_000;

/** The mark of what Redis holds: the same for all servers until its data are lost. Writes, so that a Redis that takes no writes refuses it. */
export async function probe(redis: Redis, proposedGeneration: string): Promise<string> {
  const generation = await script.run(
    redis,
    ['lianmai:generation', 'lianmai:probe'],
    [proposedGeneration, keptForMs],
  );
  return String(generation);
}
