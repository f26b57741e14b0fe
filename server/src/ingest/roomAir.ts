import type { UserRef } from '@lianmai/shared';
import type { Room } from '../rooms/Room.ts';
import type { AirPlace } from './ports.ts';

/** A guest of ours, who has no Session. */
export interface OwnGuest {
  seat: number;
  user: UserRef;
}

/** The anchor's place, or a guest's who has no Session. Opens the room's show when there is none. */
export function roomAir(room: Room, ingestId: string, guest?: OwnGuest): AirPlace {
  return {
    take: async (tracks, { onLost, onTakenOff }) => {
      const injection = await room.media.openInjection({ tracks: [...tracks], onLost });
      try {
        // It may have ended while nothing was on air.
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
