import type { Request, Response } from 'express';
import { AppError } from '../../core/AppError.ts';
import { parseHlsFileName, type ReloadRequest } from '../../egress/delivery/hlsAddressing.ts';
import { admitPlayer } from './admitPlayer.ts';
import type { HlsAudience } from './HlsAudience.ts';
import type { HlsViewers } from './HlsViewers.ts';
import { cacheControlOf } from './liveHeaders.ts';
import type { LiveDoor } from './MediaDoor.ts';

export interface PlaylistRouteOptions {
  audience: HlsAudience;
  viewers: HlsViewers;
  door: LiveDoor;
  readyTimeoutMs: number;
}

/** `GET|HEAD /live/:roomId/index.m3u8`: the media playlist itself; there is one rendition, so a multivariant one would say nothing. */
export function playlistRoute({ audience, viewers, door, readyTimeoutMs }: PlaylistRouteOptions) {
  return async (request: Request, response: Response): Promise<void> => {
    const reload = reloadRequest(request);
    const { roomId, isSigned } = admitPlayer(door, request);
    const { packager } = await audience.join(roomId);
    if (request.method === 'GET') viewers.seen(roomId, request);
    if (!(await packager.ready(readyTimeoutMs))) {
      throw new AppError('egress_unavailable', { detail: 'no segment came in time' });
    }
    const { text, etag } = await packager.playlist(reload);
    if (response.closed) return;
    response.set({
      'Content-Type': 'application/vnd.apple.mpegurl',
      'Cache-Control': cacheControlOf(reload ? 'blockingPlaylist' : 'playlist', isSigned),
      ETag: etag,
    });
    sendFresh(request, response, Buffer.from(text));
  };
}

/** `GET|HEAD /live/:roomId/<init|seg|part>`: never a path of a file system. */
export function fileRoute({ audience, door }: Pick<PlaylistRouteOptions, 'audience' | 'door'>) {
  return async (request: Request, response: Response): Promise<void> => {
    const { roomId, isSigned } = admitPlayer(door, request);
    const { file: name } = request.params;
    const file = typeof name === 'string' ? parseHlsFileName(name) : null;
    const outputs = file && audience.find(roomId);
    const bytes = outputs && (await outputs.packager.file(file));
    if (!bytes) throw new AppError('not_found');
    if (response.closed) return;
    response.set({
      'Content-Type': 'video/mp4',
      'Cache-Control': cacheControlOf('file', isSigned),
      ETag: `"${name}"`,
    });
    sendFresh(request, response, bytes);
  };
}

/** 304 when the client has it already; the body is left out for HEAD by Node. */
function sendFresh(request: Request, response: Response, bytes: Buffer): void {
  if (request.fresh) {
    response.status(304).end();
    return;
  }
  response.set('Content-Length', String(bytes.length));
  response.end(bytes);
}

function reloadRequest(request: Request): ReloadRequest | null {
  const msn = wholeNumber(request.query._HLS_msn, '_HLS_msn');
  const part = wholeNumber(request.query._HLS_part, '_HLS_part');
  if (msn !== null) return { msn, part };
  if (part !== null) throw invalidQuery('_HLS_part', 'needs _HLS_msn');
  return null;
}

function wholeNumber(value: unknown, path: string): number | null {
  if (value === undefined) return null;
  if (typeof value === 'string' && /^\d{1,15}$/.test(value)) return Number(value);
  throw invalidQuery(path, 'must be a whole number');
}

function invalidQuery(path: string, message: string): AppError {
  return new AppError('invalid_request', { fields: [{ path, message }] });
}
