import type { Request, Response } from 'express';
import { AppError } from '../../core/AppError.ts';
import { admitPlayer } from './admitPlayer.ts';
import type { LiveDelivery, RoomLease } from './LiveDelivery.ts';
import type { LiveDoor, MediaPass } from './MediaDoor.ts';
import { playerOf, type ViewerCounter } from './ViewerCounter.ts';
import { viewerTicket } from './viewerTicket.ts';

export interface FlvRouteOptions {
  delivery: LiveDelivery;
  viewers: ViewerCounter;
  door: LiveDoor;
  readyTimeoutMs: number;
}

/** `GET|HEAD /live/:roomId.flv`: an endless body while the show goes on and its player may watch. */
export function flvRoute({ delivery, viewers, door, readyTimeoutMs }: FlvRouteOptions) {
  return async (request: Request, response: Response): Promise<void> => {
    const pass = admitPlayer(door, request);
    const { roomId } = pass;
    const lease = await delivery.acquire(roomId);
    response.once('close', () => lease.release());
    if (response.closed) return lease.release();
    if (request.method === 'HEAD') {
      response.set(flvHeaders).end();
      return lease.release();
    }
    await waitForPicture(response, lease, readyTimeoutMs);
    door.assertGood(pass);
    if (response.closed) return;
    play(request, response, lease);
    endWhenRefused(door, pass, response);
    if (response.closed) return;
    response.once('close', viewers.open(roomId, viewerTicket(request), playerOf(request, 'flv')));
  };
}

const flvHeaders = {
  'Content-Type': 'video/x-flv',
  'Cache-Control': 'no-store',
  // Or nginx would hold the stream back until a buffer is full.
  'X-Accel-Buffering': 'no',
};

async function waitForPicture(response: Response, lease: RoomLease, readyTimeoutMs: number): Promise<void> {
  const isReady = await lease.outputs.relay.ready(readyTimeoutMs);
  if (isReady || response.closed) return;
  lease.release();
  throw new AppError('egress_unavailable', { detail: 'no picture came in time' });
}

function play(request: Request, response: Response, { outputs: { relay } }: RoomLease): void {
  request.socket.setNoDelay(true);
  request.socket.setTimeout(0);
  response.set(flvHeaders);
  response.flushHeaders();
  const player = relay.addPlayer(response);
  response.once('close', () => player.close());
}

// At once, not after what is queued: and not as an end, which would say that the show is over.
function endWhenRefused(door: LiveDoor, pass: MediaPass, response: Response): void {
  response.once(
    'close',
    door.follow(pass, () => response.destroy()),
  );
}
