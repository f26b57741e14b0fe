import type { AccessTokens } from '../auth/AccessTokens.ts';
import { AppError } from '../core/AppError.ts';
import type { Clock } from '../core/Clock.ts';
import type { Logger } from '../core/logger.ts';
import type { StartFedSource } from '../ingest/ports.ts';
import { RtmpServer } from '../ingest/rtmp/RtmpServer.ts';
import { permissionsIn } from '../rooms/permissions.ts';
import type { RoomRegistry } from '../rooms/RoomRegistry.ts';

export interface IngestParts {
  rooms: RoomRegistry;
  tokens: AccessTokens;
  startSource: StartFedSource;
  clock: Clock;
  log: Logger;
}

/** Takes streams from OBS, `<live-pusher>` and the like. */
export function createRtmp({ rooms, tokens, ...parts }: IngestParts): RtmpServer {
  return new RtmpServer({
    ...parts,
    placeOf: async (roomId, token) => {
      const identity = await tokens.verify(token);
      const room = rooms.get(roomId);
      if (!permissionsIn({ id: room.id, anchorId: room.anchor.id }, identity)?.publish)
        throw new AppError('forbidden');
      room.assertMayEnter(identity);
      rooms.assertNotDraining();
      return { room, identity };
    },
  });
}
