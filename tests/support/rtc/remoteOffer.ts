import type { ConsumerParameters, IceCandidate, RtpParameters, TransportParameters } from '@lianmai/shared';

/**
 * The SDP offer that the server would write if it spoke SDP: what a transport and its consumers send, seen from a receiver.
 * Without candidates: whoever adds them only after `connectTransport` spares the first DTLS flight a second of waiting.
 */
export function remoteOffer(
  transport: TransportParameters,
  consumers: readonly Pick<ConsumerParameters, 'kind' | 'rtpParameters'>[],
): string {
  const session = ['v=0', 'o=- 1 1 IN IP4 127.0.0.1', 's=-', 't=0 0', 'a=ice-lite'];
  const bundle = `a=group:BUNDLE ${consumers.map((_, mid) => mid).join(' ')}`;
  const sections = consumers.flatMap(({ kind, rtpParameters }, mid) => [
    ...mediaHead(kind, mid, rtpParameters),
    ...transportLines(transport),
    ...rtpParameters.codecs.flatMap(codecLines),
    ...ssrcLines(rtpParameters),
  ]);
  return `${[...session, bundle, ...sections].join('\r\n')}\r\n`;
}

export function candidateLine({
  foundation,
  protocol,
  priority,
  address,
  port,
  type,
  tcpType,
}: IceCandidate): string {
  const tcp = tcpType ? ` tcptype ${tcpType}` : '';
  return `candidate:${foundation} 1 ${protocol} ${priority} ${address} ${port} typ ${type}${tcp}`;
}

/** The fingerprint in a local description. @throws when there is none */
export function sha256Fingerprint(sdp: string): string {
  const value = /^a=fingerprint:sha-256 (\S+)/imu.exec(sdp)?.[1];
  if (value === undefined) throw new Error('no sha-256 fingerprint in the local description');
  return value.toUpperCase();
}

function mediaHead(kind: string, mid: number, { codecs }: RtpParameters): string[] {
  const payloadTypes = codecs.map(({ payloadType }) => payloadType).join(' ');
  const line = `m=${kind} 9 UDP/TLS/RTP/SAVPF ${payloadTypes}`;
  return [line, 'c=IN IP4 127.0.0.1', `a=mid:${mid}`, 'a=sendonly', 'a=rtcp-mux', 'a=rtcp-rsize'];
}

function transportLines({ iceParameters, dtlsParameters }: TransportParameters): string[] {
  const sha256 = dtlsParameters.fingerprints.find(({ algorithm }) => algorithm === 'sha-256');
  if (!sha256) throw new Error('the server offers no sha-256 fingerprint');
  return [
    `a=ice-ufrag:${iceParameters.usernameFragment}`,
    `a=ice-pwd:${iceParameters.password}`,
    `a=fingerprint:sha-256 ${sha256.value}`,
    'a=setup:actpass',
  ];
}

function codecLines({
  mimeType,
  payloadType,
  clockRate,
  channels,
  parameters,
  rtcpFeedback,
}: RtpParameters['codecs'][number]): string[] {
  const name = mimeType.slice(mimeType.indexOf('/') + 1);
  const lines = [
    `a=rtpmap:${payloadType} ${name}/${clockRate}${channels && channels > 1 ? `/${channels}` : ''}`,
  ];
  const format = Object.entries(parameters ?? {}).map(([key, value]) => `${key}=${value}`);
  if (format.length > 0) lines.push(`a=fmtp:${payloadType} ${format.join(';')}`);
  for (const { type, parameter } of rtcpFeedback ?? []) {
    lines.push(`a=rtcp-fb:${payloadType} ${parameter ? `${type} ${parameter}` : type}`);
  }
  return lines;
}

function ssrcLines({ encodings, rtcp }: RtpParameters): string[] {
  return encodings.flatMap(({ ssrc }) =>
    ssrc === undefined ? [] : [`a=ssrc:${ssrc} cname:${rtcp?.cname ?? 'server'}`],
  );
}
