import type { Clock } from '../core/Clock.ts';
import type { Contributions } from '../interaction/audience/ports.ts';
import { RoomAudience } from '../interaction/audience/RoomAudience.ts';
import { RoomLikes } from '../interaction/likes/RoomLikes.ts';
import { PerRoom } from '../interaction/PerRoom.ts';
import type { RoomRegistry } from '../rooms/RoomRegistry.ts';

interface Parts {
  rooms: RoomRegistry;
  contributions: Contributions;
  /** Likes of a room that an earlier process has counted. */
  likesBefore?: (roomId: string) => number;
  /** Once a second at most for each room. */
  saveLikes?: (roomId: string, total: number) => void;
  clock: Clock;
}

/** Likes and audience: who is here, and what they tap. */
export function wireAudience({ rooms, contributions, likesBefore = () => 0, saveLikes, clock }: Parts) {
  const likes = new PerRoom(
    rooms,
    (room) =>
      new RoomLikes(room, {
        clock,
        before: likesBefore(room.id),
        save: (total) => saveLikes?.(room.id, total),
      }),
  );
  const audiences = new PerRoom(rooms, (room) => new RoomAudience(room, { clock, contributions }));
  const players = {
    open: (roomId: string, ticket: string | null) => {
      const room = rooms.find(roomId);
      return room ? audiences.of(room).openPlayer(ticket) : () => undefined;
    },
  };
  return { likes, audiences, players };
}
