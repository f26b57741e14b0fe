import type { Clock } from '../core/Clock.ts';
import { RoomLikes } from '../interaction/likes/RoomLikes.ts';
import { PerRoom } from '../interaction/PerRoom.ts';
import type { RoomRegistry } from '../rooms/RoomRegistry.ts';

/** Likes and audience: who is here, and what they tap. */
export function wireAudience({ rooms, clock }: { rooms: RoomRegistry; clock: Clock }) {
  return { likes: new PerRoom(rooms, (room) => new RoomLikes(room, clock)) };
}
