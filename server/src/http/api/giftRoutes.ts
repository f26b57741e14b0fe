import { GiftBody, GiftId, GiversQuery, OrderId } from '@lianmai/shared';
import { Router } from 'express';
import type { AccessTokens } from '../../auth/AccessTokens.ts';
import type { GiftCatalogue } from '../../interaction/gifts/GiftCatalogue.ts';
import type { GiftDesk } from '../../interaction/gifts/GiftDesk.ts';
import type { GiverLists } from '../../interaction/gifts/GiverLists.ts';
import type { RoomRegistry } from '../../rooms/RoomRegistry.ts';
import { authenticateOperator, optionalIdentity } from '../authentication.ts';
import { parseInput } from '../parseInput.ts';

export interface GiftRoutesDeps {
  rooms: RoomRegistry;
  tokens: AccessTokens;
  catalogue: GiftCatalogue;
  desk: GiftDesk;
  lists: GiverLists;
}

/** The catalogue, who gave most, and refunds. Gifts themselves are given over signalling. */
export function giftRoutes({ rooms, tokens, catalogue, desk, lists }: GiftRoutesDeps): Router {
  const router = Router();

  router.get('/gifts', (_request, response) => {
    response.json(catalogue.offered);
  });

  router.get('/gifts/all', async (request, response) => {
    await authenticateOperator(tokens, request);
    response.json(catalogue.all);
  });

  router.put('/gifts/:giftId', async (request, response) => {
    await authenticateOperator(tokens, request);
    const id = parseInput(GiftId, request.params.giftId);
    const gift = { id, ...parseInput(GiftBody, request.body) };
    await catalogue.put(gift);
    response.json(gift);
  });

  router.post('/gifts/:orderId/refund', async (request, response) => {
    const operator = await authenticateOperator(tokens, request);
    const orderId = parseInput(OrderId, request.params.orderId);
    response.json(await desk.refund(operator.userId, orderId));
  });

  router.get('/rooms/:roomId/givers', async (request, response) => {
    const room = rooms.get(request.params.roomId);
    if (room.door.isPrivate) room.assertMayWatch(await optionalIdentity(tokens, request));
    const { period, limit } = parseInput(GiversQuery, request.query);
    response.json(await lists.givers(room, period, limit));
  });

  return router;
}
