import type { Request } from 'express';
import type { LiveDoor, MediaPass } from './MediaDoor.ts';
import { roomIdOf } from './roomIdOf.ts';

/** Whoever asks for a live URL, let in by the token in its path or without one. @throws AppError as `MediaDoor.admit` */
export function admitPlayer(door: LiveDoor, request: Request): MediaPass {
  const { token } = request.params;
  return door.admit(roomIdOf(request), typeof token === 'string' ? token : null);
}
