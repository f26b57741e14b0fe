import type { RequestHandler } from 'express';

/** Mini programs' requests know no `PATCH`: a `POST` with `X-HTTP-Method-Override: PATCH` is one. No other method is taken from a header. */
export const overrideMethod: RequestHandler = (request, _response, next) => {
  const wanted = request.headers['x-http-method-override'];
  if (request.method === 'POST' && wanted === 'PATCH') request.method = wanted;
  next();
};
