import { normalisedAudio, normalisedVideo } from '../rtp/RtpNormaliser.ts';
import type { VideoConfig } from '../rtp/VideoConfig.ts';

export interface RtpPorts {
  video: number;
  audio: number;
}

/** Describes the normaliser's two streams to ffmpeg, so fully that it need not look at packets to know what they are. */
export function egressSdp(ports: RtpPorts, config: VideoConfig): string {
  return [
    'v=0',
    'o=- 0 0 IN IP4 127.0.0.1',
    's=egress',
    'c=IN IP4 127.0.0.1',
    't=0 0',
    `m=video ${ports.video} RTP/AVP ${normalisedVideo.payloadType}`,
    ...videoAttributes(config),
    `m=audio ${ports.audio} RTP/AVP ${normalisedAudio.payloadType}`,
    `a=rtpmap:${normalisedAudio.payloadType} opus/48000/2`,
    `a=fmtp:${normalisedAudio.payloadType} sprop-stereo=1`,
    '',
  ].join('\r\n');
}

function videoAttributes(config: VideoConfig): string[] {
  const { payloadType } = normalisedVideo;
  if (config.codec === 'VP8') return [`a=rtpmap:${payloadType} VP8/90000`];
  const profile = config.sps.toString('hex', 1, 4);
  const sets = `${config.sps.toString('base64')},${config.pps.toString('base64')}`;
  return [
    `a=rtpmap:${payloadType} H264/90000`,
    `a=fmtp:${payloadType} packetization-mode=1;profile-level-id=${profile};sprop-parameter-sets=${sets}`,
  ];
}
