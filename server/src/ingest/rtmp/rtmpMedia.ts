import type { RtmpMedia } from './RtmpSession.ts';

/** What a message of a publisher is to us. Enhanced RTMP's codecs and everything but H.264 and AAC are `unsupported`. */
export type MediaPart =
  | { kind: 'videoConfig'; config: Buffer }
  | { kind: 'audioConfig'; config: Buffer }
  | { kind: 'video'; isKeyframe: boolean; hasReordering: boolean }
  | { kind: 'audio' }
  | { kind: 'ignored' }
  | { kind: 'unsupported'; codec: string };

// Video File Format Specification 10.1, annex E.4.2 and E.4.3; Enhanced RTMP v1 sets the first bit of a video message.
const avc = 7;
const aac = 10;
const enhanced = 0x80;
const keyframe = 1;
/** Baseline, Main and High: 8 bits and 4:2:0, which is what every decoder in a browser or a phone can do. */
const playableProfiles = [66, 77, 100];
/** Frames that only tell of a seek. */
const commandFrame = 5;

export function readMediaPart({ kind, body }: RtmpMedia): MediaPart {
  return kind === 'video' ? readVideo(body) : readAudio(body);
}

/** Whether browsers can play such a picture as it is. */
export function isPlayable(videoConfig: Buffer): boolean {
  // An AVCDecoderConfigurationRecord behind five bytes: its version, its profile.
  return playableProfiles.includes(videoConfig[6] ?? 0);
}

function readVideo(body: Buffer): MediaPart {
  const first = body[0] ?? 0;
  if ((first & enhanced) !== 0) return { kind: 'unsupported', codec: body.toString('latin1', 1, 5) };
  const frameType = first >> 4;
  if (frameType === commandFrame) return { kind: 'ignored' };
  if ((first & 0x0f) !== avc) return { kind: 'unsupported', codec: `FLV video codec ${first & 0x0f}` };
  if (body.length <= 5) return { kind: 'ignored' };
  if (body[1] === 0) return { kind: 'videoConfig', config: body };
  if (body[1] !== 1) return { kind: 'ignored' };
  // Decoded and shown at different times: with B-frames every frame is, the keyframe too.
  return { kind: 'video', isKeyframe: frameType === keyframe, hasReordering: body.readIntBE(2, 3) !== 0 };
}

function readAudio(body: Buffer): MediaPart {
  const format = (body[0] ?? 0) >> 4;
  if (format !== aac) return { kind: 'unsupported', codec: `FLV audio format ${format}` };
  if (body.length <= 2) return { kind: 'ignored' };
  return body[1] === 0 ? { kind: 'audioConfig', config: body } : { kind: 'audio' };
}
