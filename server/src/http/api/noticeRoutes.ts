import {
  EndPushSubscriptionBody,
  MarkNoticesReadBody,
  type PushKey,
  PushSubscriptionBody,
} from '@lianmai/shared';
import { Router } from 'express';
import type { AccessTokens } from '../../auth/AccessTokens.ts';
import { AppError } from '../../core/AppError.ts';
import type { Clock } from '../../core/Clock.ts';
import type { Notices } from '../../interaction/follows/Notices.ts';
import type { PushSubscriptionStore } from '../../interaction/follows/ports.ts';
import { authenticate } from '../authentication.ts';
import { parseInput } from '../parseInput.ts';

export interface NoticeRoutesDeps {
  notices: Notices;
  push: {
    publicKey: string;
    /** Whether this server sends to that address at all. */
    isAllowed: (endpoint: string) => boolean;
    subscriptions: PushSubscriptionStore;
  };
  tokens: AccessTokens;
  clock: Clock;
}

/** What one was told, and the browsers that want to be told when no page is open. */
export function noticeRoutes({ notices, push, tokens, clock }: NoticeRoutesDeps): Router {
  const router = Router();

  router.get('/me/notices', async (request, response) => {
    const { userId } = await authenticate(tokens, request);
    response.setHeader('Cache-Control', 'private, no-cache').json(await notices.list(userId));
  });

  router.post('/me/notices/read', async (request, response) => {
    const { userId } = await authenticate(tokens, request);
    const { upTo } = parseInput(MarkNoticesReadBody, request.body);
    await notices.markRead(userId, Date.parse(upTo));
    response.status(204).end();
  });

  router.get('/push-key', (_request, response) => {
    const key: PushKey = { publicKey: push.publicKey };
    response.json(key);
  });

  router.put('/me/push-subscription', async (request, response) => {
    const { userId } = await authenticate(tokens, request);
    const { endpoint, keys, language } = parseInput(PushSubscriptionBody, request.body);
    if (!push.isAllowed(endpoint)) {
      const message = 'is no push service that this server sends to';
      throw new AppError('invalid_request', { fields: [{ path: 'endpoint', message }] });
    }
    await push.subscriptions.save({ userId, endpoint, ...keys, language }, Math.round(clock.nowMs()));
    response.status(204).end();
  });

  router.delete('/me/push-subscription', async (request, response) => {
    const { userId } = await authenticate(tokens, request);
    const { endpoint } = parseInput(EndPushSubscriptionBody, request.body);
    await push.subscriptions.remove(endpoint, userId);
    response.status(204).end();
  });

  return router;
}
