import { type HostsInfo, protocolVersion, type ServerInfo } from '@lianmai/shared';
import { Router } from 'express';

export interface InfoRoutesDeps {
  /** `null` while nothing listens for HTTPS. */
  httpsPort: () => number | null;
  areGuestsAllowed: boolean;
  isRegistrationOpen: boolean;
  hosts: HostsInfo;
}

/** `GET /info`: what a page needs to know of its server before anybody has signed in. */
export function infoRoutes({ httpsPort, ...offers }: InfoRoutesDeps): Router {
  const router = Router();
  router.get('/info', (_request, response) => {
    const info: ServerInfo = { protocolVersion, httpsPort: httpsPort(), ...offers };
    response.json(info);
  });
  return router;
}
