import { CompositionBody, StageSettingsBody } from '@lianmai/shared';
import { Router } from 'express';
import { parseInput } from '../parseInput.ts';
import { type OwnRoomDeps, ownRoom } from './ownRoom.ts';

/** What a room's stage is like, and how FLV and HLS players see it. */
export function stageRoutes(deps: OwnRoomDeps): Router {
  const router = Router();

  router.get('/:roomId/stage', async (request, response) => {
    const { room } = await ownRoom(deps, request);
    response.json(room.stage.settings);
  });

  router.patch('/:roomId/stage', async (request, response) => {
    const { room } = await ownRoom(deps, request);
    room.stage.configure(parseInput(StageSettingsBody, request.body));
    response.json(room.stage.settings);
  });

  router.get('/:roomId/composition', async (request, response) => {
    const { room } = await ownRoom(deps, request);
    response.json(room.composition);
  });

  router.patch('/:roomId/composition', async (request, response) => {
    const { room } = await ownRoom(deps, request);
    room.changeComposition(parseInput(CompositionBody, request.body));
    response.json(room.composition);
  });

  return router;
}
