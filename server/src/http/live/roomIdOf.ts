import { RoomId } from '@lianmai/shared';
import type { Request } from 'express';
import { AppError } from '../../core/AppError.ts';

/** The room of a live URL. An id that no room can have is answered as an unknown room, whatever it holds. */
export function roomIdOf(request: Request): string {
  const id = RoomId.safeParse(request.params.roomId);
  if (!id.success) throw new AppError('room_not_found');
  return id.data;
}
