import { availableParallelism, freemem, loadavg, totalmem } from 'node:os';
import type { OperatorOverview, OperatorRoom, ServerProblem } from '@lianmai/shared';
import type { Router } from 'express';
import type { AccessTokens } from '../auth/AccessTokens.ts';
import type { Clock } from '../core/Clock.ts';
import type { Disposables } from '../core/Disposables.ts';
import type { Logger } from '../core/logger.ts';
import { ProcessLoad } from '../core/ProcessLoad.ts';
import type { RoomOutputs } from '../egress/delivery/RoomOutputs.ts';
import type { EgressManager } from '../egress/EgressManager.ts';
import type { Snapshots } from '../egress/snapshot/Snapshots.ts';
import { type OperatorRoutesDeps, operatorRoutes } from '../http/api/operatorRoutes.ts';
import { readQuality } from '../interaction/statistics/Quality.ts';
import type { Statistics } from '../interaction/statistics/Statistics.ts';
import type { MediasoupEngine } from '../media/MediasoupEngine.ts';
import type { Room } from '../rooms/Room.ts';
import type { RoomRegistry } from '../rooms/RoomRegistry.ts';
import { RoomShowFeed } from '../rooms/RoomShowFeed.ts';
import type { Store } from '../store/Store.ts';
import { wireSnapshots } from './snapshots.ts';

interface OperatorParts {
  rooms: RoomRegistry;
  statistics: Statistics;
  engine: MediasoupEngine;
  egress: EgressManager<RoomOutputs>;
  store: Store;
  load: ProcessLoad;
  snapshots: Snapshots;
  connectionCount: () => number;
  clock: Clock;
}

const slowLoopMs = 200;
const busyShare = 0.9;
const unsavedMs = 60_000;

interface Wired extends Omit<OperatorParts, 'load' | 'snapshots'> {
  tokens: AccessTokens;
  ffmpegPath: string;
  disposables: Disposables;
  log: Logger;
}

/** The operator console's routes, with all that they read from the running parts. */
export function wireOperator(wired: Wired): Router {
  const { rooms, clock, tokens, disposables } = wired;
  const load = new ProcessLoad(clock);
  disposables.add(() => load.close());
  const feedOf = (roomId: string) => {
    const room = rooms.find(roomId);
    return room && new RoomShowFeed(room);
  };
  const parts = { ...wired, load, snapshots: wireSnapshots({ ...wired, feedOf }) };
  return operatorRoutes({ tokens, ...operatorViews(parts) });
}

/** What the operator console shows, read from the running parts. */
function operatorViews(parts: OperatorParts): Omit<OperatorRoutesDeps, 'tokens'> {
  const startedAt = new Date(parts.clock.nowMs()).toISOString();
  return {
    overview: () => overviewOf(parts, startedAt),
    rooms: ({ status, search }) =>
      listed(parts, status)
        .filter((room) => isFound(room, search))
        .map((room) => () => roomView(parts, room)),
    snapshotOf: (roomId) => parts.snapshots.of(roomId),
  };
}

function overviewOf(parts: OperatorParts, startedAt: string): OperatorOverview {
  const { rooms, statistics, engine, egress, store, load, snapshots } = parts;
  const totals = statistics.totals();
  const { arrivals, chatMessages, likes, gifts, income } = totals.counts;
  const { streams, composedStreams, ffmpegChildren, ffmpegRestarts, flvPlayers } = egress.stats();
  return {
    problems: problemsOf(parts),
    startedAt,
    now: {
      rooms: rooms.all.length,
      liveRooms: rooms.all.filter((room) => room.isLive).length,
      viewers: totals.viewers,
      sessions: rooms.all.reduce((sum, room) => sum + room.sessions.length, 0),
      connections: parts.connectionCount(),
      flvPlayers,
      viewersByProtocol: totals.viewersByDelivery,
      viewersByPlatform: totals.viewersByPlatform,
    },
    sinceStart: { arrivals, chatMessages, likes, gifts, income, watchMs: totals.allWatchMs },
    machine: {
      cores: availableParallelism(),
      load1: loadavg()[0] ?? 0,
      memoryBytes: totalmem(),
      freeMemoryBytes: freemem(),
    },
    process: { ...load.figures, memoryBytes: process.memoryUsage.rss() },
    workers: engine.stats().workers.map(({ index, cpuCores, consumers, producers, transports }) => ({
      ...{ index, cpuCores, consumers, producers, transports },
    })),
    egress: { streams, composedStreams, processes: ffmpegChildren, restarts: ffmpegRestarts },
    database: {
      kind: store.kind,
      isReachable: store.isReachable,
      unsavedMs: statistics.writing.unsavedForMs,
    },
    snapshots: snapshots.stats,
  };
}

function problemsOf({ rooms, engine, store, statistics, load }: OperatorParts): ServerProblem[] {
  const checks: [ServerProblem, boolean][] = [
    ['media_unavailable', !engine.stats().isHealthy],
    ['database_unavailable', !store.isReachable],
    ['draining', rooms.isDraining],
    ['statistics_unsaved', statistics.writing.unsavedForMs > unsavedMs],
    ['event_loop_slow', load.figures.eventLoopP99Ms > slowLoopMs],
    ['cpu_busy', (loadavg()[0] ?? 0) > availableParallelism() * busyShare],
  ];
  return checks.filter(([, isSo]) => isSo).map(([problem]) => problem);
}

function listed({ rooms, statistics }: OperatorParts, status: 'live' | 'all'): Room[] {
  const viewers = new Map(rooms.all.map((room) => [room, statistics.viewersIn(room)]));
  const newestFirst = [...rooms.all].reverse().filter((room) => status === 'all' || room.isLive);
  return newestFirst.sort(
    (a, b) => Number(b.isLive) - Number(a.isLive) || (viewers.get(b) ?? 0) - (viewers.get(a) ?? 0),
  );
}

function isFound(room: Room, search: string | undefined): boolean {
  if (!search) return true;
  const wanted = search.toLowerCase();
  const { title, anchor } = room.view();
  return (
    room.id === search || title.toLowerCase().includes(wanted) || anchor.name.toLowerCase().includes(wanted)
  );
}

function roomView({ statistics, egress }: OperatorParts, room: Room): OperatorRoom {
  const record = statistics.current(room);
  const quality = record && readQuality(record.quality).all;
  return {
    room: room.view(),
    showId: room.showId,
    figures: record?.figures ?? null,
    peopleOnAir: new Set(room.tracks.publications.map(({ user }) => user.id)).size,
    hasEgress: egress.find(room.id) !== null,
    joinP95Ms: quality?.joinTime.p95Ms ?? null,
    latencyP95Ms: quality?.latency.p95Ms ?? null,
    stalls: quality?.stalls ?? 0,
  };
}
