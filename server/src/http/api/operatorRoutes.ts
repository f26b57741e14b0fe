import { type OperatorOverview, type OperatorRoom, OperatorRoomsQuery, RoomId } from '@lianmai/shared';
import { Router } from 'express';
import type { AccessTokens } from '../../auth/AccessTokens.ts';
import { AppError } from '../../core/AppError.ts';
import { authenticateOperator } from '../authentication.ts';
import { nextLink } from '../nextLink.ts';
import { parseInput } from '../parseInput.ts';

export interface OperatorRoutesDeps {
  tokens: AccessTokens;
  overview: () => OperatorOverview;
  /** In the order in which they are listed. */
  rooms: (query: { status: 'live' | 'all'; search?: string | undefined }) => readonly (() => OperatorRoom)[];
  /** `null`: nobody on air has a picture. @throws AppError `room_not_found`, `room_not_live`, `snapshot_unavailable` */
  snapshotOf: (roomId: string) => Promise<{ jpeg: Buffer; takenAtMs: number } | null>;
}

/** What a platform operator looks at: all rooms, their pictures, and how the server is doing. */
export function operatorRoutes({ tokens, overview, rooms, snapshotOf }: OperatorRoutesDeps): Router {
  const router = Router();

  router.use(async (request, response, next) => {
    await authenticateOperator(tokens, request);
    response.set('Cache-Control', 'private, no-store');
    next();
  });

  router.get('/overview', (_request, response) => {
    response.json(overview());
  });

  router.get('/rooms', (request, response) => {
    const { limit, cursor = 0, ...query } = parseInput(OperatorRoomsQuery, request.query);
    const all = rooms(query);
    const page = all.slice(cursor, cursor + limit);
    if (all.length > cursor + limit) response.setHeader('Link', nextLink(request, String(cursor + limit)));
    response.setHeader('X-Total-Count', all.length);
    response.json(page.map((read) => read()));
  });

  router.get('/rooms/:roomId/snapshot', async (request, response) => {
    const roomId = RoomId.safeParse(request.params.roomId);
    if (!roomId.success) throw new AppError('room_not_found');
    const snapshot = await snapshotOf(roomId.data);
    if (!snapshot) {
      response.status(204).end();
      return;
    }
    response.set('Last-Modified', new Date(snapshot.takenAtMs).toUTCString());
    response.type('image/jpeg').send(snapshot.jpeg);
  });

  return router;
}
