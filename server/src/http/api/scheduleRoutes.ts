import { ListScheduleQuery, ScheduleShowBody } from '@lianmai/shared';
import { Router } from 'express';
import type { AccessTokens } from '../../auth/AccessTokens.ts';
import type { Schedule } from '../../interaction/follows/Schedule.ts';
import type { RoomRegistry } from '../../rooms/RoomRegistry.ts';
import { authenticate, optionalIdentity } from '../authentication.ts';
import { parseInput } from '../parseInput.ts';
import { ownRoom } from './ownRoom.ts';

export interface ScheduleRoutesDeps {
  schedule: Schedule;
  rooms: RoomRegistry;
  tokens: AccessTokens;
}

/** Announced shows, and reminders of them. */
export function scheduleRoutes({ schedule, rooms, tokens }: ScheduleRoutesDeps): Router {
  const router = Router();

  router.get('/schedule', async (request, response) => {
    const identity = await optionalIdentity(tokens, request);
    const { limit } = parseInput(ListScheduleQuery, request.query);
    const isListed = (roomId: string) => !rooms.find(roomId)?.door.isPrivate;
    response.json(await schedule.list(identity?.userId ?? null, { isListed, limit }));
  });

  router.get('/rooms/:roomId/schedule', async (request, response) => {
    const identity = await optionalIdentity(tokens, request);
    const room = rooms.get(request.params.roomId);
    if (room.door.isPrivate) room.assertMayWatch(identity);
    const { limit } = parseInput(ListScheduleQuery, request.query);
    response.json(await schedule.list(identity?.userId ?? null, { roomId: room.id, limit }));
  });

  router.post('/rooms/:roomId/schedule', async (request, response) => {
    const { room } = await ownRoom({ rooms, tokens }, request);
    const { title, startsAt } = parseInput(ScheduleShowBody, request.body);
    const announced = await schedule.announce(room, { title, startsAtMs: Date.parse(startsAt) });
    response.status(201).json(announced);
  });

  router.delete('/rooms/:roomId/schedule/:scheduleId', async (request, response) => {
    const { room } = await ownRoom({ rooms, tokens }, request);
    await schedule.cancel(room.id, request.params.scheduleId);
    response.status(204).end();
  });

  router.put('/schedule/:scheduleId/reminder', async (request, response) => {
    const identity = await authenticate(tokens, request);
    const assertMayKnow = (roomId: string) => {
      const room = rooms.find(roomId);
      if (room?.door.isPrivate) room.assertMayWatch(identity);
    };
    response.json(await schedule.remind(identity.userId, request.params.scheduleId, assertMayKnow));
  });

  router.delete('/schedule/:scheduleId/reminder', async (request, response) => {
    const { userId } = await authenticate(tokens, request);
    response.json(await schedule.unremind(userId, request.params.scheduleId));
  });

  return router;
}
