import type { types } from 'mediasoup';
import { withMediaErrors } from './mediaErrors.ts';
import { loopbackPorts, socketBufferBytes } from './mediaTiming.ts';

/**
 * A way in for one track from a sender on this machine, whose address it learns from the first packet. RTP and RTCP have separate ports:
 * ffmpeg sends them from two sockets, and a multiplexed transport would lock on to whichever spoke first.
 */
export function createPlainTransport(router: types.Router): Promise<types.PlainTransport> {
  const listenInfo = {
    protocol: 'udp' as const,
    ip: '127.0.0.1',
    portRange: loopbackPorts,
    recvBufferSize: socketBufferBytes,
  };
  return withMediaErrors(() =>
    router.createPlainTransport({ listenInfo, rtcpListenInfo: listenInfo, rtcpMux: false, comedia: true }),
  );
}

/** Where the sender sends to. */
export function portsOf({ tuple, rtcpTuple }: types.PlainTransport): { port: number; rtcpPort: number } {
  return { port: tuple.localPort, rtcpPort: rtcpTuple?.localPort ?? tuple.localPort };
}
