import type { RequestHandler } from 'express';
import { AppError } from '../core/AppError.ts';

/** No id and no search has one, and PostgreSQL fails when it is asked for a NUL instead of finding nothing. */
export const refuseControlCharacters: RequestHandler = (request, _response, next) => {
  const isPlain = !/%(?:[01][0-9a-f]|7f)/i.test(request.url);
  next(isPlain ? undefined : new AppError('invalid_request', { fields: [{ path: '', message: mistake }] }));
};

const mistake = 'an address must not have control characters';
