import { z } from 'zod';
import { UserRef } from './room.ts';

/** What somebody watches with, by the user agent of their connection. */
export const Platform = z.enum(['desktop', 'mobile', 'miniProgram', 'player', 'unknown']);
export type Platform = z.infer<typeof Platform>;

/** How a picture reaches somebody; plain HLS and LL-HLS are told apart where the player says which. */
export const Delivery = z.enum(['webrtc', 'flv', 'llhls', 'hls']);
export type Delivery = z.infer<typeof Delivery>;

const count = z.number().int().min(0);
const ms = z.number().min(0);

/** Counts of one show, or of one stretch of it. */
export const ShowFigures = z.object({
  viewers: count.meta({ description: 'Watching now; 0 after the show.' }),
  peakViewers: count,
  uniqueViewers: count.meta({ description: 'Exact up to 1,024, then within about 1 %.' }),
  watchMs: ms.meta({ description: 'Of all viewers together.' }),
  averageWatchMs: ms.meta({ description: 'watchMs by uniqueViewers.' }),
  arrivals: count.meta({ description: 'Who was there at the start included.' }),
  leavings: count,
  chatMessages: count,
  likes: count,
  gifts: count,
  income: count.meta({ description: 'Coins that viewers have spent on gifts.' }),
});
export type ShowFigures = z.infer<typeof ShowFigures>;

/** Of a bounded histogram: within 5 % of the true value. `null` where nobody has reported any. */
export const Percentiles = z.object({
  count,
  p50Ms: ms.nullable(),
  p90Ms: ms.nullable(),
  p95Ms: ms.nullable(),
});
export type Percentiles = z.infer<typeof Percentiles>;

/** How playback went, as viewers' own players report it. */
export const PlaybackQuality = z.object({
  joinTime: Percentiles.meta({ description: 'From the start of playback to the first picture.' }),
  latency: Percentiles.meta({ description: 'From the camera to the screen, estimated by the player.' }),
  stalls: count,
  stallMs: ms,
});
export type PlaybackQuality = z.infer<typeof PlaybackQuality>;

const Share = z.object({ viewers: count.meta({ description: 'Now.' }), watchMs: ms });
export type Share = z.infer<typeof Share>;

/** One stretch of a show: `viewers` at its end, the peak and the counts within it. */
export const ShowSample = z.object({
  at: z.iso.datetime().meta({ description: 'The end of the stretch.' }),
  viewers: count,
  peakViewers: count,
  arrivals: count,
  leavings: count,
  chatMessages: count,
  likes: count,
  gifts: count,
  income: count,
});
export type ShowSample = z.infer<typeof ShowSample>;

export const ShowRef = z.object({
  id: z.string(),
  roomId: z.string(),
  title: z.string(),
  anchor: UserRef,
  startedAt: z.iso.datetime(),
  endedAt: z.iso.datetime().nullable().meta({ description: '`null` while it runs.' }),
  durationMs: ms,
  isInterrupted: z.boolean().meta({
    description: 'The server stopped in the middle: the end is that of the last figures that were kept.',
  }),
});
export type ShowRef = z.infer<typeof ShowRef>;

/** A line in a list of shows. */
export const ShowListItem = z.object({ show: ShowRef, figures: ShowFigures });
export type ShowListItem = z.infer<typeof ShowListItem>;

/** Everything about one show. */
export const ShowStatistics = ShowListItem.extend({
  protocols: z.record(Delivery, Share),
  platforms: z.record(Platform, Share),
  quality: PlaybackQuality,
  qualityByProtocol: z.partialRecord(Delivery, PlaybackQuality),
  samples: z
    .array(ShowSample)
    .meta({ description: 'Oldest first, 720 at most: longer shows in longer stretches.' }),
});
export type ShowStatistics = z.infer<typeof ShowStatistics>;

/** All shows of one room together, the running one included. */
export const RoomTotals = z.object({
  shows: count,
  liveMs: ms,
  peakViewers: count,
  watchMs: ms,
  arrivals: count,
  chatMessages: count,
  likes: count,
  gifts: count,
  income: count,
});
export type RoomTotals = z.infer<typeof RoomTotals>;

/** `GET /api/rooms/:id/statistics`. */
export const RoomStatistics = z.object({
  roomId: z.string(),
  current: ShowStatistics.nullable().meta({ description: 'The running show; `null` off air.' }),
  totals: RoomTotals,
});
export type RoomStatistics = z.infer<typeof RoomStatistics>;

/** The table format, for spreadsheets: UTF-8 with a byte order mark, and text that cannot be taken for a formula. */
const format = z.enum(['json', 'csv']).default('json');

export const ListShowsQuery = z.strictObject({
  format,
  limit: z.coerce.number().int().min(1).max(100).default(20),
  /** Opaque: take it from the `Link` header of the page before. */
  cursor: z.string().max(64).optional(),
});

export const StatisticsQuery = z.strictObject({
  format,
  /** `recent`: the last thirty, for who looks every few seconds. */
  samples: z.enum(['all', 'recent', 'none']).default('all'),
});
export type StatisticsQuery = z.input<typeof StatisticsQuery>;
