import { AcceptRoomInvitationBody, RenewRoomInvitationBody, type RoomInvitation } from '@lianmai/shared';
import { type Request, Router } from 'express';
import type { Room } from '../../rooms/Room.ts';
import { authenticate } from '../authentication.ts';
import { parseInput } from '../parseInput.ts';
import { baseUrlOf } from '../publicUrl.ts';
import { type OwnRoomDeps, ownRoom } from './ownRoom.ts';

/** What lets people into private rooms. */
export function roomInvitationRoutes(deps: OwnRoomDeps & { publicUrl: string | null }): Router {
  const router = Router();
  const invitationTo = ({ id, door }: Room, request: Request): RoomInvitation => {
    const url = `${baseUrlOf(request, deps.publicUrl)}/room/${id}?invitation=${door.invitation}`;
    return { code: door.invitation, url };
  };

  router.get('/:roomId/invitation', async (request, response) => {
    const { room } = await ownRoom(deps, request);
    response.json(invitationTo(room, request as Request));
  });

  router.post('/:roomId/invitation/renew', async (request, response) => {
    const { room } = await ownRoom(deps, request);
    room.renewInvitation(parseInput(RenewRoomInvitationBody, request.body));
    response.json(invitationTo(room, request as Request));
  });

  router.post('/:roomId/invitation/accept', async (request, response) => {
    const identity = await authenticate(deps.tokens, request);
    const room = deps.rooms.get(request.params.roomId);
    const { code } = parseInput(AcceptRoomInvitationBody, request.body);
    room.acceptInvitation(identity, code);
    response.json(room.view());
  });

  return router;
}
