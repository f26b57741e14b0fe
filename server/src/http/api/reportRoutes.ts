import { ReportBody, ReportQueryInput, ResolveReportBody } from '@lianmai/shared';
import { type Request, type Response, Router } from 'express';
import type { AccessTokens } from '../../auth/AccessTokens.ts';
import type { Reports } from '../../interaction/moderation/Reports.ts';
import type { Room } from '../../rooms/Room.ts';
import type { RoomRegistry } from '../../rooms/RoomRegistry.ts';
import { actorOf } from '../actorOf.ts';
import { nextLink } from '../nextLink.ts';
import { parseInput } from '../parseInput.ts';

export interface ReportRoutesDeps {
  rooms: RoomRegistry;
  tokens: AccessTokens;
  reports: Reports;
}

/** Reports: viewers file them, those who keep order resolve them. Mounted at `/api`; the next page is in the Link header. */
export function reportRoutes({ rooms, tokens, reports }: ReportRoutesDeps): Router {
  const router = Router();
  const answerWithPage = async (request: Request, response: Response, room: Room | null) => {
    const actor = await actorOf(tokens, request);
    const { cursor, ...query } = parseInput(ReportQueryInput, request.query);
    const page = await reports.list(actor, room, { ...query, before: cursor });
    const last = page.at(-1);
    if (last && page.length === query.limit) {
      response.setHeader('Link', nextLink(request, last.id));
    }
    response.json(page);
  };

  router.post('/rooms/:roomId/reports', async (request, response) => {
    const actor = await actorOf(tokens, request);
    const body = parseInput(ReportBody, request.body);
    await reports.file(actor, rooms.get(request.params.roomId), body);
    response.status(204).end();
  });
  router.get('/rooms/:roomId/reports', async (request, response) => {
    await answerWithPage(request, response, rooms.get(request.params.roomId));
  });
  router.get('/moderation/reports', async (request, response) => {
    await answerWithPage(request, response, null);
  });
  router.post('/moderation/reports/:reportId/resolve', async (request, response) => {
    const actor = await actorOf(tokens, request);
    const { outcome } = parseInput(ResolveReportBody, request.body);
    response.json(await reports.resolve(actor, request.params.reportId, outcome));
  });

  return router;
}
