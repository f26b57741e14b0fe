import { LoginBody, RefreshBody, RegisterBody } from '@lianmai/shared';
import { Router } from 'express';
import type { AccessTokens } from '../../auth/AccessTokens.ts';
import type { Accounts } from '../../auth/accounts/Accounts.ts';
import type { SignIns } from '../../auth/accounts/SignIns.ts';
import { addressOf } from '../addressOf.ts';
import { authenticate, bearerToken } from '../authentication.ts';
import { parseInput } from '../parseInput.ts';

export interface AccountRoutesDeps {
  tokens: AccessTokens;
  accounts: Accounts;
  signIns: SignIns;
}

/** Signing up, in and out. */
export function accountRoutes({ tokens, accounts, signIns }: AccountRoutesDeps): Router {
  const router = Router();
  router.use((_request, response, next) => {
    response.setHeader('Cache-Control', 'no-store');
    next();
  });

  router.post('/register', async (request, response) => {
    const wish = parseInput(RegisterBody, request.body);
    const identity = bearerToken(request) === undefined ? null : await authenticate(tokens, request);
    const login = await accounts.register(wish, { identity, address: addressOf(request) });
    response.status(201).json(login);
  });

  router.post('/login', async (request, response) => {
    response.json(await accounts.login(parseInput(LoginBody, request.body), addressOf(request)));
  });

  router.post('/refresh', async (request, response) => {
    response.json(await signIns.refresh(parseInput(RefreshBody, request.body).refreshToken));
  });

  router.post('/logout', async (request, response) => {
    await signIns.close(parseInput(RefreshBody, request.body).refreshToken);
    response.status(204).end();
  });

  router.post('/logout-everywhere', async (request, response) => {
    const { userId } = await authenticate(tokens, request);
    await signIns.closeAll(userId);
    response.status(204).end();
  });

  return router;
}
