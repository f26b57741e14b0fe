import { type Request, type Response, Router } from 'express';
import { AppError } from '../../core/AppError.ts';
import type { Clock } from '../../core/Clock.ts';
import type { Disposables } from '../../core/Disposables.ts';
import { flvRoute } from './flvRoute.ts';
import { HlsAudience } from './HlsAudience.ts';
import { HlsViewers } from './HlsViewers.ts';
import { fileRoute, playlistRoute } from './hlsRoutes.ts';
import type { LiveDelivery } from './LiveDelivery.ts';
import { allowEveryOrigin } from './liveHeaders.ts';
import type { LiveDoor } from './MediaDoor.ts';
import type { ViewerCounter } from './ViewerCounter.ts';

export interface LiveRouterOptions {
  delivery: LiveDelivery;
  viewers: ViewerCounter;
  door: LiveDoor;
  clock: Clock;
  /** The router's timers and leases end with it. */
  disposables: Disposables;
  /** How long the first request of a room may wait for the egress to show something. */
  readyTimeoutMs?: number;
}

/** The routes to be mounted at `/live`. Errors go to the next error handler as AppErrors. */
export function createLiveRouter(options: LiveRouterOptions): Router {
  const { delivery, viewers, door, clock, disposables, readyTimeoutMs = 10_000 } = options;
  const audience = new HlsAudience({ delivery, clock });
  disposables.add(() => audience.close());
  const hlsViewers = new HlsViewers(viewers, clock);
  disposables.add(() => hlsViewers.close());
  const router = Router({ caseSensitive: true, strict: true });
  router.use(allowEveryOrigin);
  // Each with and without a signature. It stands before the room: what a playlist names lies beside it, and is signed by it too.
  for (const base of ['', '/t/:token']) {
    router.get(`${base}/:roomId.flv`, flvRoute({ delivery, viewers, door, readyTimeoutMs }));
    router.get(
      `${base}/:roomId/index.m3u8`,
      playlistRoute({ audience, viewers: hlsViewers, door, readyTimeoutMs }),
    );
    router.get(`${base}/:roomId/:file`, fileRoute({ audience, door }));
  }
  router.use((_request: Request, _response: Response) => {
    throw new AppError('not_found');
  });
  return router;
}
