import { ListShowsQuery, type ShowStatistics, StatisticsQuery } from '@lianmai/shared';
import { type Request, type Response, Router } from 'express';
import type { AccessTokens } from '../../auth/AccessTokens.ts';
import { AppError } from '../../core/AppError.ts';
import type { Statistics } from '../../interaction/statistics/Statistics.ts';
import { permissionsIn } from '../../rooms/permissions.ts';
import type { RoomRegistry } from '../../rooms/RoomRegistry.ts';
import { authenticate } from '../authentication.ts';
import { sendCsv } from '../csv.ts';
import { nextLink } from '../nextLink.ts';
import { parseInput } from '../parseInput.ts';
import { ownRoom } from './ownRoom.ts';
import { samplesCsv, showsCsv } from './statisticsCsv.ts';

export interface StatisticsRoutesDeps {
  statistics: Statistics;
  rooms: RoomRegistry;
  tokens: AccessTokens;
}

/** What the last samples of a live show cover: five minutes. */
const recentSamples = 30;

/** How shows went and go: for their anchor and for operators. */
export function statisticsRoutes({ statistics, rooms, tokens }: StatisticsRoutesDeps): Router {
  const router = Router();

  router.get('/rooms/:roomId/statistics', async (request, response) => {
    const { room } = await ownRoom({ rooms, tokens }, request);
    const query = parseInput(StatisticsQuery, request.query);
    const figures = await statistics.ofRoom(room);
    if (query.format === 'csv') {
      if (!figures.current) throw new AppError('room_not_live');
      sendCsv(response, `show-${figures.current.show.id}`, samplesCsv(figures.current.samples));
      return;
    }
    const current = figures.current && withSamples(figures.current, query.samples);
    sendPrivately(response, { ...figures, current });
  });

  router.get('/rooms/:roomId/shows', async (request, response) => {
    const { roomId } = request.params;
    const { format, ...page } = parseInput(ListShowsQuery, request.query);
    await assertMayReadShows(request, roomId);
    const { shows, nextCursor } = await statistics.showsOf(roomId, page);
    if (nextCursor) response.setHeader('Link', nextLink(request, nextCursor));
    if (format === 'csv') sendCsv(response, `shows-${roomId}`, showsCsv(shows));
    else sendPrivately(response, shows);
  });

  router.get('/shows/:showId/statistics', async (request, response) => {
    const query = parseInput(StatisticsQuery, request.query);
    const identity = await authenticate(tokens, request);
    const figures = await statistics.ofShow(request.params.showId);
    const { id, roomId, anchor } = figures.show;
    assertMayRead(permissionsIn({ id: roomId, anchorId: anchor.id }, identity)?.role);
    if (query.format === 'csv') sendCsv(response, `show-${id}`, samplesCsv(figures.samples));
    else sendPrivately(response, withSamples(figures, query.samples));
  });

  /** The room may be gone long since; then the anchor of its newest show counts. */
  async function assertMayReadShows(request: Request, roomId: string): Promise<void> {
    const identity = await authenticate(tokens, request);
    const anchor = rooms.find(roomId)?.anchor ?? (await lastAnchor(roomId));
    if (!anchor) throw new AppError('room_not_found');
    assertMayRead(permissionsIn({ id: roomId, anchorId: anchor.id }, identity)?.role);
  }

  async function lastAnchor(roomId: string) {
    const { shows } = await statistics.showsOf(roomId, { limit: 1 });
    return shows[0]?.show.anchor;
  }

  return router;
}

function assertMayRead(role: string | undefined): void {
  if (role !== 'anchor' && role !== 'operator') throw new AppError('forbidden');
}

function withSamples(figures: ShowStatistics, which: 'all' | 'recent' | 'none'): ShowStatistics {
  if (which === 'all') return figures;
  return { ...figures, samples: which === 'none' ? [] : figures.samples.slice(-recentSamples) };
}

/** Figures are nobody else's, and new every time. */
function sendPrivately(response: Response, body: unknown): void {
  response.set('Cache-Control', 'private, no-store').json(body);
}
