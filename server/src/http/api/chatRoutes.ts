import { MessagesQuery } from '@lianmai/shared';
import { type Request, Router } from 'express';
import type { AccessTokens } from '../../auth/AccessTokens.ts';
import type { ChatArchive } from '../../interaction/chat/ports.ts';
import type { RoomRegistry } from '../../rooms/RoomRegistry.ts';
import { authenticate } from '../authentication.ts';
import { parseInput } from '../parseInput.ts';

export interface ChatRoutesDeps {
  rooms: RoomRegistry;
  tokens: AccessTokens;
  archive: Pick<ChatArchive, 'page'>;
}

/** What was said before: for whoever may come into the room. */
export function chatRoutes({ rooms, tokens, archive }: ChatRoutesDeps): Router {
  const router = Router();

  router.get('/:roomId/messages', async (request, response) => {
    const identity = await authenticate(tokens, request);
    const room = rooms.get(request.params.roomId);
    room.assertMayEnter(identity);
    const query = parseInput(MessagesQuery, request.query);
    const messages = await archive.page(room.id, query);
    const oldest = messages.at(-1);
    if (oldest && messages.length === query.limit) response.setHeader('Link', olderLink(request, oldest.id));
    response.setHeader('Cache-Control', 'no-store');
    response.json(messages);
  });

  return router;
}

function olderLink(request: Request, before: string): string {
  const url = new URL(request.originalUrl, 'http://host');
  url.searchParams.set('before', before);
  return `<${url.pathname}${url.search}>; rel="next"`;
}
