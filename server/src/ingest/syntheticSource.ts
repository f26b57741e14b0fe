import type { MediaKind, RtpParameters } from '@lianmai/shared';

/** Where one track's packets go: an injection's ports on this machine. */
export interface RtpDestination {
  ip: string;
  port: number;
  rtcpPort: number;
}

const videoSsrc = 0x11a0_0001;
const audioSsrc = 0x11a0_0002;
const frameRate = 25;

/** What the synthetic source sends, as a Producer needs to know it. */
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

// A slow gradient with a moving test card and its running seconds: shows at a glance that the picture moves, and how late it is.
// Drawn small and scaled up, the gradient costs a seventh of what it costs at full size, and is smoother.
const picture =
  `gradients=s=160x90:r=${frameRate}:c0=0x1b1140:c1=0xd6336c:c2=0x4263eb:n=3:speed=0.012,` +
  'scale=1280x720:flags=bilinear,format=yuv420p[background];' +
  `testsrc2=s=640x360:r=${frameRate},format=yuv420p[card];` +
  "[background][card]overlay=x='320+120*sin(t/3)':y='180+70*cos(t/4)'";

// One soft plucked note a second, four in turn.
const sound = '0.2*sin(2*PI*t*(262+65*floor(mod(t\\,4))))*exp(-5*mod(t\\,1))';

/** ffmpeg arguments for a test picture and a quiet melody, as H.264 constrained baseline and Opus over RTP. */
export function syntheticSourceArgs(video: RtpDestination, audio: RtpDestination): string[] {
  return [
    ...['-hide_banner', '-nostdin', '-loglevel', 'warning'],
    ...['-re', '-f', 'lavfi', '-i', picture],
    ...['-re', '-f', 'lavfi', '-i', `aevalsrc=${sound}:s=48000:c=stereo`],
    ...[
      '-map',
      '0:v',
      '-c:v',
      'libx264',
      '-preset',
      'ultrafast',
      '-tune',
      'zerolatency',
      '-profile:v',
      'baseline',
    ],
    // A keyframe a second: nobody can ask this source for one.
    ...['-g', String(frameRate), '-b:v', '2000k', '-maxrate', '2000k', '-bufsize', '1000k', '-bf', '0'],
    ...['-f', 'rtp', '-ssrc', String(videoSsrc), '-payload_type', '101', rtpUrl(video)],
    ...['-map', '1:a', '-c:a', 'libopus', '-b:a', '64k'],
    ...['-f', 'rtp', '-ssrc', String(audioSsrc), '-payload_type', '100', rtpUrl(audio)],
  ];
}

function rtpUrl({ ip, port, rtcpPort }: RtpDestination): string {
  return `rtp://${ip}:${port}?rtcpport=${rtcpPort}&pkt_size=1200`;
}
