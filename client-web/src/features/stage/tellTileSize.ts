import type { LiveClient } from '../../sdk/index.ts';
import type { StagePerson } from './people.ts';
import type { Size } from './tileBoxes.ts';

/** A small tile needs no more than a small layer of the picture in it. */
export function tellTileSize({ subscriber }: LiveClient, { roomId, seat }: StagePerson, size: Size): void {
  const user = subscriber.users.getSnapshot().find((one) => one.roomId === roomId && one.seat === seat);
  if (user) subscriber.setTileSize(user.sessionId, { width: size.width, height: size.height });
}
