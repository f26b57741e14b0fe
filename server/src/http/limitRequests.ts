import type { RequestHandler } from 'express';
import { AppError } from '../core/AppError.ts';
import type { Clock } from '../core/Clock.ts';
import { RateLimiter } from '../core/RateLimiter.ts';

const maxAddresses = 10_000;

/** Limits how fast one address may change things: requests that only read pass. */
export function limitRequests(clock: Clock, rate: { perSecond: number; burst: number }): RequestHandler {
  const limiters = new Map<string, RateLimiter>();
  return (request, _response, next) => {
    if (request.method === 'GET' || request.method === 'HEAD' || request.method === 'OPTIONS') {
      next();
      return;
    }
    const address = request.ip ?? '';
    const limiter = limiters.get(address) ?? new RateLimiter(clock, rate);
    // Newest last: the addresses that were quiet longest are forgotten first.
    limiters.delete(address);
    limiters.set(address, limiter);
    const oldest = limiters.keys().next();
    if (limiters.size > maxAddresses && !oldest.done) limiters.delete(oldest.value);
    next(limiter.take() ? undefined : new AppError('too_many_requests'));
  };
}
