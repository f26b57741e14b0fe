import type { VideoTag } from './PartBuffer.ts';

const spsType = 7;

/**
 * SPS and PPS of an AVCDecoderConfigurationRecord as length-prefixed NAL units. HLS keyframes carry them in band as well, because
 * ffmpeg as a player reads only the first EXT-X-MAP of a playlist and would decode what follows a change with the old ones.
 */
export function parameterSets(avcC: Buffer): Buffer {
  const lengthSize = lengthSizeOf(avcC);
  const units: Buffer[] = [];
  let offset = 5;
  for (const countMask of [0x1f, 0xff]) {
    const count = (avcC[offset] ?? 0) & countMask;
    offset += 1;
    for (let index = 0; index < count && offset + 2 <= avcC.length; index++) {
      const end = offset + 2 + avcC.readUInt16BE(offset);
      units.push(lengthPrefixed(avcC.subarray(offset + 2, end), lengthSize));
      offset = end;
    }
  }
  return Buffer.concat(units);
}

/** The keyframe with the parameter sets before it, unless it brings its own. */
export function withParameterSets(keyframe: VideoTag, avcC: Buffer): VideoTag {
  if (hasSps(keyframe.payload, lengthSizeOf(avcC))) return keyframe;
  return { ...keyframe, payload: Buffer.concat([parameterSets(avcC), keyframe.payload]) };
}

function hasSps(accessUnit: Buffer, lengthSize: number): boolean {
  let offset = 0;
  while (offset + lengthSize < accessUnit.length) {
    if (((accessUnit[offset + lengthSize] ?? 0) & 0x1f) === spsType) return true;
    offset += lengthSize + accessUnit.readUIntBE(offset, lengthSize);
  }
  return false;
}

function lengthPrefixed(unit: Buffer, lengthSize: number): Buffer {
  const length = Buffer.alloc(lengthSize);
  length.writeUIntBE(unit.length, 0, lengthSize);
  return Buffer.concat([length, unit]);
}

function lengthSizeOf(avcC: Buffer): number {
  return ((avcC[4] ?? 3) & 3) + 1;
}
