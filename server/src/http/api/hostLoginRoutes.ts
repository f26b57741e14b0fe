import { HostLoginBody, MiniProgramHost } from '@lianmai/shared';
import { Router } from 'express';
import type { HostLogins } from '../../auth/hosts/HostLogins.ts';
import { parseInput } from '../parseInput.ts';

/** Logging in from a mini program. */
export function hostLoginRoutes(logins: HostLogins): Router {
  const router = Router();
  for (const host of MiniProgramHost.options) {
    router.post(`/${host}`, async (request, response) => {
      const { code } = parseInput(HostLoginBody, request.body);
      response.setHeader('Cache-Control', 'no-store');
      response.json(await logins.login(host, code));
    });
  }
  return router;
}
