import type { Metrics } from '../http/metrics.ts';
import type { LinkState, RedisLink } from '../store/redis/RedisLink.ts';
import type { MirroredRoomLogs } from '../store/redis/roomLog/MirroredRoomLogs.ts';

const linkStates: readonly LinkState['name'][] = [
  'connecting',
  'ready',
  'refusing',
  'hanging',
  'unreachable',
];

/** How it stands with Redis. */
export function observeLink(metrics: Metrics, link: RedisLink): void {
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

/** How far the copies of the room logs are behind. */
export function observeRoomLogs(metrics: Metrics, logs: MirroredRoomLogs): void {
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
