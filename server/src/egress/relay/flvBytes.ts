import { type LayoutInForce, layoutScriptTag } from '@lianmai/shared';
import { type AmfValue, amfEcmaArray, amfValue } from '../../flv/amf0.ts';
import { fileHeader, flvTag, tagHeaderLength, writeTimestamp } from '../../flv/flvTag.ts';
import type { MediaTag, StreamConfig } from '../MediaTag.ts';

// Video File Format Specification 10.1, annex E.

export const flvFileHeader = fileHeader({ hasAudio: true, hasVideo: true });

/** AAC; the rate, size and channel bits are fixed for AAC, the AudioSpecificConfig says what is true. */
const aacFormat = 0xaf;
const avcKeyframe = 0x17;
const avcInterframe = 0x27;

/** A copy of whole tags with all times `byMs` earlier. */
export function earlierTags(tags: Buffer, byMs: number): Buffer {
  const shifted = Buffer.from(tags);
  let offset = 0;
  while (offset + tagHeaderLength < shifted.length) {
    const timestampMs = shifted.readUIntBE(offset + 4, 3) + (shifted[offset + 7] ?? 0) * 0x100_0000;
    writeTimestamp(shifted, offset, timestampMs - byMs);
    offset += tagHeaderLength + shifted.readUIntBE(offset + 1, 3) + 4;
  }
  return shifted;
}

export function mediaTagBytes(tag: MediaTag): Buffer {
  if (tag.kind === 'audio') return flvTag('audio', tag.timestampMs, [aacFormat, 1], tag.payload);
  const frame = tag.isKeyframe ? avcKeyframe : avcInterframe;
  const composition = Math.round(tag.compositionMs) & 0xffffff;
  const prefix = [frame, 1, composition >> 16, (composition >> 8) & 0xff, composition & 0xff];
  return flvTag('video', tag.timestampMs, prefix, tag.payload);
}

/** What decoders need before the first frame: AVCDecoderConfigurationRecord and AudioSpecificConfig. */
export function sequenceHeaderBytes(config: StreamConfig, timestampMs: number): Buffer {
  return Buffer.concat([
    flvTag('video', timestampMs, [avcKeyframe, 0, 0, 0, 0], config.video.avcC),
    flvTag('audio', timestampMs, [aacFormat, 0], config.audio.audioSpecificConfig),
  ]);
}

/**
 * The `onMetaData` script tag. ffprobe sees a third stream when `@setDataFrame` comes before the name, as in RTMP, and when its time is
 * not 0, whatever that of the media. There is no `duration`: players take 0 for an empty file.
 */
export function metadataBytes(config: StreamConfig): Buffer {
  const values: [string, AmfValue][] = [
    ['hasVideo', true],
    ['hasAudio', true],
    ['width', config.video.width],
    ['height', config.video.height],
    ['videocodecid', 7],
    ['audiocodecid', 10],
    ['audiosamplerate', config.audio.sampleRate],
    ['audiosamplesize', 16],
    ['stereo', config.audio.channels > 1],
    ['encoder', 'lianmai'],
  ];
  const body = Buffer.concat([amfValue('onMetaData'), amfEcmaArray(values)]);
  return flvTag('script', 0, [], body);
}

/**
 * The `onLayout` script tag. ffprobe shows one more stream, of data, where a stream holds script tags that it does not know; players
 * ignore them.
 */
export function layoutBytes(layout: LayoutInForce, timestampMs: number): Buffer {
  const { version, isComposed, width, height } = layout;
  const tiles = layout.tiles.map(({ ...tile }) => tile);
  const body = amfValue({ version, isComposed, width, height, tiles });
  return flvTag('script', timestampMs, [], Buffer.concat([amfValue(layoutScriptTag), body]));
}
