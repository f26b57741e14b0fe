import type { AccessTokens } from '../auth/AccessTokens.ts';
import { StreamKeys } from '../auth/streamKeys/StreamKeys.ts';
import { AppError } from '../core/AppError.ts';
import type { Clock } from '../core/Clock.ts';
import type { Logger } from '../core/logger.ts';
import type { StartFedSource } from '../ingest/ports.ts';
import { type PublisherPlace, RtmpServer } from '../ingest/rtmp/RtmpServer.ts';
import { type Identity, permissionsIn } from '../rooms/permissions.ts';
import type { Room } from '../rooms/Room.ts';
import type { RoomRegistry } from '../rooms/RoomRegistry.ts';

export interface IngestParts {
  rooms: RoomRegistry;
  tokens: AccessTokens;
  streamKeys: StreamKeys;
  startSource: StartFedSource;
  clock: Clock;
  log: Logger;
}

/** Takes streams from OBS, `<live-pusher>` and the like. */
export function createRtmp({ rooms, tokens, streamKeys, ...parts }: IngestParts): RtmpServer {
  const byAccessToken = async (roomId: string, token: string | undefined): Promise<PublisherPlace> => {
    const identity = await tokens.verify(token);
    const room = rooms.get(roomId);
    if (!permissionsIn({ id: room.id, anchorId: room.anchor.id }, identity)?.publish)
      throw new AppError('forbidden');
    room.assertMayEnter(identity);
    return { room, identity, assertStillGood: () => undefined };
  };
  const byStreamKey = (roomId: string, key: string): PublisherPlace => {
    const room = rooms.get(roomId);
    const assertStillGood = () => {
      if (!streamKeys.isKeyOf(room, key)) throw new AppError('stream_key_wrong');
    };
    assertStillGood();
    room.assertMayEnter(anchorOf(room));
    return { room, identity: null, assertStillGood };
  };
  const server = new RtmpServer({
    ...parts,
    placeOf: async (roomId, token) => {
      const place =
        token !== undefined && StreamKeys.looksLikeOne(token)
          ? byStreamKey(roomId, token)
          : await byAccessToken(roomId, token);
      rooms.assertNotDraining();
      return place;
    },
  });
  streamKeys.onRenewed(() => server.recheck());
  return server;
}

/** Who holds a stream key acts for the room's anchor, there and for publishing only. */
function anchorOf({ id, anchor }: Room): Identity {
  const { id: userId, name, avatarUrl } = anchor;
  const nothingElse = { createRoom: false, subscribe: false, chat: false, moderate: false };
  const grants = { room: id, role: 'anchor', publish: true, ...nothingElse } as const;
  return { userId, name, avatarUrl, grants, expiresAtMs: Number.POSITIVE_INFINITY };
}
