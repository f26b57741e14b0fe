import type { Clock } from '../core/Clock.ts';
import type { Logger } from '../core/logger.ts';
import type { ViewerCounter } from '../http/live/ViewerCounter.ts';
import type { Metrics } from '../http/metrics.ts';
import { Statistics } from '../interaction/statistics/Statistics.ts';
import type { PlaybackReports } from '../rooms/ports/PlaybackReports.ts';
import type { RoomRegistry } from '../rooms/RoomRegistry.ts';
import type { Store } from '../store/Store.ts';
import { sayUnavailable } from '../store/sayUnavailable.ts';
import { SqlStatistics } from '../store/statistics/SqlStatistics.ts';

interface Parts {
  rooms: RoomRegistry;
  store: Store;
  metrics: Metrics;
  clock: Clock;
  log: Logger;
}

/** Counts every show, keeps the figures in the database, and shows their sums in `/metrics`. */
export function wireStatistics({ rooms, store, metrics, clock, log }: Parts) {
  const statistics = new Statistics({
    rooms,
    store: sayUnavailable(new SqlStatistics(store.db)),
    clock,
    log,
  });
  observe(metrics, statistics);
  const playback: PlaybackReports = {
    record: (...report) => {
      metrics.record(...report);
      statistics.record(...report);
    },
  };
  /** Players without a Session are counted here too; the others by their Session. */
  const countPlayers = (viewers: ViewerCounter): ViewerCounter => ({
    open: (roomId, ticket, player) => {
      const ends = [
        viewers.open(roomId, ticket, player),
        ...(ticket === null ? [statistics.openPlayer(roomId, player)] : []),
      ];
      return () => {
        for (const end of ends) end();
      };
    },
  });
  return { statistics, playback, countPlayers };
}

function observe(metrics: Metrics, statistics: Statistics): void {
  const gauge = (name: string, help: string, read: () => number) =>
    metrics.addGauge({ name: `lianmai_${name}`, help, read });
  const counter = (name: string, help: string, read: () => number) =>
    metrics.addCounter({ name: `lianmai_${name}`, help, read });
  const counts = () => statistics.totals().counts;
  gauge('viewers', 'Viewers of all running shows.', () => statistics.totals().viewers);
  metrics.addGauge({
    name: 'lianmai_viewers_by_protocol',
    help: 'Viewers by how the picture reaches them, as far as players report it.',
    read: () => ({ label: 'protocol', values: statistics.totals().viewersByDelivery }),
  });
  metrics.addGauge({
    name: 'lianmai_viewers_by_platform',
    help: 'Viewers by what they watch with.',
    read: () => ({ label: 'platform', values: statistics.totals().viewersByPlatform }),
  });
  counter('viewer_arrivals_total', 'Viewers who came to a running show.', () => counts().arrivals);
  counter('viewer_leavings_total', 'Viewers who left a running show.', () => counts().leavings);
  counter('chat_messages_total', 'Chat messages in running shows.', () => counts().chatMessages);
  counter('likes_total', 'Likes in running shows.', () => counts().likes);
  counter('gifts_total', 'Gifts in running shows.', () => counts().gifts);
  counter('gift_coins_total', 'Coins spent on gifts in running shows.', () => counts().income);
  const byProtocol = (name: string, help: string, read: () => Record<string, number>) =>
    metrics.addCounter({
      name: `lianmai_${name}`,
      help,
      read: () => ({ label: 'protocol', values: read() }),
    });
  byProtocol('watch_seconds_total', 'How long all viewers watched.', () =>
    inSeconds(statistics.totals().watchMs),
  );
  byProtocol('stalls_total', 'Stalls as players report them.', () => statistics.totals().stalls);
  byProtocol('stall_seconds_total', 'How long players stalled.', () =>
    inSeconds(statistics.totals().stallMs),
  );
  counter(
    'statistics_write_failures_total',
    'Writes of statistics that failed, and were tried again.',
    () => statistics.writing.failures,
  );
  counter(
    'statistics_dropped_shows_total',
    'Shows whose figures were given up: the database was away too long.',
    () => statistics.writing.droppedShows,
  );
  gauge(
    'statistics_unsaved_seconds',
    'How long figures have waited for the database.',
    () => statistics.writing.unsavedForMs / 1000,
  );
}

function inSeconds(ms: Record<string, number>): Record<string, number> {
  return Object.fromEntries(Object.entries(ms).map(([name, value]) => [name, value / 1000]));
}
