import { existsSync } from 'node:fs';
import { join } from 'node:path';
import express, { type RequestHandler, Router } from 'express';

const pages = [
  '/',
  '/studio',
  '/studio/:roomId',
  '/studio/:roomId/shows',
  '/room/:roomId',
  '/shows/:showId',
  '/operator',
  '/api-docs',
  '/me',
  '/wallet',
  '/me/follows',
  '/wallet',
];

/** Serves the built web client: hashed assets for good, and `index.html` for every page of the single-page app. */
export function webClient(distDir: string): Router {
  const router = Router();
  const indexPath = join(distDir, 'index.html');
  router.use(
    '/assets',
    express.static(join(distDir, 'assets'), { immutable: true, maxAge: '1y', index: false }),
  );
  router.use(express.static(distDir, { index: false, dotfiles: 'ignore', maxAge: '1h' }));
  router.get(pages, page(indexPath, 200));
  // The app has a page for addresses that do not exist; programs get the typed error.
  router.get(/.*/, (request, response, next) => {
    if (request.accepts(['json', 'html']) === 'html') page(indexPath, 404)(request, response, next);
    else next();
  });
  return router;
}

function page(indexPath: string, status: number): RequestHandler {
  return (_request, response, next) => {
    if (!existsSync(indexPath)) {
      next();
      return;
    }
    response.status(status).setHeader('Cache-Control', 'no-cache');
    response.sendFile(indexPath);
  };
}
