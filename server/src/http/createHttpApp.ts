import type { RequestHandler, Router } from 'express';
import express, { type Express } from 'express';
import helmet from 'helmet';
import { AppError } from '../core/AppError.ts';
import type { Logger } from '../core/logger.ts';
import { allowOrigins } from './allowOrigins.ts';
import { errorMapper } from './errorMapper.ts';
import { overrideMethod } from './overrideMethod.ts';
import { keepRawBody } from './rawBody.ts';
import { refuseControlCharacters } from './refuseControlCharacters.ts';

/** Where something is mounted. */
export interface Route {
  path: string;
  router: Router | RequestHandler;
}

export interface HttpAppOptions {
  log: Logger;
  allowedOrigins: '*' | readonly string[];
  trustedProxies: readonly string[];
  /** In order. */
  routes: readonly Route[];
}

/** Puts the routes into one express application with the limits and headers that all of them share. */
export function createHttpApp({ log, allowedOrigins, trustedProxies, routes }: HttpAppOptions): Express {
  const app = express();
  app.disable('x-powered-by');
  app.set('trust proxy', [...trustedProxies]);
  app.set('query parser', 'simple');
  app.use(helmet({ contentSecurityPolicy: { directives: contentSecurityPolicy }, ...crossOrigin }));
  app.use(
    '/api',
    allowOrigins(allowedOrigins),
    refuseControlCharacters,
    overrideMethod,
    express.json({ limit: '32kb', strict: true, verify: keepRawBody }),
  );
  for (const { path, router } of routes) app.use(path, router);
  app.use((_request, _response, next) => next(new AppError('not_found')));
  app.use(errorMapper(log));
  return app;
}

// Players elsewhere fetch our media, so resources are cross-origin. HSTS is left to whoever ends TLS in front of us:
// pinning `localhost` to HTTPS would break every other development server of the same browser.
const crossOrigin = {
  crossOriginResourcePolicy: { policy: 'cross-origin' },
  crossOriginEmbedderPolicy: false,
  strictTransportSecurity: false,
} as const;

const contentSecurityPolicy = {
  defaultSrc: ["'self'"],
  // Signalling may live on another port of the same host; media players make blob URLs and workers of them.
  connectSrc: ["'self'", 'ws:', 'wss:'],
  imgSrc: ["'self'", 'data:', 'blob:', 'https:', 'http:'],
  mediaSrc: ["'self'", 'blob:'],
  workerSrc: ["'self'", 'blob:'],
  styleSrc: ["'self'", "'unsafe-inline'"],
  upgradeInsecureRequests: null,
};
