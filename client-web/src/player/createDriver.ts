import type { StreamSourceType } from '@lianmai/shared';
import { type LiveClient, LiveError } from '../sdk/index.ts';
import { FlvDriver } from './drivers/FlvDriver.ts';
import { HlsDriver } from './drivers/HlsDriver.ts';
import { WebRtcDriver } from './drivers/WebRtcDriver.ts';
import { type SignedUrl, StreamAddress } from './StreamAddress.ts';
import type { LadderProtocol, PlayerDriver } from './types.ts';

/** The player for one protocol, with the stream's address asked for anew: addresses expire. */
export function createDriver(protocol: LadderProtocol, client: LiveClient, roomId: string): PlayerDriver {
  const serverNowMs = () => Date.now() + client.room.getSnapshot().clockOffsetMs;
  switch (protocol) {
    case 'webrtc':
      return new WebRtcDriver(client);
    case 'flv':
      // What has begun to play goes on when its address expires.
      return new FlvDriver(async () => (await signedUrl(client, roomId, 'flv')).url);
    case 'llhls':
    case 'hls': {
      const address = new StreamAddress({ ask: () => signedUrl(client, roomId, 'hls'), serverNowMs });
      return new HlsDriver({ protocol, address, serverNowMs });
    }
  }
}

async function signedUrl(client: LiveClient, roomId: string, type: StreamSourceType): Promise<SignedUrl> {
  const { sources } = await client.rest.getStream(roomId);
  const source = sources.find((one) => one.type === type);
  if (!source) throw new LiveError('not_supported', { cause: `no ${type} source` });
  const expiresAtMs = source.expiresAt === undefined ? null : Date.parse(source.expiresAt);
  return { url: withTicket(source.url, client), expiresAtMs };
}

/** Says whose player it is: who is in the room is not counted again for their player. */
function withTicket(url: string, client: LiveClient): string {
  const state = client.state.getSnapshot();
  if (state.phase !== 'joined') return url;
  const ticketed = new URL(url);
  ticketed.searchParams.set('viewer', state.sessionId);
  return ticketed.href;
}
