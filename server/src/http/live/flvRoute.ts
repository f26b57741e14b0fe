import type { Request, Response } from 'express';
import { AppError } from '../../core/AppError.ts';
import type { LiveDelivery, RoomLease } from './LiveDelivery.ts';
import { roomIdOf } from './roomIdOf.ts';
import { playerOf, type ViewerCounter } from './ViewerCounter.ts';
import { viewerTicket } from './viewerTicket.ts';

export interface FlvRouteOptions {
  delivery: LiveDelivery;
  viewers: ViewerCounter;
  readyTimeoutMs: number;
}

/** `GET|HEAD /live/:roomId.flv`: an endless body while the show goes on. */
export function flvRoute({ delivery, viewers, readyTimeoutMs }: FlvRouteOptions) {
  return async (request: Request, response: Response): Promise<void> => {
    const roomId = roomIdOf(request);
    const lease = await delivery.acquire(roomId);
    response.once('close', () => lease.release());
    if (response.closed) return lease.release();
    if (request.method === 'HEAD') {
      response.set(flvHeaders).end();
      return lease.release();
    }
    const hasBegun = await play(request, response, lease, readyTimeoutMs);
    if (hasBegun)
      response.once('close', viewers.open(roomId, viewerTicket(request), playerOf(request, 'flv')));
  };
}

const flvHeaders = {
  'Content-Type': 'video/x-flv',
  'Cache-Control': 'no-store',
  // Or nginx would hold the stream back until a buffer is full.
  'X-Accel-Buffering': 'no',
};

async function play(
  request: Request,
  response: Response,
  lease: RoomLease,
  readyTimeoutMs: number,
): Promise<boolean> {
  const { relay } = lease.outputs;
  const isReady = await relay.ready(readyTimeoutMs);
  if (response.closed) return false;
  if (!isReady) {
    lease.release();
    throw new AppError('egress_unavailable', { detail: 'no picture came in time' });
  }
  request.socket.setNoDelay(true);
  request.socket.setTimeout(0);
  response.set(flvHeaders);
  response.flushHeaders();
  const player = relay.addPlayer(response);
  response.once('close', () => player.close());
  return !response.closed;
}
