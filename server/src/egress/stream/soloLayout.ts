import type { LayoutInForce } from '@lianmai/shared';
import type { OnAirPerson } from '../../rooms/ports/ShowFeed.ts';

/** The anchor's own picture: one tile, which is all of it. */
export function soloLayout(
  { width, height }: { width: number; height: number },
  people: readonly OnAirPerson[],
): LayoutInForce {
  const anchor = people.find(({ seat, isRival }) => seat === 0 && !isRival);
  const tiles = anchor
    ? [
        {
          roomId: anchor.roomId,
          seat: 0,
          userId: anchor.user.id,
          name: anchor.user.name,
          x: 0,
          y: 0,
          width,
          height,
          z: 0,
        },
      ]
    : [];
  return { version: 1, isComposed: false, width, height, tiles };
}
