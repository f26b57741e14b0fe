import { type Income, OpaqueId, TopUpBody, WalletHistoryQuery } from '@lianmai/shared';
import { Router } from 'express';
import type { AccessTokens } from '../../auth/AccessTokens.ts';
import type { Wallets } from '../../interaction/coins/Wallets.ts';
import type { GiverLists } from '../../interaction/gifts/GiverLists.ts';
import { authenticate, authenticateOperator } from '../authentication.ts';
import { nextLink } from '../nextLink.ts';
import { parseInput } from '../parseInput.ts';

export interface WalletRoutesDeps {
  tokens: AccessTokens;
  wallets: Wallets;
  lists: GiverLists;
}

/** Everybody's own coins, and what operators give. */
export function walletRoutes({ tokens, wallets, lists }: WalletRoutesDeps): Router {
  const router = Router();

  router.get('/me/wallet', async (request, response) => {
    const { userId } = await authenticate(tokens, request);
    response.json(await wallets.wallet(userId));
  });

  router.get('/me/wallet/history', async (request, response) => {
    const { userId } = await authenticate(tokens, request);
    const page = await wallets.history(userId, parseInput(WalletHistoryQuery, request.query));
    if (page.nextCursor) response.setHeader('Link', nextLink(request, page.nextCursor));
    response.json(page.entries);
  });

  router.get('/me/income', async (request, response) => {
    const { userId } = await authenticate(tokens, request);
    const { income } = await wallets.wallet(userId);
    response.json({ income, ...(await lists.incomeOf(userId)) } satisfies Income);
  });

  router.post('/users/:userId/coins', async (request, response) => {
    const operator = await authenticateOperator(tokens, request);
    const userId = parseInput(OpaqueId.max(128), request.params.userId);
    const body = parseInput(TopUpBody, request.body);
    response.json(await wallets.topUp(operator.userId, userId, body));
  });

  return router;
}
