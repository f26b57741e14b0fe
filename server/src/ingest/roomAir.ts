import type { UserRef } from '@lianmai/shared';
import { AppError } from '../core/AppError.ts';
import type { Room } from '../rooms/Room.ts';
import type { AirPlace } from './ports.ts';

/** A guest of ours, who has no Session. */
export interface OwnGuest {
  seat: number;
  user: UserRef;
}

/**
 * The anchor's place, or a guest's who has no Session. Opens the room's show when there is none.
 * @param mayOpenShow asked when there is none; else the place cannot be taken
 */
export function roomAir(
  room: Room,
  ingestId: string,
  { guest, mayOpenShow = () => true }: { guest?: OwnGuest | undefined; mayOpenShow?: () => boolean } = {},
): AirPlace {
  return {
    take: async (tracks, { onLost, onTakenOff }) => {
      const injection = await room.media.openInjection({ tracks: [...tracks], onLost });
      try {
        if (!guest) assertAnchorSeatFree(room);
        // It may have ended while nothing was on air.
        if (!room.isLive && !mayOpenShow()) throw new AppError('room_not_live');
        if (!room.isLive) room.openShow();
        const published = injection.tracks.map(({ producerId, kind }, i) => {
          const source = tracks[i]?.source;
          if (!source) throw new Error('the injection has other tracks than asked for');
          return { producerId, kind, source };
        });
        const place = guest && { ...guest, onTakenOff: () => onTakenOff('off_stage') };
        const takeOff = room.publishIngest(ingestId, published, place);
        const leave = () => {
          takeOff();
          injection.close();
        };
        return { targets: injection, leave };
      } catch (error) {
        injection.close();
        throw error;
      }
    },
  };
}

/** @throws AppError `invalid_state` */
export function assertAnchorSeatFree({ id, tracks }: Room): void {
  const isTaken = tracks.publications.some(({ roomId, seat }) => roomId === id && seat === 0);
  if (isTaken) throw new AppError('invalid_state', { detail: 'the anchor is on air from elsewhere' });
}
