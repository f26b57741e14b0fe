import { GuestLoginBody } from '@lianmai/shared';
import { Router } from 'express';
import type { GuestDoor } from '../../auth/GuestDoor.ts';
import { bearerToken } from '../authentication.ts';
import { parseInput } from '../parseInput.ts';

export function authRoutes(guests: GuestDoor): Router {
  const router = Router();
  router.post('/guest', async (request, response) => {
    const { name } = parseInput(GuestLoginBody, request.body);
    const call = { name, earlierToken: bearerToken(request), address: request.ip };
    response.status(201).json(await guests.admit(call));
  });
  return router;
}
