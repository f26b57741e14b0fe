import type { ConsumerParameters, DtlsParameters, TransportParameters } from '@lianmai/shared';
import rtc, { type PeerConnection, type Track } from 'node-datachannel';

/** A real WebRTC receiver (ICE, DTLS, SRTP) of one consumer, in this process. */
export interface RtcViewer {
  /** Decrypted RTP packets, without RTCP. */
  readonly packets: Buffer[];
  close(): void;
}

/** Connects to a receive transport as a browser would: the server's description is made here from its parameters. */
export async function connectViewer(
  transport: TransportParameters,
  consumer: ConsumerParameters,
  connectTransport: (dtlsParameters: DtlsParameters) => Promise<void>,
): Promise<RtcViewer> {
  const connection = new rtc.PeerConnection(transport.id, { iceServers: [] });
  const packets: Buffer[] = [];
  const tracks: Track[] = [];
  connection.onTrack((track) => {
    tracks.push(track);
    track.onMessage((packet) => {
      const type = packet[1] ?? 0;
      if (type < 192 || type > 223) packets.push(packet);
    });
  });
  await connectTransport(await answerTo(connection, offer(transport, consumer)));
  return { packets, close: () => connection.close() };
}

function answerTo(connection: PeerConnection, sdp: string): Promise<DtlsParameters> {
  const answered = new Promise<DtlsParameters>((resolve, reject) => {
    connection.onLocalDescription((answer) => {
      const value = /a=fingerprint:sha-256 (\S+)/i.exec(answer)?.[1];
      if (value) resolve({ role: 'client', fingerprints: [{ algorithm: 'sha-256', value }] });
      else reject(new Error('an answer without a fingerprint'));
    });
  });
  connection.setRemoteDescription(sdp, 'offer');
  return answered;
}

function offer(transport: TransportParameters, { kind, rtpParameters }: ConsumerParameters): string {
  const { iceParameters, iceCandidates, dtlsParameters } = transport;
  const codec = rtpParameters.codecs[0];
  const fingerprint = dtlsParameters.fingerprints.find(({ algorithm }) => algorithm === 'sha-256');
  if (!codec || !fingerprint) throw new Error('parameters without a codec or a fingerprint');
  const { payloadType, mimeType, clockRate } = codec;
  const candidates = iceCandidates
    .filter(({ protocol }) => protocol === 'udp')
    .map(({ foundation, priority, ip, port }) => {
      return `a=candidate:${foundation} 1 udp ${priority} ${ip} ${port} typ host`;
    });
  const lines = ['v=0', 'o=- 1 1 IN IP4 127.0.0.1', 's=-', 't=0 0', 'a=ice-lite', 'a=group:BUNDLE 0'];
  lines.push(`m=${kind} 7 UDP/TLS/RTP/SAVPF ${payloadType}`, 'c=IN IP4 127.0.0.1', 'a=mid:0', 'a=sendonly');
  lines.push('a=rtcp-mux', 'a=setup:actpass', `a=fingerprint:sha-256 ${fingerprint.value}`);
  lines.push(`a=ice-ufrag:${iceParameters.usernameFragment}`, `a=ice-pwd:${iceParameters.password}`);
  lines.push(`a=rtpmap:${payloadType} ${mimeType.split('/')[1]}/${clockRate}`);
  lines.push(
    `a=ssrc:${rtpParameters.encodings[0]?.ssrc} cname:publisher`,
    ...candidates,
    'a=end-of-candidates',
  );
  return `${lines.join('\r\n')}\r\n`;
}

/** Stops the receiver's own threads; to be called once at the end of a suite. */
export function stopViewers(): void {
  rtc.cleanup();
}
