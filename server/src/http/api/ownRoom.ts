import type { Request } from 'express';
import type { AccessTokens } from '../../auth/AccessTokens.ts';
import { AppError } from '../../core/AppError.ts';
import type { Permissions } from '../../rooms/permissions.ts';
import type { Room } from '../../rooms/Room.ts';
import type { RoomRegistry } from '../../rooms/RoomRegistry.ts';
import { authenticate } from '../authentication.ts';

export interface OwnRoomDeps {
  rooms: RoomRegistry;
  tokens: AccessTokens;
}

/** The room, when the caller is its anchor or an operator. @throws AppError `room_not_found`, `forbidden` and those of the token */
export async function ownRoom(
  { rooms, tokens }: OwnRoomDeps,
  request: Request<{ roomId: string }>,
): Promise<{ room: Room; isAnchor: boolean; permissions: Permissions }> {
  const identity = await authenticate(tokens, request);
  const room = rooms.get(request.params.roomId);
  const permissions = room.permissionsOf(identity);
  const isAnchor = permissions?.role === 'anchor';
  if (!permissions || (!isAnchor && permissions.role !== 'operator')) throw new AppError('forbidden');
  return { room, isAnchor, permissions };
}
