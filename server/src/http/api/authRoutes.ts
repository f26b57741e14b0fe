import { GuestLoginBody } from '@lianmai/shared';
import { Router } from 'express';
import type { AccessTokens } from '../../auth/AccessTokens.ts';
import { loginGuest } from '../../auth/guests.ts';
import { AppError } from '../../core/AppError.ts';
import type { Clock } from '../../core/Clock.ts';
import { bearerToken } from '../authentication.ts';
import { parseInput } from '../parseInput.ts';

export interface AuthRoutesDeps {
  tokens: AccessTokens;
  clock: Clock;
  /** Only a development server lets guests in. */
  areGuestsAllowed: boolean;
}

export function authRoutes({ tokens, clock, areGuestsAllowed }: AuthRoutesDeps): Router {
  const router = Router();
  router.post('/guest', async (request, response) => {
    const { name } = parseInput(GuestLoginBody, request.body);
    if (!areGuestsAllowed) throw new AppError('guests_disabled');
    response.status(201).json(await loginGuest(tokens, clock, { name, earlierToken: bearerToken(request) }));
  });
  return router;
}
