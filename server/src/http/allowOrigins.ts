import type { RequestHandler } from 'express';

/** CORS for the REST API. Tokens travel in a header, never in a cookie, so an origin has no rights of its own. */
export function allowOrigins(allowed: '*' | readonly string[]): RequestHandler {
  return (request, response, next) => {
    const { origin } = request.headers;
    const isAllowed = allowed === '*' || (origin !== undefined && allowed.includes(origin));
    if (isAllowed) {
      response.setHeader('Access-Control-Allow-Origin', allowed === '*' ? '*' : (origin ?? ''));
      response.setHeader('Access-Control-Expose-Headers', 'Link, Location, Retry-After');
      if (allowed !== '*') response.vary('Origin');
    }
    if (request.method !== 'OPTIONS') {
      next();
      return;
    }
    response.setHeader('Access-Control-Allow-Methods', 'GET, POST, PUT, PATCH, DELETE, OPTIONS');
    response.setHeader('Access-Control-Allow-Headers', 'Authorization, Content-Type, Accept-Language');
    response.setHeader('Access-Control-Max-Age', '600');
    response.status(204).end();
  };
}
