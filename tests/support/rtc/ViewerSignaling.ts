import type {
  ConsumerParameters,
  DtlsParameters,
  MediaKind,
  RtpCapabilities,
  TransportParameters,
} from '@lianmai/shared';
import type { RawClient } from '../RawClient.ts';

/** The requests that a receiving client makes, over whatever carries them. */
export interface ViewerSignaling {
  createTransport(): Promise<TransportParameters>;
  connectTransport(transportId: string, dtlsParameters: DtlsParameters): Promise<unknown>;
  subscribe(transportId: string, producerId: string): Promise<ConsumerParameters>;
  resumeConsumer(consumerId: string): Promise<unknown>;
}

/** Over the wire, as a browser does it; the client has joined. */
export function signalingOverClient(
  client: RawClient,
  rtpCapabilities: RtpCapabilities,
  forceTcp = false,
): ViewerSignaling {
  return {
    createTransport: () => client.request('createTransport', { direction: 'recv', forceTcp }),
    connectTransport: (transportId, dtlsParameters) =>
      client.request('connectTransport', { transportId, dtlsParameters }),
    subscribe: (transportId, producerId) =>
      client.request('subscribe', {
        transportId,
        producerId,
        rtpCapabilities: plainCapabilities(rtpCapabilities),
      }),
    resumeConsumer: (consumerId) => client.request('resumeConsumer', { consumerId }),
  };
}

/**
 * What libdatachannel understands of the router: no RTX, no bandwidth estimation, no header extensions. Without the cut the server
 * would send repair packets and probe, and the counts would no longer be those of the media.
 */
function plainCapabilities({ codecs }: RtpCapabilities): RtpCapabilities {
  const isFeedbackKept = ({ type }: { type: string }) => type === 'nack' || type === 'ccm';
  const kept = codecs.filter(({ mimeType }) => !mimeType.toLowerCase().endsWith('/rtx'));
  return {
    codecs: kept.map((codec) => ({ ...codec, rtcpFeedback: codec.rtcpFeedback?.filter(isFeedbackKept) })),
    headerExtensions: [],
  };
}

/** A track to be received. */
export interface ViewedTrack {
  producerId: string;
  kind: MediaKind;
}
