import { AudienceQuery } from '@lianmai/shared';
import { Router } from 'express';
import type { AccessTokens } from '../../auth/AccessTokens.ts';
import type { RoomAudience } from '../../interaction/audience/RoomAudience.ts';
import type { PerRoom } from '../../interaction/PerRoom.ts';
import type { RoomRegistry } from '../../rooms/RoomRegistry.ts';
import { authenticate } from '../authentication.ts';
import { nextLink } from '../nextLink.ts';
import { parseInput } from '../parseInput.ts';

export interface AudienceRoutesDeps {
  rooms: RoomRegistry;
  tokens: AccessTokens;
  audiences: PerRoom<RoomAudience>;
}

/** Who is in a room, for everybody who may be there: mounted at `/api/rooms`. */
export function audienceRoutes({ rooms, tokens, audiences }: AudienceRoutesDeps): Router {
  const router = Router();
  router.get('/:roomId/audience', async (request, response) => {
    const identity = await authenticate(tokens, request);
    const room = rooms.get(request.params.roomId);
    room.assertMayEnter(identity);
    const query = parseInput(AudienceQuery, request.query);
    const page = audiences.of(room).page(query);
    if (page.nextCursor) response.setHeader('Link', nextLink(request, page.nextCursor));
    response.json(page);
  });
  return router;
}
