import { HostMessageBody } from '@lianmai/shared';
import { Router } from 'express';
import type { AccessTokens } from '../../auth/AccessTokens.ts';
import type { HostMessages } from '../../interaction/hostMessages/HostMessages.ts';
import { authenticate } from '../authentication.ts';
import { parseInput } from '../parseInput.ts';

export interface HostMessageRoutesDeps {
  messages: HostMessages;
  tokens: AccessTokens;
}

/** What users of mini programs agree to be sent by their host. */
export function hostMessageRoutes({ messages, tokens }: HostMessageRoutesDeps): Router {
  const router = Router();

  router.get('/me/host-messages', async (request, response) => {
    const { userId } = await authenticate(tokens, request);
    response.setHeader('Cache-Control', 'private, no-cache').json(await messages.list(userId));
  });

  router.post('/me/host-messages', async (request, response) => {
    const { userId } = await authenticate(tokens, request);
    response.json(await messages.answered(userId, parseInput(HostMessageBody, request.body)));
  });

  return router;
}
