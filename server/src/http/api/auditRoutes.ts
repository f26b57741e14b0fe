import { AuditQueryInput } from '@lianmai/shared';
import { type Request, type Response, Router } from 'express';
import type { AccessTokens } from '../../auth/AccessTokens.ts';
import type { AuditLog } from '../../interaction/moderation/ports.ts';
import { authenticateOperator } from '../authentication.ts';
import { csvOf, sendCsv } from '../csv.ts';
import { nextLink } from '../nextLink.ts';
import { parseInput } from '../parseInput.ts';

export interface AuditRoutesDeps {
  tokens: AccessTokens;
  audit: AuditLog;
}

/** The audit log, for operators of the platform: mounted at `/api/moderation`. The next page is in the Link header. */
export function auditRoutes({ tokens, audit }: AuditRoutesDeps): Router {
  const router = Router();
  const entriesFor = async (request: Request, response: Response) => {
    await authenticateOperator(tokens, request);
    const { cursor, ...query } = parseInput(AuditQueryInput, request.query);
    const entries = await audit.list({ ...query, before: cursor });
    const last = entries.at(-1);
    if (last && entries.length === query.limit) {
      response.setHeader('Link', nextLink(request, String(last.number)));
    }
    return entries;
  };

  router.get('/audit', async (request, response) => {
    response.json(await entriesFor(request, response));
  });
  router.get('/audit.csv', async (request, response) => {
    const entries = await entriesFor(request, response);
    sendCsv(
      response,
      'audit',
      csvOf(
        [
          'number',
          'at',
          'act',
          'room',
          'actor id',
          'actor',
          'target id',
          'target',
          'reason',
          'detail',
          'origin',
        ],
        entries.map(({ number, atMs, act, roomId, actor, target, reason, detail, origin }) => [
          number,
          new Date(atMs).toISOString(),
          act,
          roomId,
          actor?.id ?? null,
          actor?.name ?? null,
          target?.id ?? null,
          target?.name ?? null,
          reason,
          detail,
          origin,
        ]),
      ),
    );
  });

  return router;
}
