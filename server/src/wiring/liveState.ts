import type { Clock } from '../core/Clock.ts';
import type { KeyedRateLimiter } from '../core/KeyedRateLimiter.ts';
import type { Logger } from '../core/logger.ts';
import type { Metrics } from '../http/metrics.ts';
import { randomId } from '../rooms/ids.ts';
import type { Room } from '../rooms/Room.ts';
import { MemoryRoomLog, type RoomLog } from '../rooms/RoomLog.ts';
import type { RoomRegistry } from '../rooms/RoomRegistry.ts';
import { RoomFigures } from '../store/redis/live/RoomFigures.ts';
import { RoomPresence } from '../store/redis/live/RoomPresence.ts';
import { SharedLimits } from '../store/redis/live/SharedLimits.ts';
import { RedisLink } from '../store/redis/RedisLink.ts';
import { RedisTokenShelf } from '../store/redis/RedisTokenShelf.ts';
import { MirroredRoomLogs } from '../store/redis/roomLog/MirroredRoomLogs.ts';
import { RedisRoomLogStore } from '../store/redis/roomLog/RedisRoomLogStore.ts';
import { observeLink, observeRoomLogs } from './observeRedis.ts';

/** How long the start waits for Redis before it goes on without. */
const startDeadlineMs = 3000;
/** How long a stop waits for the last entries to be saved. */
const closeDeadlineMs = 2000;

export interface LiveStateOptions {
  redisUrl: string | null;
  clock: Clock;
  log: Logger;
}

/** What lives in Redis. All of it decides in memory, and is copied behind that. */
interface InRedis {
  link: RedisLink;
  logs: MirroredRoomLogs;
  figures: RoomFigures;
  presence: RoomPresence;
  limits: SharedLimits;
}

/** Everything that Redis is used for; with no `REDIS_URL` all of it stays in memory. */
export class LiveState {
  readonly #options: LiveStateOptions;
  readonly #redis: InRedis | null;

  /** Waits for Redis, but not long: rooms work without. */
  static async open(options: LiveStateOptions): Promise<LiveState> {
    const { redisUrl: url, clock, log } = options;
    if (url === null) return new LiveState(options, null);
    const link = RedisLink.open({ url, clock, log });
    await link.whenReady(startDeadlineMs);
    return new LiveState(options, openInRedis(link, options));
  }

  private constructor(options: LiveStateOptions, redis: InRedis | null) {
    this.#options = options;
    this.#redis = redis;
  }

  /** For people and load balancers; `null` when no Redis is set up. */
  get redis(): 'ready' | 'degraded' | null {
    return this.#redis && (this.#redis.link.isReady ? 'ready' : 'degraded');
  }

  /** Reads what Redis holds of these rooms, before they are opened: they go on from there. */
  async recall(roomIds: readonly string[]): Promise<void> {
    await Promise.all([this.#redis?.logs.recall(roomIds), this.#redis?.figures.recall(roomIds)]);
  }

  createLog(roomId: string): RoomLog {
    const { clock, log } = this.#options;
    if (this.#redis) return this.#redis.logs.createLog(roomId);
    return new MemoryRoomLog(clock, (error) => log.error({ err: error, roomId }, 'room log listener failed'));
  }

  /** Once, as the room opens: what an earlier process has counted. */
  likesBefore(roomId: string): number {
    return this.#redis?.figures.takeRecalled(roomId).likes ?? 0;
  }

  /** What is taken of it counts on other servers, and on this one after a restart. */
  shareLimit(name: string, limiter: KeyedRateLimiter): void {
    this.#redis?.limits.share(name, limiter);
  }

  /** Where the servers on one Redis keep a host's token for each other. */
  tokenShelf(name: string): RedisTokenShelf | null {
    return this.#redis && new RedisTokenShelf(this.#redis.link, name, this.#options.clock);
  }

  /** After the features, so that what they know of a room that opens is told. */
  follow(rooms: RoomRegistry): void {
    const redis = this.#redis;
    if (redis) rooms.onRoomOpened((room) => followRoom(room, redis));
  }

  observe(metrics: Metrics): void {
    if (!this.#redis) return;
    observeLink(metrics, this.#redis.link);
    observeRoomLogs(metrics, this.#redis.logs);
  }

  /** After the rooms: saves what they said last, as far as Redis takes it in time. */
  async close(): Promise<void> {
    if (!this.#redis) return;
    const { link, logs, figures, presence, limits } = this.#redis;
    const deadlineMs = link.isReady ? closeDeadlineMs : 0;
    await Promise.all([logs.close(deadlineMs), figures.close(), presence.close(), limits.close()]);
    link.close();
  }
}

function openInRedis(link: RedisLink, { clock, log }: LiveStateOptions): InRedis {
  const way = { way: link, clock, log };
  return {
    link,
    logs: new MirroredRoomLogs({ ...way, store: new RedisRoomLogStore(link) }),
    figures: new RoomFigures({ ...way, epoch: Math.floor(clock.nowMs()) }),
    presence: new RoomPresence({ ...way, serverId: randomId() }),
    limits: new SharedLimits(way),
  };
}

function followRoom(room: Room, { figures, presence }: InRedis): void {
  const { likeCount } = room.view();
  if (likeCount > 0) figures.set(room.id, { likes: likeCount });
  room.onPresence(({ kind, session }) => presence[kind](room.id, session.user.id));
  room.log.onAppended((event) => {
    if (event.type === 'likesAdded') figures.set(room.id, { likes: event.data.total });
    else if (event.type === 'audienceChanged') figures.set(room.id, { viewers: event.data.viewerCount });
  });
  room.onClosed((reason) => {
    if (reason === 'room_closed') figures.erase(room.id);
    else figures.set(room.id, { viewers: 0 });
  });
}
