import type { LayoutInForce } from '@lianmai/shared';
import type { EgressSink, MediaTag, StreamConfig } from '../MediaTag.ts';
import type { PlayerConnection } from '../relay/FlvPlayer.ts';
import { mediaTagBytes } from '../relay/flvBytes.ts';
import type { TagBatch } from '../relay/TagBatcher.ts';

/** For tests: a stream's set-up with parameter sets that are bytes, not pictures. `width` alone makes two of them differ. */
export function aConfig({ width = 320, height = 240, sampleRate = 48_000 } = {}): StreamConfig {
  const avcC = Buffer.from([
    1,
    0x42,
    0xc0,
    0x1e,
    0xff,
    0xe1,
    0,
    3,
    0x67,
    0x42,
    width & 0xff,
    1,
    0,
    2,
    0x68,
    0xce,
  ]);
  return {
    video: { avcC, width, height },
    audio: { audioSpecificConfig: Buffer.from([0x11, 0x90]), sampleRate, channels: 2 },
  };
}

/** A layout that differs from others by its guest. */
export function aLayout(guest = 'Guest', change: Partial<LayoutInForce> = {}): LayoutInForce {
  const tile = { roomId: 'room', y: 0, width: 160, height: 240, z: 0 };
  const tiles = [
    { ...tile, seat: 0, userId: 'anchor', name: 'Anchor', x: 0 },
    { ...tile, seat: 1, userId: guest, name: guest, x: 160 },
  ];
  return { version: 1, isComposed: true, width: 320, height: 240, tiles, ...change };
}

export function videoTag(timestampMs: number, isKeyframe = false, byteLength = 20): MediaTag {
  const payload = Buffer.alloc(byteLength);
  payload.writeUInt32BE(byteLength - 4, 0);
  payload[4] = isKeyframe ? 0x65 : 0x41;
  return { kind: 'video', timestampMs, compositionMs: 0, isKeyframe, payload };
}

export function audioTag(timestampMs: number): MediaTag {
  return { kind: 'audio', timestampMs, payload: Buffer.from([0x21, 0x10, 4, 0x60, 0x8c, 0x1c]) };
}

export function aBatch(timestampMs: number, startsWithKeyframe: boolean, byteLength = 20): TagBatch {
  const bytes = mediaTagBytes(videoTag(timestampMs, startsWithKeyframe, byteLength));
  return { bytes, startsWithKeyframe, timestampMs, endMs: timestampMs };
}

export interface StreamShape {
  fromMs?: number;
  toMs: number;
  frameMs?: number;
  keyframeEveryMs?: number;
  hasVideo?: (timestampMs: number) => boolean;
  hasAudio?: (timestampMs: number) => boolean;
}

/** Feeds a regular stream, audio and video in the order of their times. */
export function feed(sink: Pick<EgressSink, 'onTag'>, shape: StreamShape): void {
  const { fromMs = 0, toMs, frameMs = 40, keyframeEveryMs = 1000 } = shape;
  const tags: MediaTag[] = [];
  for (let index = 0; fromMs + index * frameMs < toMs; index++) {
    const atMs = fromMs + Math.round(index * frameMs);
    const isKeyframe =
      Math.floor((index * frameMs) / keyframeEveryMs) > Math.floor(((index - 1) * frameMs) / keyframeEveryMs);
    if (shape.hasVideo?.(atMs) ?? true) tags.push(videoTag(atMs, isKeyframe));
  }
  for (let index = 0; fromMs + (index * 64) / 3 < toMs; index++) {
    const atMs = fromMs + Math.round((index * 64) / 3);
    if (shape.hasAudio?.(atMs) ?? true) tags.push(audioTag(atMs));
  }
  for (const tag of tags.toSorted((a, b) => a.timestampMs - b.timestampMs)) sink.onTag(tag);
}

/** A player's connection whose backlog the test sets. */
export class FakeConnection implements PlayerConnection {
  writableLength = 0;
  isEnded = false;
  isDestroyed = false;
  readonly written: Buffer[] = [];

  write(bytes: Buffer): void {
    this.written.push(bytes);
  }

  end(): void {
    this.isEnded = true;
  }

  destroy(): void {
    this.isDestroyed = true;
  }
}

/** What the script tags in it say, by their names. */
export function scriptsIn(written: Buffer[]): { name: unknown; value: unknown; timestampMs: number }[] {
  const bytes = Buffer.concat(written);
  return tagsIn(written)
    .filter(({ kind }) => kind === 'script')
    .map(({ timestampMs, offset }) => {
      const name = readAmf(bytes, offset + 11);
      return { name: name.value, value: readAmf(bytes, name.end).value, timestampMs };
    });
}

function readAmf(bytes: Buffer, at: number): { value: unknown; end: number } {
  const text = (offset: number) => {
    const end = offset + 2 + bytes.readUInt16BE(offset);
    return { value: bytes.toString('utf8', offset + 2, end), end };
  };
  switch (bytes[at]) {
    case 0:
      return { value: bytes.readDoubleBE(at + 1), end: at + 9 };
    case 1:
      return { value: bytes[at + 1] === 1, end: at + 2 };
    case 2:
      return text(at + 1);
    case 10: {
      const values: unknown[] = [];
      let end = at + 5;
      for (let left = bytes.readUInt32BE(at + 1); left > 0; left--) {
        const next = readAmf(bytes, end);
        values.push(next.value);
        end = next.end;
      }
      return { value: values, end };
    }
    case 3:
    case 8: {
      const value: Record<string, unknown> = {};
      let end = bytes[at] === 3 ? at + 1 : at + 5;
      for (let name = text(end); name.value !== ''; name = text(end)) {
        const member = readAmf(bytes, name.end);
        value[name.value] = member.value;
        end = member.end;
      }
      return { value, end: end + 3 };
    }
    default:
      throw new Error(`AMF marker ${bytes[at]}`);
  }
}

interface SeenTag {
  /** Of the tag in what was written. */
  offset: number;
  kind: 'script' | 'videoHeader' | 'audioHeader' | 'video' | 'audio';
  timestampMs: number;
  isKeyframe: boolean;
}

/** The tags in what a player was sent, with or without a file header before them. Throws when sizes do not add up. */
export function tagsIn(written: Buffer[]): SeenTag[] {
  const bytes = Buffer.concat(written);
  const tags: SeenTag[] = [];
  let offset = bytes.subarray(0, 3).toString('latin1') === 'FLV' ? 13 : 0;
  while (offset < bytes.length) {
    const length = 11 + bytes.readUIntBE(offset + 1, 3);
    if (bytes.readUInt32BE(offset + length) !== length)
      throw new Error(`wrong size after the tag at ${offset}`);
    const timestampMs = bytes.readUIntBE(offset + 4, 3) + (bytes[offset + 7] ?? 0) * 0x100_0000;
    const isKeyframe = bytes[offset] === 9 && (bytes[offset + 11] ?? 0) >> 4 === 1;
    tags.push({ offset, kind: kindOf(bytes[offset], bytes[offset + 12]), timestampMs, isKeyframe });
    offset += length + 4;
  }
  return tags;
}

function kindOf(type: number | undefined, packetType: number | undefined): SeenTag['kind'] {
  if (type === 18) return 'script';
  const kind = type === 9 ? 'video' : 'audio';
  return packetType === 0 ? `${kind}Header` : kind;
}
