import { PkScoreBody, type PkScores } from '@lianmai/shared';
import { Router } from 'express';
import type { AccessTokens } from '../../auth/AccessTokens.ts';
import { AppError } from '../../core/AppError.ts';
import type { OperatorScores } from '../../rooms/pk/OperatorScores.ts';
import type { RoomPk } from '../../rooms/pk/RoomPk.ts';
import type { RoomRegistry } from '../../rooms/RoomRegistry.ts';
import { authenticate } from '../authentication.ts';
import { parseInput } from '../parseInput.ts';

export interface PkRoutesDeps {
  rooms: RoomRegistry;
  pk: RoomPk;
  scores: OperatorScores;
  tokens: AccessTokens;
}

/** Points from outside: for operators only, they decide who wins. */
export function pkRoutes({ rooms, pk, scores, tokens }: PkRoutesDeps): Router {
  const router = Router();

  router.post('/:roomId/pk/score', async (request, response) => {
    const identity = await authenticate(tokens, request);
    const room = rooms.get(request.params.roomId);
    const role = room.permissionsOf(identity)?.role;
    if (role !== 'operator') throw new AppError('forbidden');
    const { points } = parseInput(PkScoreBody, request.body);
    scores.give(room.id, points);
    response.json(scoresIn(pk, room.id));
  });

  return router;
}

function scoresIn(pk: RoomPk, askedRoomId: string): PkScores {
  const view = pk.view(askedRoomId);
  if (!view) throw new AppError('pk_not_found');
  return { pkId: view.pkId, scores: view.sides.map(({ roomId, score }) => ({ roomId, score })) };
}
