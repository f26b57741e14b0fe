import type { Clock } from '../core/Clock.ts';
import type { Logger } from '../core/logger.ts';
import { RoomOutputs } from '../egress/delivery/RoomOutputs.ts';
import { EgressManager } from '../egress/EgressManager.ts';
import type { RoomRegistry } from '../rooms/RoomRegistry.ts';
import { RoomShowFeed } from '../rooms/RoomShowFeed.ts';

export interface EgressParts {
  rooms: RoomRegistry;
  lingerMs: number;
  ffmpegPath: string;
  clock: Clock;
  log: Logger;
}

/** What leaves as FLV and HLS, of every room. */
export function createEgress({ rooms, log, ...options }: EgressParts): EgressManager<RoomOutputs> {
  return new EgressManager({
    ...options,
    feedOf: (roomId) => {
      const room = rooms.find(roomId);
      return room && new RoomShowFeed(room);
    },
    createOutputs: (roomId) =>
      new RoomOutputs({ clock: options.clock, log: log.child({ part: 'delivery', roomId }) }),
    log: log.child({ part: 'egress' }),
  });
}
