import type { MediaKind, RtpParameters } from '@lianmai/shared';

/** Where one track's packets go: an injection's ports on this machine. */
export interface RtpDestination {
  ip: string;
  port: number;
  rtcpPort: number;
}

const videoSsrc = 0x11a0_0001;
const audioSsrc = 0x11a0_0002;
export const syntheticFrameRate = 25;

/** What a synthetic source sends, as a Producer needs to know it. */
export const syntheticTracks: readonly { kind: MediaKind; rtpParameters: RtpParameters }[] = [
  {
    kind: 'video',
    rtpParameters: {
      codecs: [
        {
          mimeType: 'video/H264',
          payloadType: 101,
          clockRate: 90_000,
          parameters: { 'packetization-mode': 1, 'profile-level-id': '42e01f', 'level-asymmetry-allowed': 1 },
        },
      ],
      encodings: [{ ssrc: videoSsrc }],
      rtcp: { cname: 'lianmai-synthetic' },
    },
  },
  {
    kind: 'audio',
    rtpParameters: {
      codecs: [{ mimeType: 'audio/opus', payloadType: 100, clockRate: 48_000, channels: 2, parameters: {} }],
      encodings: [{ ssrc: audioSsrc }],
      rtcp: { cname: 'lianmai-synthetic' },
    },
  },
];

/** 8 KB of sound a second to a pipe that nobody needs: when who started it is gone, however that went, the pipe breaks and it ends. */
const signOfLife = ['-map', '1:a', '-c:a', 'pcm_u8', '-ac', '1', '-ar', '8000', '-f', 'u8', 'pipe:1'];

export interface SyntheticSource {
  /** ffmpeg sources (lavfi): a picture of `syntheticFrameRate`, and sound. */
  picture: string;
  sound: string;
  videoBps: number;
}

/** ffmpeg arguments that send a synthetic source in real time, as H.264 constrained baseline and Opus over RTP. */
export function syntheticArgs(
  { picture, sound, videoBps }: SyntheticSource,
  video: RtpDestination,
  audio: RtpDestination,
): string[] {
  const encoder = ['-preset', 'ultrafast', '-tune', 'zerolatency', '-profile:v', 'baseline', '-threads', '1'];
  return [
    ...['-hide_banner', '-nostdin', '-loglevel', 'warning'],
    ...['-re', '-f', 'lavfi', '-i', picture],
    ...['-re', '-f', 'lavfi', '-i', sound],
    ...['-map', '0:v', '-c:v', 'libx264', ...encoder],
    // A keyframe a second: nobody can ask this source for one.
    ...['-g', String(syntheticFrameRate), '-b:v', String(videoBps), '-maxrate', String(videoBps)],
    ...['-bufsize', String(videoBps / 2), '-bf', '0'],
    ...['-f', 'rtp', '-ssrc', String(videoSsrc), '-payload_type', '101', rtpUrl(video)],
    ...['-map', '1:a', '-c:a', 'libopus', '-b:a', '64k'],
    ...['-f', 'rtp', '-ssrc', String(audioSsrc), '-payload_type', '100', rtpUrl(audio)],
    ...signOfLife,
  ];
}

function rtpUrl({ ip, port, rtcpPort }: RtpDestination): string {
  return `rtp://${ip}:${port}?rtcpport=${rtcpPort}&pkt_size=1200`;
}
