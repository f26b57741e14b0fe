import { type LayoutInForce, layoutScriptTag } from '@lianmai/shared';
import type { MediaTag, StreamConfig } from '../MediaTag.ts';
import { type AmfValue, amfEcmaArray, amfValue } from './amf0.ts';

// Video File Format Specification 10.1, annex E.

/** File header that announces audio and video, and the size of the (absent) tag before the first. */
export const flvFileHeader: Buffer = Buffer.from([0x46, 0x4c, 0x56, 1, 0b101, 0, 0, 0, 9, 0, 0, 0, 0]);

const tagTypes = { audio: 8, video: 9, script: 18 } as const;
const tagHeaderLength = 11;
/** AAC; the rate, size and channel bits are fixed for AAC, the AudioSpecificConfig says what is true. */
const aacFormat = 0xaf;
const avcKeyframe = 0x17;
const avcInterframe = 0x27;

/** One FLV tag with the size field that follows it, in one allocation. */
function flvTag(type: keyof typeof tagTypes, timestampMs: number, prefix: number[], body: Buffer): Buffer {
  const dataLength = prefix.length + body.length;
  const tag = Buffer.allocUnsafe(tagHeaderLength + dataLength + 4);
  tag[0] = tagTypes[type];
  tag.writeUIntBE(dataLength, 1, 3);
  writeTimestamp(tag, 0, timestampMs);
  tag.writeUIntBE(0, 8, 3);
  tag.set(prefix, tagHeaderLength);
  tag.set(body, tagHeaderLength + prefix.length);
  tag.writeUInt32BE(tagHeaderLength + dataLength, tagHeaderLength + dataLength);
  return tag;
}

/** 24 bits and above them 8 more: goes round after 49 days. */
function writeTimestamp(bytes: Buffer, tagOffset: number, timestampMs: number): void {
  const time = Math.round(timestampMs) >>> 0;
  bytes.writeUIntBE(time & 0xffffff, tagOffset + 4, 3);
  bytes[tagOffset + 7] = time >>> 24;
}

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
