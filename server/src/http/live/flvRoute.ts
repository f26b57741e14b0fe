import type { Request, Response } from 'express';
import { AppError } from '../../core/AppError.ts';
import type { LiveDelivery, RoomLease } from './LiveDelivery.ts';
import { roomIdOf } from './roomIdOf.ts';

/** `GET|HEAD /live/:roomId.flv`: an endless body while the show goes on. */
export function flvRoute(delivery: LiveDelivery, readyTimeoutMs: number) {
  return async (request: Request, response: Response): Promise<void> => {
    const lease = await delivery.acquire(roomIdOf(request));
    response.once('close', () => lease.release());
    if (response.closed) return lease.release();
    if (request.method === 'HEAD') {
      response.set(flvHeaders).end();
      return lease.release();
    }
    await play(request, response, lease, readyTimeoutMs);
  };
}

const flvHeaders = {
  'Content-Type': 'video/x-flv',
  'Cache-Control': 'no-store',
  // Or nginx would hold the stream back until a buffer is full.
  'X-Accel-Buffering': 'no',
};

async function play(request: Request, response: Response, lease: RoomLease, readyTimeoutMs: number) {
  const { relay } = lease.outputs;
  const isReady = await relay.ready(readyTimeoutMs);
  if (response.closed) return;
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
}
