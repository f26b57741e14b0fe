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
  /** Stands for the address a guest comes from. */
  addressKeyOf: (address: string | undefined) => string | null;
  /** What people may call themselves. @throws AppError `text_refused` */
  cleanName: (name: string) => string;
  /** @throws AppError `banned` */
  assertAddressMayAct: (addressKey: string | null) => void;
}

export function authRoutes(deps: AuthRoutesDeps): Router {
  const { tokens, clock, areGuestsAllowed, addressKeyOf, cleanName, assertAddressMayAct } = deps;
  const router = Router();
  router.post('/guest', async (request, response) => {
    const { name } = parseInput(GuestLoginBody, request.body);
    if (!areGuestsAllowed) throw new AppError('guests_disabled');
    const addressKey = addressKeyOf(request.ip);
    assertAddressMayAct(addressKey);
    const login = { name: cleanName(name), earlierToken: bearerToken(request), addressKey };
    response.status(201).json(await loginGuest(tokens, clock, login));
  });
  return router;
}
