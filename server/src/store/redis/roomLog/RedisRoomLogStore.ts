import { limits, type RoomEvent } from '@lianmai/shared';
import type { Redis } from 'ioredis';
import type { RedisLink } from '../RedisLink.ts';
import type { RedisScript } from '../RedisScript.ts';
import type { Held, Recalled, RoomLogStore } from './RoomLogStore.ts';
import {
  appendScript,
  claimScript,
  eraseScript,
  recallScript,
  rewriteScript,
  sealScript,
} from './roomLogScripts.ts';

/** A log to which nothing was added for so long is forgotten; while its room lives the next entry brings it back. */
const keptForMs = 7 * 24 * 3600 * 1000;

/** Room logs as Redis Streams. Other processes read them by `XREAD`, where an entry's id is its number. */
export class RedisRoomLogStore implements RoomLogStore {
  readonly #link: RedisLink;
  readonly #capacity: number;

  constructor(link: RedisLink, capacity: number = limits.roomLogEvents) {
    this.#link = link;
    this.#capacity = capacity;
  }

  claim(roomId: string, { epoch, base }: { epoch: number; base: number }): Promise<Held> {
    return this.#ask(claimScript, roomId, [epoch, keptForMs, base]);
  }

  append(
    roomId: string,
    { epoch, after, entries }: { epoch: number; after: number; entries: readonly RoomEvent[] },
  ): Promise<Held> {
    return this.#ask(appendScript, roomId, [epoch, keptForMs, this.#capacity, after, ...encode(entries)]);
  }

  rewrite(
    roomId: string,
    {
      epoch,
      attempt,
      base,
      entries,
    }: { epoch: number; attempt: number; base: number; entries: readonly RoomEvent[] },
  ): Promise<Held> {
    const args = [epoch, keptForMs, this.#capacity, attempt, base, ...encode(entries)];
    return this.#ask(rewriteScript, roomId, args);
  }

  async seal(roomId: string, epoch: number): Promise<void> {
    await this.#ask(sealScript, roomId, [epoch]);
  }

  async erase(roomId: string, epoch: number): Promise<void> {
    await this.#ask(eraseScript, roomId, [epoch]);
  }

  async recall(
    roomId: string,
    { epoch, base, newest: most }: { epoch: number; base: number; newest: number },
  ): Promise<Recalled | null> {
    return this.#link.run(async (redis) => {
      const [name, lastSeq, isSealed] = await answer(redis, recallScript, roomId, [epoch, keptForMs, base]);
      if (name !== 'holds') return null;
      const events = Number(isSealed) === 1 ? await this.#newest(redis, roomId, most) : [];
      return { lastSeq: Number(lastSeq), events: contiguousEnd(events, Number(lastSeq)) };
    });
  }

  async #ask(script: RedisScript, roomId: string, args: (string | number)[]): Promise<Held> {
    const [name, value] = await this.#link.run((redis) => answer(redis, script, roomId, args));
    if (name === 'holds') return { name, saved: Number(value) };
    return name === 'fenced' ? { name, epoch: Number(value) } : { name: 'lost' };
  }

  async #newest(redis: Redis, roomId: string, count: number): Promise<RoomEvent[]> {
    if (count === 0) return [];
    const [, stream] = keysOf(roomId);
    const entries = await redis.xrevrange(stream, '+', '-', 'COUNT', count);
    return entries.reverse().map(([id, fields]) => decode(id, fields));
  }
}

async function answer(
  redis: Redis,
  script: RedisScript,
  roomId: string,
  args: (string | number)[],
): Promise<unknown[]> {
  const reply = await script.run(redis, keysOf(roomId), args);
  return Array.isArray(reply) ? reply : [reply];
}

// The braces keep both keys of a room on one node of a Redis Cluster.
function keysOf(roomId: string): [writer: string, stream: string] {
  return [`lianmai:{${roomId}}:writer`, `lianmai:{${roomId}}:log`];
}

function encode(entries: readonly RoomEvent[]): (string | number)[] {
  return entries.flatMap(({ seq, at, type, data }) => [seq, at, type, JSON.stringify(data)]);
}

function decode(id: string, fields: string[]): RoomEvent {
  const field = (name: string) => fields[fields.indexOf(name) + 1] ?? '';
  return {
    seq: Number.parseInt(id, 10),
    at: Number(field('at')),
    type: field('type'),
    data: JSON.parse(field('data')),
  } as RoomEvent;
}

/** The entries that lead up to `lastSeq` without a gap. */
function contiguousEnd(events: readonly RoomEvent[], lastSeq: number): RoomEvent[] {
  const isInPlace = ({ seq }: RoomEvent, i: number) => seq === lastSeq - (events.length - 1 - i);
  const lastGap = events.findLastIndex((event, i) => !isInPlace(event, i));
  return events.slice(lastGap + 1);
}
