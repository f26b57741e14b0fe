import {
  CreateRoomBody,
  type Grants,
  ListRoomsQuery,
  RoomStreamQuery,
  UpdateRoomBody,
} from '@lianmai/shared';
import { Router } from 'express';
import type { AccessTokens } from '../../auth/AccessTokens.ts';
import { AppError } from '../../core/AppError.ts';
import type { Moderation } from '../../interaction/moderation/Moderation.ts';
import { type Identity, reachesRoom, userOf } from '../../rooms/permissions.ts';
import type { Room } from '../../rooms/Room.ts';
import type { RoomRegistry } from '../../rooms/RoomRegistry.ts';
import { actorOf } from '../actorOf.ts';
import { authenticate, optionalIdentity } from '../authentication.ts';
import { nextLink } from '../nextLink.ts';
import { parseInput } from '../parseInput.ts';
import { baseUrlOf } from '../publicUrl.ts';
import { ownRoom } from './ownRoom.ts';
import { roomStream } from './roomStream.ts';

export interface RoomRoutesDeps {
  rooms: RoomRegistry;
  tokens: AccessTokens;
  publicUrl: string | null;
  /** The token of a media address for whoever asks; `null`: somebody without a token. @throws AppError why they may not watch */
  signAddress: (room: Room, identity: Identity | null) => { token: string; expiresAtMs: number };
  moderation: Pick<Moderation, 'stopShow'>;
  /** What people may call a room. @throws AppError `text_refused` */
  cleanTitle: (title: string) => string;
}

export function roomRoutes({
  rooms,
  tokens,
  publicUrl,
  signAddress,
  moderation,
  cleanTitle,
}: RoomRoutesDeps): Router {
  const router = Router();

  router.post('/', async (request, response) => {
    const identity = await authenticate(tokens, request);
    const body = parseInput(CreateRoomBody, request.body);
    assertMayCreate(identity.grants, body.id);
    const room = rooms.create({ ...body, title: cleanTitle(body.title), anchor: userOf(identity) });
    response.status(201).location(`/api/rooms/${room.id}`).json(room.view());
  });

  router.get('/', (request, response) => {
    const query = parseInput(ListRoomsQuery, request.query);
    const page = rooms.list(query);
    if (page.nextCursor) response.setHeader('Link', nextLink(request, page.nextCursor));
    response.json(page.rooms.map((room) => room.view()));
  });

  router.get('/:roomId', async (request, response) => {
    const room = rooms.get(request.params.roomId);
    // Of a public room everybody may know, whoever they are.
    if (room.door.isPrivate) room.assertMayWatch(await optionalIdentity(tokens, request));
    response.json(room.view());
  });

  router.patch('/:roomId', async (request, response) => {
    const { room } = await ownRoom({ rooms, tokens }, request);
    const { title, ...changes } = parseInput(UpdateRoomBody, request.body);
    room.update({ ...changes, title: title === undefined ? title : cleanTitle(title) });
    response.json(room.view());
  });

  router.post('/:roomId/end', async (request, response) => {
    const { room, isAnchor } = await ownRoom({ rooms, tokens }, request);
    if (isAnchor) room.endShow('ended_by_anchor');
    else await moderation.stopShow(await actorOf(tokens, request), room);
    response.json(room.view());
  });

  router.get('/:roomId/stream', async (request, response) => {
    const identity = await optionalIdentity(tokens, request);
    const room = rooms.get(request.params.roomId);
    const { platform } = parseInput(RoomStreamQuery, request.query);
    const signed = signAddress(room, identity);
    response.setHeader('Cache-Control', 'no-store');
    response.json(roomStream(room, baseUrlOf(request, publicUrl), { platform, signed }));
  });

  return router;
}

/** @throws AppError `forbidden`, with the grant that is missing */
function assertMayCreate(grants: Grants, id: string | undefined): void {
  if (!grants.createRoom)
    throw AppError.withDetails('forbidden', {
      missingGrant: 'createRoom',
      hint: 'The token lacks grants.createRoom: true.',
    });
  if (id === undefined && grants.room !== '*')
    throw AppError.withDetails('forbidden', {
      missingGrant: 'room',
      hint: `The token is for the room "${grants.room}" alone: send that as "id", or sign grants.room: "*".`,
    });
  if (id !== undefined && !reachesRoom(grants, id))
    throw AppError.withDetails('forbidden', {
      missingGrant: 'room',
      hint: `The token is for the room "${grants.room}": its grants.room must be "${id}" or "*".`,
    });
}
