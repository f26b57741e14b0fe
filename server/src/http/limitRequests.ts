import type { RequestHandler } from 'express';
import { AppError } from '../core/AppError.ts';
import type { Clock } from '../core/Clock.ts';
import { KeyedRateLimiter } from '../core/KeyedRateLimiter.ts';
import { addressOf } from './addressOf.ts';

/** Limits how fast one address may change things: requests that only read pass. */
export function limitRequests(clock: Clock, rate: { perSecond: number; burst: number }): RequestHandler {
  const limiters = new KeyedRateLimiter(clock, rate);
  return (request, _response, next) => {
    if (request.method === 'GET' || request.method === 'HEAD' || request.method === 'OPTIONS') {
      next();
      return;
    }
    const limiter = limiters.of(addressOf(request));
    const isTaken = limiter.take();
    next(isTaken ? undefined : new AppError('too_many_requests', { retryAfterMs: limiter.waitMs }));
  };
}
