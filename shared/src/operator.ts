import { z } from 'zod';
import { RoomView } from './room.ts';
import { Delivery, Platform, ShowFigures } from './statistics.ts';

const count = z.number().int().min(0);

/** What an operator must look at, worst first. */
export const ServerProblem = z.enum([
  'media_unavailable',
  'database_unavailable',
  'draining',
  'statistics_unsaved',
  'event_loop_slow',
  'cpu_busy',
]);
export type ServerProblem = z.infer<typeof ServerProblem>;

/** `GET /api/operator/overview`: how this server is doing. */
export const OperatorOverview = z.object({
  problems: z.array(ServerProblem).meta({ description: 'Empty: all is well.' }),
  startedAt: z.iso.datetime(),
  now: z.object({
    rooms: count,
    liveRooms: count,
    viewers: count,
    sessions: count,
    connections: count.meta({ description: 'Open signalling connections.' }),
    flvPlayers: count,
    viewersByProtocol: z.record(Delivery, count),
    viewersByPlatform: z.record(Platform, count),
  }),
  sinceStart: z.object({
    arrivals: count,
    chatMessages: count,
    likes: count,
    gifts: count,
    income: count,
    watchMs: z.number(),
  }),
  machine: z.object({
    cores: count,
    load1: z.number().meta({ description: 'Load average of the last minute, all programs together.' }),
    memoryBytes: z.number(),
    freeMemoryBytes: z.number(),
  }),
  process: z.object({
    cpuCores: z.number().meta({ description: 'Used by the server process itself over the last seconds.' }),
    memoryBytes: z.number(),
    eventLoopP99Ms: z.number(),
  }),
  workers: z.array(
    z.object({ index: count, cpuCores: z.number(), consumers: count, producers: count, transports: count }),
  ),
  egress: z.object({
    streams: count,
    composedStreams: count,
    processes: count,
    restarts: count,
  }),
  database: z.object({
    kind: z.enum(['sqlite', 'postgres']),
    isReachable: z.boolean(),
    unsavedMs: z.number().meta({ description: 'How long figures have waited for it.' }),
  }),
  snapshots: z.object({ taken: count, failed: count }),
});
export type OperatorOverview = z.infer<typeof OperatorOverview>;

/** A room as an operator sees it in the list. */
export const OperatorRoom = z.object({
  room: RoomView,
  showId: z.string().nullable().meta({ description: 'The running show; `null` off air.' }),
  figures: ShowFigures.nullable().meta({ description: 'Of the running show.' }),
  peopleOnAir: count,
  hasEgress: z.boolean().meta({ description: 'FLV and HLS are being made.' }),
  joinP95Ms: z.number().nullable(),
  latencyP95Ms: z.number().nullable(),
  stalls: count,
});
export type OperatorRoom = z.infer<typeof OperatorRoom>;

/** Live rooms by their viewers, the others newest first. */
export const OperatorRoomsQuery = z.strictObject({
  status: z.enum(['live', 'all']).default('live'),
  /** Part of a title, of the anchor's name, or a whole id. */
  search: z.string().trim().max(80).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
  /** Opaque: take it from the `Link` header of the page before. */
  cursor: z.coerce.number().int().min(0).max(1_000_000).optional(),
});
