import { RoomWordsBody, WordListName, WordsTestBody } from '@lianmai/shared';
import express, { Router } from 'express';
import { z } from 'zod';
import type { AccessTokens } from '../../auth/AccessTokens.ts';
import type { Words } from '../../interaction/moderation/Words.ts';
import type { RoomRegistry } from '../../rooms/RoomRegistry.ts';
import { actorOf } from '../actorOf.ts';
import { parseInput } from '../parseInput.ts';

export interface WordRoutesDeps {
  rooms: RoomRegistry;
  tokens: AccessTokens;
  words: Words;
}

const wordListLimit = '4mb';

/** Word lists: the platform's as plain text (operators), a room's own (its anchor). Mounted at `/api`. */
export function wordRoutes({ rooms, tokens, words }: WordRoutesDeps): Router {
  const router = Router();

  router.get('/moderation/words', async (request, response) => {
    response.json(words.list(await actorOf(tokens, request)));
  });
  router.get('/moderation/words/:name', async (request, response) => {
    response.type('text/plain').send(words.read(await actorOf(tokens, request), request.params.name));
  });
  router.put(
    '/moderation/words/:name',
    express.text({ type: 'text/plain', limit: wordListLimit }),
    async (request, response) => {
      const actor = await actorOf(tokens, request);
      const name = parseInput(WordListName, request.params.name);
      await words.write(actor, name, parseInput(z.string(), request.body));
      response.status(204).end();
    },
  );
  router.delete('/moderation/words/:name', async (request, response) => {
    await words.remove(await actorOf(tokens, request), request.params.name);
    response.status(204).end();
  });
  router.post('/moderation/words-test', async (request, response) => {
    const actor = await actorOf(tokens, request);
    response.json(words.test(actor, null, parseInput(WordsTestBody, request.body).text));
  });

  router.get('/rooms/:roomId/words', async (request, response) => {
    const actor = await actorOf(tokens, request);
    response.json({ text: words.readOfRoom(actor, rooms.get(request.params.roomId)) });
  });
  router.put('/rooms/:roomId/words', async (request, response) => {
    const actor = await actorOf(tokens, request);
    const { text } = parseInput(RoomWordsBody, request.body);
    await words.writeOfRoom(actor, rooms.get(request.params.roomId), text);
    response.status(204).end();
  });
  router.post('/rooms/:roomId/words-test', async (request, response) => {
    const actor = await actorOf(tokens, request);
    const { text } = parseInput(WordsTestBody, request.body);
    response.json(words.test(actor, rooms.get(request.params.roomId), text));
  });

  return router;
}
