import type { Clock } from '../core/Clock.ts';
import type { Logger } from '../core/logger.ts';
import type { Metrics } from '../http/metrics.ts';
import { type LinkState, RedisLink } from '../store/redis/RedisLink.ts';

/** How long the start waits for Redis before it goes on without. */
const startDeadlineMs = 3000;
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
  readonly #link: RedisLink | null;

  /** Waits for Redis, but not long: rooms work without. */
  static async open(options: LiveStateOptions): Promise<LiveState> {
    const { redisUrl, clock, log } = options;
    if (redisUrl === null) return new LiveState(null);
    const link = RedisLink.open({ url: redisUrl, clock, log });
    await link.whenReady(startDeadlineMs);
    return new LiveState(link);
  }

  private constructor(link: RedisLink | null) {
    this.#link = link;
  }

  /** For people and load balancers; `null` when no Redis is set up. */
  get redis(): 'ready' | 'degraded' | null {
    return this.#link && (this.#link.isReady ? 'ready' : 'degraded');
  }

  observe(metrics: Metrics): void {
    if (this.#link) observeLink(metrics, this.#link);
  }

  close(): void {
    this.#link?.close();
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
