import type { SourceTrack } from './OnAirSource.ts';
import type { SourceTargets } from './ports.ts';

/** Where one track's packets go on this machine. */
export interface RtpDestination {
  ip: string;
  port: number;
  rtcpPort: number;
}

const rtcp = { cname: 'lianmai-ingest' };

/** H.264 as ffmpeg sends it. Every Producer has a transport of its own, so that SSRCs need not differ between sources. */
export const videoTrack: SourceTrack = {
  kind: 'video',
  source: 'camera',
  rtpParameters: {
    codecs: [
      {
        mimeType: 'video/H264',
        payloadType: 101,
        clockRate: 90_000,
        parameters: { 'packetization-mode': 1, 'profile-level-id': '42e01f', 'level-asymmetry-allowed': 1 },
      },
    ],
    encodings: [{ ssrc: 0x11a0_0001 }],
    rtcp,
  },
};

/** Opus as ffmpeg sends it. */
export const audioTrack: SourceTrack = {
  kind: 'audio',
  source: 'microphone',
  rtpParameters: {
    codecs: [{ mimeType: 'audio/opus', payloadType: 100, clockRate: 48_000, channels: 2, parameters: {} }],
    encodings: [{ ssrc: 0x11a0_0002 }],
    rtcp,
  },
};

/** Where to send the tracks of both kinds, picture first. */
export function rtpDestinations({
  ip,
  tracks,
}: SourceTargets): [video: RtpDestination, audio: RtpDestination] {
  const [video, audio] = (['video', 'audio'] as const).map((kind) =>
    tracks.find((track) => track.kind === kind),
  );
  if (!video || !audio) throw new Error('not both tracks are wanted');
  return [
    { ip, port: video.port, rtcpPort: video.rtcpPort },
    { ip, port: audio.port, rtcpPort: audio.rtcpPort },
  ];
}

/** ffmpeg's arguments for one output, after those of its encoder. */
export function rtpOutput({ rtpParameters }: SourceTrack, { ip, port, rtcpPort }: RtpDestination): string[] {
  const [encoding] = rtpParameters.encodings;
  const [codec] = rtpParameters.codecs;
  const url = `rtp://${ip}:${port}?rtcpport=${rtcpPort}&pkt_size=1200`;
  return [
    ...['-f', 'rtp', '-ssrc', String(encoding?.ssrc), '-payload_type', String(codec?.payloadType)],
    url,
  ];
}
