import type { TransportCloseReason } from '../rooms/ports/MediaEngine.ts';
import { PlainTransportHandle } from './PlainTransportHandle.ts';
import type { RoomContext } from './RoomContext.ts';
import { WebRtcTransportHandle } from './WebRtcTransportHandle.ts';

export type TransportHandle = WebRtcTransportHandle | PlainTransportHandle;

/** A transport of a peer: what is sent goes to the home router, what is received comes from the worker with the most room. */
export async function openWebRtcTransport(
  { routers, timing, clock }: RoomContext,
  options: { direction: 'send' | 'recv'; forceTcp: boolean },
  onLost: (handle: TransportHandle, reason: TransportCloseReason) => void,
): Promise<WebRtcTransportHandle> {
  const use = await (options.direction === 'send' ? routers.useHome() : routers.useLeastLoaded());
  try {
    const handle: WebRtcTransportHandle = await WebRtcTransportHandle.create({
      ...{ ...options, router: use.router, timing, clock },
      onClosed: use.end,
      onLost: (reason) => onLost(handle, reason),
    });
    return handle;
  } catch (error) {
    use.end();
    throw error;
  }
}

/** A way in for what a process of ours sends on a peer's behalf. */
export async function openPlainTransport(
  { routers }: RoomContext,
  onLost: (handle: TransportHandle, reason: TransportCloseReason) => void,
): Promise<PlainTransportHandle> {
  const use = await routers.useHome();
  try {
    const handle: PlainTransportHandle = await PlainTransportHandle.create(use, (reason) =>
      onLost(handle, reason),
    );
    return handle;
  } catch (error) {
    use.end();
    throw error;
  }
}
