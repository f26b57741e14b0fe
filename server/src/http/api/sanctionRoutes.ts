import { SanctionBody, SanctionKind, UserId } from '@lianmai/shared';
import { type Request, Router } from 'express';
import { z } from 'zod';
import type { AccessTokens } from '../../auth/AccessTokens.ts';
import type { Moderation } from '../../interaction/moderation/Moderation.ts';
import type { RoomRegistry } from '../../rooms/RoomRegistry.ts';
import { actorOf } from '../actorOf.ts';
import { parseInput } from '../parseInput.ts';

export interface SanctionRoutesDeps {
  rooms: RoomRegistry;
  tokens: AccessTokens;
  moderation: Moderation;
}

const SanctionTarget = z.object({ kind: SanctionKind, userId: UserId });

/** Sanctions and moderators of one room: mounted at `/api/rooms`. */
export function roomSanctionRoutes({ rooms, tokens, moderation }: SanctionRoutesDeps): Router {
  const router = Router();
  const roomOf = (request: Request<{ roomId: string }>) => rooms.get(request.params.roomId);

  router.get('/:roomId/sanctions', async (request, response) => {
    const actor = await actorOf(tokens, request);
    response.json(moderation.list(actor, roomOf(request)));
  });
  router.post('/:roomId/sanctions', async (request, response) => {
    const actor = await actorOf(tokens, request);
    const wish = parseInput(SanctionBody, request.body);
    response.status(201).json(await moderation.sanction(actor, roomOf(request), wish));
  });
  router.delete('/:roomId/sanctions/:kind/:userId', async (request, response) => {
    const actor = await actorOf(tokens, request);
    const { kind, userId } = parseInput(SanctionTarget, request.params);
    await moderation.lift(actor, roomOf(request), { kind, userId });
    response.status(204).end();
  });

  router.get('/:roomId/moderators', async (request, response) => {
    const actor = await actorOf(tokens, request);
    response.json(moderation.listModerators(actor, roomOf(request)));
  });
  router.put('/:roomId/moderators/:userId', async (request, response) => {
    const actor = await actorOf(tokens, request);
    const userId = parseInput(UserId, request.params.userId);
    await moderation.setModerator(actor, roomOf(request), userId, true);
    response.status(204).end();
  });
  router.delete('/:roomId/moderators/:userId', async (request, response) => {
    const actor = await actorOf(tokens, request);
    const userId = parseInput(UserId, request.params.userId);
    await moderation.setModerator(actor, roomOf(request), userId, false);
    response.status(204).end();
  });

  return router;
}

/** Sanctions on the whole platform, for operators: mounted at `/api/moderation`. */
export function platformSanctionRoutes({ tokens, moderation }: Omit<SanctionRoutesDeps, 'rooms'>): Router {
  const router = Router();

  router.get('/sanctions', async (request, response) => {
    response.json(moderation.list(await actorOf(tokens, request), null));
  });
  router.post('/sanctions', async (request, response) => {
    const actor = await actorOf(tokens, request);
    const wish = parseInput(SanctionBody, request.body);
    response.status(201).json(await moderation.sanction(actor, null, wish));
  });
  router.delete('/sanctions/:kind/:userId', async (request, response) => {
    const actor = await actorOf(tokens, request);
    const { kind, userId } = parseInput(SanctionTarget, request.params);
    await moderation.lift(actor, null, { kind, userId });
    response.status(204).end();
  });

  return router;
}
