import type { Clock } from '../core/Clock.ts';
import type { Logger } from '../core/logger.ts';
import type { Metrics } from '../http/metrics.ts';
import { MemoryRoomLog, type RoomLog } from '../rooms/RoomLog.ts';
import { type LinkState, RedisLink } from '../store/redis/RedisLink.ts';
import { MirroredRoomLogs } from '../store/redis/roomLog/MirroredRoomLogs.ts';
import { RedisRoomLogStore } from '../store/redis/roomLog/RedisRoomLogStore.ts';

/** How long the start waits for Redis before it goes on without. */
const startDeadlineMs = 3000;
/** How long a stop waits for the last entries to be saved. */
const closeDeadlineMs = 2000;
const linkStates: readonly LinkState['name'][] = [
  'connecting',
  'ready',
  'refusing',
  'hanging',
  'unreachable',
];

export interface LiveStateOptions {
  redisUrl: string | null;
  clock: Clock;
  log: Logger;
}

/** Everything that Redis is used for; with no `REDIS_URL` all of it stays in memory. */
export class LiveState {
  readonly #options: LiveStateOptions;
  readonly #redis: { link: RedisLink; logs: MirroredRoomLogs } | null;

  /** Waits for Redis, but not long: rooms work without. */
  static async open(options: LiveStateOptions): Promise<LiveState> {
    const { redisUrl: url, clock, log } = options;
    if (url === null) return new LiveState(options, null);
    const link = RedisLink.open({ url, clock, log });
    await link.whenReady(startDeadlineMs);
    return new LiveState(options, link);
  }

  private constructor(options: LiveStateOptions, link: RedisLink | null) {
    const { clock, log } = options;
    this.#options = options;
    const store = link && new RedisRoomLogStore(link);
    this.#redis = link && store && { link, logs: new MirroredRoomLogs({ store, way: link, clock, log }) };
  }

  /** For people and load balancers; `null` when no Redis is set up. */
  get redis(): 'ready' | 'degraded' | null {
    return this.#redis && (this.#redis.link.isReady ? 'ready' : 'degraded');
  }

  /** Reads what Redis holds of these rooms, before they are opened: their logs go on from there. */
  async recall(roomIds: readonly string[]): Promise<void> {
    await this.#redis?.logs.recall(roomIds);
  }

  createLog(roomId: string): RoomLog {
    const { clock, log } = this.#options;
    if (this.#redis) return this.#redis.logs.createLog(roomId);
    return new MemoryRoomLog(clock, (error) => log.error({ err: error, roomId }, 'room log listener failed'));
  }

  observe(metrics: Metrics): void {
    if (!this.#redis) return;
    observeLink(metrics, this.#redis.link);
    observeRoomLogs(metrics, this.#redis.logs);
  }

  /** After the rooms: saves what they said last, as far as Redis takes it in time. */
  async close(): Promise<void> {
    if (!this.#redis) return;
    await this.#redis.logs.close(this.#redis.link.isReady ? closeDeadlineMs : 0);
    this.#redis.link.close();
  }
}

function observeLink(metrics: Metrics, link: RedisLink): void {
  metrics.addGauge({
    name: 'lianmai_redis_state',
    help: '1 for the state in which Redis is, 0 for the others.',
    read: () => ({
      label: 'state',
      values: Object.fromEntries(linkStates.map((name) => [name, Number(link.state.name === name)])),
    }),
  });
  const gauge = (name: string, help: string, read: () => number) =>
    metrics.addGauge({ name: `lianmai_redis_${name}`, help, read });
  gauge('connections', 'Connections made to Redis since the start.', () => link.figures.connections);
  gauge(
    'deadlines_passed',
    'Commands that Redis did not answer in time, since the start.',
    () => link.figures.deadlinesPassed,
  );
  gauge(
    'data_losses',
    'Times that Redis was found without its data, since the start.',
    () => link.figures.dataLosses,
  );
  gauge('round_trip_seconds', 'Round trip of the last probe.', () => link.figures.roundTripMs / 1000);
}

function observeRoomLogs(metrics: Metrics, logs: MirroredRoomLogs): void {
  const gauge = (name: string, help: string, read: () => number) =>
    metrics.addGauge({ name: `lianmai_redis_room_log_${name}`, help, read });
  gauge('unsaved', 'Entries of room logs that Redis does not have yet.', () => logs.figures().unsaved);
  gauge('lag_seconds', 'For how long the oldest of them has waited.', () => logs.figures().lagMs / 1000);
  gauge(
    'rooms_fenced',
    'Rooms whose log another process writes; more than 0 means that two servers run one room.',
    () => logs.figures().fencedRooms,
  );
}
