import type { StreamKeyView } from '@lianmai/shared';
import { type Request, type Response, Router } from 'express';
import type { StreamKeys } from '../../auth/streamKeys/StreamKeys.ts';
import { AppError } from '../../core/AppError.ts';
import type { Logger } from '../../core/logger.ts';
import { rtmpServerUrl } from '../../core/rtmpServerUrl.ts';
import type { Room } from '../../rooms/Room.ts';
import { baseUrlOf } from '../publicUrl.ts';
import { type OwnRoomDeps, ownRoom } from './ownRoom.ts';

export interface StreamKeyRoutesDeps extends OwnRoomDeps {
  streamKeys: StreamKeys;
  /** Where RTMP comes in; `null`: nowhere. */
  rtmpPort: () => number | null;
  /** See `Config`. */
  rtmpUrl: string | null;
  publicUrl: string | null;
  log: Logger;
}

type RoomRequest = Request<{ roomId: string }>;

interface Published {
  room: Room;
  /** What its encoder is told as the server. */
  server: string;
}

/** What encoders publish with, for a room's anchor and operators: mounted at `/api/rooms`. */
export function streamKeyRoutes(deps: StreamKeyRoutesDeps): Router {
  const { streamKeys, rtmpPort, rtmpUrl, publicUrl, log } = deps;
  const router = Router();

  const published = async (request: RoomRequest): Promise<Published> => {
    const { room, isAnchor, permissions } = await ownRoom(deps, request);
    // An anchor whose token must not publish shall not get a key that may.
    if (isAnchor && !permissions.publish) throw new AppError('forbidden');
    const baseUrl = baseUrlOf(request, publicUrl);
    return { room, server: rtmpServerUrl({ told: rtmpUrl, baseUrl, port: rtmpPort() }) };
  };
  const answer = (response: Response, { room, server }: Published): void => {
    const streamKey = `${room.id}?token=${streamKeys.keyOf(room)}`;
    const view: StreamKeyView = { server, streamKey, rtmpUrl: `${server}/${streamKey}` };
    response.setHeader('Cache-Control', 'no-store');
    response.json(view);
  };

  router.get('/:roomId/stream-key', async (request, response) => {
    answer(response, await published(request));
  });

  router.post('/:roomId/stream-key/renew', async (request, response) => {
    const where = await published(request);
    await streamKeys.renew(where.room);
    log.info({ roomId: where.room.id }, 'stream key renewed');
    answer(response, where);
  });

  return router;
}
