import { RedisScript } from '../RedisScript.ts';

/*
 * Of a room Redis holds two keys: the stream with its newest entries, whose ids are `<seq>-0`, and the hash of its writer:
 *   epoch    who may write: the highest there was
 *   base     entries up to it count as saved although the stream may not have them
 *   attempt  the newest rewrite
 *   sealed   present when the writer stopped with everything saved
 * KEYS: writer, stream. ARGV[1]: epoch. Each script is one step for everybody else.
 */

const prelude = `
local mine = tonumber(ARGV[1])
local stored = tonumber(redis.call('HGET', KEYS[1], 'epoch')) or 0

local function newest()
  local entry = redis.call('XREVRANGE', KEYS[2], '+', '-', 'COUNT', 1)[1]
  return entry and tonumber(string.match(entry[1], '^%d+')) or 0
end

local function held()
  local base = tonumber(redis.call('HGET', KEYS[1], 'base')) or 0
  return math.max(base, newest())
end

local function holds(seq) return {'holds', string.format('%.0f', seq)} end

-- Entries stand in ARGV from index first on: seq, at, type, data.
local function add(first, above)
  for i = first, #ARGV, 4 do
    if tonumber(ARGV[i]) > above then
      redis.call('XADD', KEYS[2], 'MAXLEN', '~', ARGV[3], ARGV[i] .. '-0',
        'at', ARGV[i + 1], 'type', ARGV[i + 2], 'data', ARGV[i + 3])
    end
  end
end

local function keep()
  redis.call('PEXPIRE', KEYS[1], ARGV[2])
  redis.call('PEXPIRE', KEYS[2], ARGV[2])
end

if stored > mine then return {'fenced', string.format('%.0f', stored)} end
`;

/** ARGV: epoch, ttl, base */
export const claimScript = new RedisScript(`${prelude}
if stored == mine then return holds(held()) end
if newest() > tonumber(ARGV[3]) then redis.call('DEL', KEYS[2]) end
redis.call('HSET', KEYS[1], 'epoch', ARGV[1], 'base', ARGV[3])
redis.call('HDEL', KEYS[1], 'sealed', 'attempt')
keep()
return holds(held())
`);

/** ARGV: epoch, ttl, capacity, after, entries */
export const appendScript = new RedisScript(`${prelude}
if stored < mine then return {'lost'} end
local before = held()
if before < tonumber(ARGV[4]) or #ARGV == 4 then return holds(before) end
add(5, before)
keep()
return holds(held())
`);

/** ARGV: epoch, ttl, capacity, attempt, base, entries */
export const rewriteScript = new RedisScript(`${prelude}
local attempt = tonumber(redis.call('HGET', KEYS[1], 'attempt')) or 0
if stored == mine and tonumber(ARGV[4]) <= attempt then return holds(held()) end
redis.call('DEL', KEYS[2])
redis.call('HSET', KEYS[1], 'epoch', ARGV[1], 'attempt', ARGV[4], 'base', ARGV[5])
redis.call('HDEL', KEYS[1], 'sealed')
add(6, 0)
keep()
return holds(held())
`);

/** ARGV: epoch */
export const sealScript = new RedisScript(`${prelude}
if stored == mine then redis.call('HSET', KEYS[1], 'sealed', 1) end
return holds(0)
`);

/** ARGV: epoch */
export const eraseScript = new RedisScript(`${prelude}
if stored == mine then redis.call('UNLINK', KEYS[1], KEYS[2]) end
return holds(0)
`);

/** ARGV: epoch, ttl, base. Answers as well whether the log was sealed. */
export const recallScript = new RedisScript(`${prelude}
if stored == mine then return {'fenced', ARGV[1]} end
local sealed = redis.call('HDEL', KEYS[1], 'sealed')
local last = held()
if sealed == 0 then last = math.max(last, tonumber(ARGV[3])) end
redis.call('HSET', KEYS[1], 'epoch', ARGV[1], 'base', string.format('%.0f', last))
redis.call('HDEL', KEYS[1], 'attempt')
keep()
return {'holds', string.format('%.0f', last), sealed}
`);
