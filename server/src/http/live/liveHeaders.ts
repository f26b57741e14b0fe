import type { NextFunction, Request, Response } from 'express';

/** Players on other origins, error replies included: a player that cannot read the status cannot tell "ended" from "broken". */
export function allowEveryOrigin(request: Request, response: Response, next: NextFunction): void {
  response.set({
    'Access-Control-Allow-Origin': '*',
    'Access-Control-Expose-Headers': 'Content-Length, Content-Type, Date, ETag, Retry-After',
    'Cross-Origin-Resource-Policy': 'cross-origin',
    'Timing-Allow-Origin': '*',
    'Cache-Control': 'no-store',
  });
  if (request.method !== 'OPTIONS') {
    next();
    return;
  }
  response.set({
    'Access-Control-Allow-Methods': 'GET, HEAD, OPTIONS',
    'Access-Control-Allow-Headers': 'Range, If-None-Match, Cache-Control, Content-Type, Authorization',
    'Access-Control-Max-Age': '86400',
  });
  response.status(204).end();
}

const cacheControl = {
  // A file's name never stands for other bytes, so caches may keep it for as long as anybody could ask for it.
  file: 'public, max-age=3600, immutable',
  // A playlist that was asked for by its number does not get worse within a second: one fetch serves a whole CDN edge.
  blockingPlaylist: 'public, max-age=1',
  playlist: 'no-cache',
} as const;

/** How long who may keep an answer. At a signed address only its player: a cache in between would not know when it is good no more. */
export function cacheControlOf(what: keyof typeof cacheControl, isSigned: boolean): string {
  if (!isSigned) return cacheControl[what];
  return what === 'file' ? 'private, max-age=3600, immutable' : 'private, no-cache';
}
