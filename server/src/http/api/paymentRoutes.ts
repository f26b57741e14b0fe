import { PaymentNotice, PurchaseBody } from '@lianmai/shared';
import { Router } from 'express';
import type { AccessTokens } from '../../auth/AccessTokens.ts';
import { AppError } from '../../core/AppError.ts';
import type { Clock } from '../../core/Clock.ts';
import type { CoinShop } from '../../interaction/coins/CoinShop.ts';
import { verifyNotice } from '../../interaction/coins/noticeSignature.ts';
import { authenticate } from '../authentication.ts';
import { parseInput } from '../parseInput.ts';
import { rawBodyOf } from '../rawBody.ts';

export interface PaymentRoutesDeps {
  tokens: AccessTokens;
  shop: CoinShop;
  /** Signs what the payment provider says; `null`: nobody outside may say anything. */
  secret: string | null;
  clock: Clock;
}

/** Buying coins, and the webhook by which a payment provider says what became of it. */
export function paymentRoutes({ tokens, shop, secret, clock }: PaymentRoutesDeps): Router {
  const router = Router();

  router.get('/coins/packs', (_request, response) => {
    response.json(shop.view);
  });

  router.post('/me/purchases', async (request, response) => {
    const { userId } = await authenticate(tokens, request);
    const { packId } = parseInput(PurchaseBody, request.body);
    response.status(201).json(await shop.buy(userId, packId));
  });

  router.get('/me/purchases/:purchaseId', async (request, response) => {
    const { userId } = await authenticate(tokens, request);
    response.json(await shop.purchaseOf(userId, request.params.purchaseId));
  });

  // The built-in provider of development servers: the buyer's own word is enough.
  router.post('/me/purchases/:purchaseId/pay', async (request, response) => {
    const { userId } = await authenticate(tokens, request);
    if (shop.view.payment !== 'development') throw new AppError('not_supported');
    const { id, amountMinor, currency } = await shop.purchaseOf(userId, request.params.purchaseId);
    response.json(await shop.settle({ purchaseId: id, status: 'paid', amountMinor, currency }));
  });

  router.post('/payments/webhook', async (request, response) => {
    if (secret === null) throw new AppError('not_supported');
    verifyNotice(rawBodyOf(request), request.get('lianmai-signature'), secret, clock.nowMs());
    response.json(await shop.settle(parseInput(PaymentNotice, request.body)));
  });

  return router;
}
