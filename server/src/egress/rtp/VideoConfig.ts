import { BitReader, removeEmulationPrevention } from '../../codecs/BitReader.ts';
import { readSpsSize } from '../../codecs/sps.ts';

/** What ffmpeg must know of a video track before its first packet; a change needs a new ffmpeg generation. */
export type VideoConfig = { codec: 'H264'; sps: Buffer; pps: Buffer } | { codec: 'VP8' };

/** The ids of parameter sets say nothing: some encoders count them up with each keyframe. */
export function isSameVideoConfig(a: VideoConfig, b: VideoConfig): boolean {
  if (a.codec === 'VP8' || b.codec === 'VP8') return a.codec === b.codec;
  if (a.sps.equals(b.sps) && a.pps.equals(b.pps)) return true;
  return spsWithoutId(a.sps) === spsWithoutId(b.sps) && ppsWithoutIds(a.pps) === ppsWithoutIds(b.pps);
}

/** A picture of `next` can go where `before` was announced: the same codec and size. Parameter sets come with its keyframe. */
export function fitsInto(next: VideoConfig, before: VideoConfig): boolean {
  if (next.codec === 'VP8' || before.codec === 'VP8') return next.codec === before.codec;
  const [a, b] = [readSpsSize(next.sps), readSpsSize(before.sps)];
  return a.width === b.width && a.height === b.height;
}

/** Profile and level, then all that follows the id (ITU-T H.264 §7.3.2.1.1). */
function spsWithoutId(sps: Buffer): string {
  return withoutIds(sps, (reader) => {
    const level = reader.bits(24);
    reader.unsigned();
    return level;
  });
}

/** All that follows its own id and that of its SPS (ITU-T H.264 §7.3.2.2). */
function ppsWithoutIds(pps: Buffer): string {
  return withoutIds(pps, (reader) => {
    reader.unsigned();
    reader.unsigned();
    return 0;
  });
}

function withoutIds(set: Buffer, readHead: (reader: BitReader) => number): string {
  const reader = new BitReader(removeEmulationPrevention(set.subarray(1)));
  try {
    // Ids of other lengths shift what follows: the padding behind the stop bit does not count.
    return `${readHead(reader)} ${reader.rest().replace(/0+$/u, '')}`;
  } catch {
    return set.toString('hex');
  }
}
