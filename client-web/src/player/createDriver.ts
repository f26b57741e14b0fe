import type { StreamSourceType } from '@lianmai/shared';
import { type LiveClient, LiveError } from '../sdk/index.ts';
import { FlvDriver } from './drivers/FlvDriver.ts';
import { HlsDriver } from './drivers/HlsDriver.ts';
import { WebRtcDriver } from './drivers/WebRtcDriver.ts';
import type { LadderProtocol, PlayerDriver } from './types.ts';

/** The player for one protocol, with the stream's address asked for anew: addresses expire. */
export function createDriver(protocol: LadderProtocol, client: LiveClient, roomId: string): PlayerDriver {
  switch (protocol) {
    case 'webrtc':
      return new WebRtcDriver(client);
    case 'flv':
      return new FlvDriver(() => sourceUrl(client, roomId, 'flv'));
    case 'llhls':
    case 'hls':
      return new HlsDriver({
        protocol,
        resolveUrl: () => sourceUrl(client, roomId, 'hls'),
        serverNowMs: () => Date.now() + client.room.getSnapshot().clockOffsetMs,
      });
  }
}

async function sourceUrl(client: LiveClient, roomId: string, type: StreamSourceType): Promise<string> {
  const { sources } = await client.rest.getStream(roomId);
  const source = sources.find((one) => one.type === type);
  if (!source) throw new LiveError('not_supported', { cause: `no ${type} source` });
  return withTicket(source.url, client);
}

/** Says whose player it is: who is in the room is not counted again for their player. */
function withTicket(url: string, client: LiveClient): string {
  const state = client.state.getSnapshot();
  if (state.phase !== 'joined') return url;
  const ticketed = new URL(url);
  ticketed.searchParams.set('viewer', state.sessionId);
  return ticketed.href;
}
