import { Router } from 'express';

export interface HealthRoutesDeps {
  /** Why the server should get no new traffic now; empty when it should. */
  notReadyReasons: () => string[];
  /** `null` when none is set up. Degraded is no reason to send people elsewhere: rooms go on in memory. */
  redis: () => 'ready' | 'degraded' | null;
}

/** `/healthz`: the process answers. `/readyz`: it can also take new rooms and viewers. */
export function healthRoutes({ notReadyReasons, redis }: HealthRoutesDeps): Router {
  const router = Router();
  router.get('/healthz', (_request, response) => {
    response.json({ status: 'ok' });
  });
  router.get('/readyz', (_request, response) => {
    const reasons = notReadyReasons();
    response.status(reasons.length === 0 ? 200 : 503).json({
      status: reasons.length === 0 ? 'ready' : 'not_ready',
      reasons,
      ...(redis() && { redis: redis() }),
    });
  });
  return router;
}
