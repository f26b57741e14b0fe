import { ChangePasswordBody, limits, UpdateMeBody } from '@lianmai/shared';
import express, { Router } from 'express';
import type { AccessTokens } from '../../auth/AccessTokens.ts';
import type { Accounts } from '../../auth/accounts/Accounts.ts';
import type { Profiles } from '../../auth/accounts/Profiles.ts';
import { addressOf } from '../addressOf.ts';
import { authenticate } from '../authentication.ts';
import { parseInput } from '../parseInput.ts';

export interface MeRoutesDeps {
  tokens: AccessTokens;
  accounts: Accounts;
  profiles: Profiles;
}

/** The caller: who they are, and what they may change of it. */
export function meRoutes({ tokens, accounts, profiles }: MeRoutesDeps): Router {
  const router = Router();
  router.use((_request, response, next) => {
    response.setHeader('Cache-Control', 'no-store');
    next();
  });

  router.get('/', async (request, response) => {
    response.json(await profiles.me(await authenticate(tokens, request)));
  });

  router.patch('/', async (request, response) => {
    const identity = await authenticate(tokens, request);
    response.json(await profiles.update(identity, parseInput(UpdateMeBody, request.body)));
  });

  // The bytes say what they are, whatever the header does.
  const picture = express.raw({ type: () => true, limit: limits.avatarBytes });
  router.put('/avatar', picture, async (request, response) => {
    const identity = await authenticate(tokens, request);
    const body = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
    response.json(await profiles.setAvatar(identity, body));
  });

  router.put('/password', async (request, response) => {
    const identity = await authenticate(tokens, request);
    const change = parseInput(ChangePasswordBody, request.body);
    await accounts.changePassword(identity, change, addressOf(request));
    response.status(204).end();
  });

  return router;
}
