import { describe, expect, it } from 'vitest';
import { aConfig, videoTag } from '../delivery/deliveryFakes.ts';
import { initSegment } from './initSegment.ts';
import { mediaFragment } from './mediaFragment.ts';
import { withParameterSets } from './parameterSets.ts';

interface Box {
  type: string;
  content: Buffer;
}

/** The boxes side by side in `bytes`; throws when their sizes do not fill it exactly. */
function boxes(bytes: Buffer): Box[] {
  const found: Box[] = [];
  let offset = 0;
  while (offset < bytes.length) {
    const size = bytes.readUInt32BE(offset);
    if (size < 8 || offset + size > bytes.length) throw new Error(`box of ${size} bytes at ${offset}`);
    found.push({
      type: bytes.toString('latin1', offset + 4, offset + 8),
      content: bytes.subarray(offset + 8, offset + size),
    });
    offset += size;
  }
  return found;
}

function at(bytes: Buffer, ...path: string[]): Buffer {
  const [type, ...rest] = path;
  const box = boxes(bytes).find((candidate) => candidate.type === type);
  if (!box) throw new Error(`no ${type}`);
  return rest.length === 0 ? box.content : at(box.content, ...rest);
}

const types = (bytes: Buffer) => boxes(bytes).map((box) => box.type);

describe('initSegment', () => {
  const init = initSegment(aConfig());

  it('is ftyp and moov with one picture and one sound track', () => {
    expect(types(init)).toEqual(['ftyp', 'moov']);
    expect(types(at(init, 'moov'))).toEqual(['mvhd', 'trak', 'trak', 'mvex']);
    expect(types(at(init, 'moov', 'trak', 'mdia', 'minf', 'stbl'))).toEqual([
      'stsd',
      'stts',
      'stsc',
      'stsz',
      'stco',
    ]);
    expect(at(init, 'moov', 'mvhd')).toHaveLength(100);
    expect(at(init, 'moov', 'trak', 'tkhd')).toHaveLength(84);
  });

  it('carries the decoder configurations', () => {
    expect(init.includes(aConfig().video.avcC)).toBe(true);
    expect(init.includes(Buffer.from([5, 2, 0x11, 0x90]))).toBe(true);
  });
});

describe('mediaFragment', () => {
  const sample = (payload: string, isSync: boolean) => ({
    durationTicks: 3600,
    compositionTicks: -90,
    isSync,
    payload: Buffer.from(payload),
  });
  const fragment = mediaFragment(7, [
    { trackId: 1, startTicks: 2 ** 33, samples: [sample('key', true), sample('delta', false)] },
    { trackId: 2, startTicks: 48_000, samples: [sample('sound', true)] },
  ]);

  it('is one moof and its mdat', () => {
    expect(types(fragment)).toEqual(['moof', 'mdat']);
    expect(types(at(fragment, 'moof'))).toEqual(['mfhd', 'traf', 'traf']);
    expect(at(fragment, 'mdat').toString()).toBe('keydeltasound');
  });

  it('says when, how long, and where each sample is', () => {
    const tfdt = at(fragment, 'moof', 'traf', 'tfdt');
    const trun = at(fragment, 'moof', 'traf', 'trun');
    expect(tfdt.readBigUInt64BE(4)).toBe(2n ** 33n);
    expect(trun.readUInt32BE(4)).toBe(2);
    const dataOffset = trun.readUInt32BE(8);
    expect(fragment.toString('latin1', dataOffset, dataOffset + 3)).toBe('key');
    expect([trun.readUInt32BE(12), trun.readUInt32BE(16), trun.readInt32BE(24)]).toEqual([3600, 3, -90]);
    expect([trun.readUInt32BE(20), trun.readUInt32BE(36)]).toEqual([0x0200_0000, 0x0101_0000]);
  });
});

describe('withParameterSets', () => {
  const { avcC } = aConfig().video;

  it('puts SPS and PPS before a keyframe that has none', () => {
    const keyframe = videoTag(0, true);
    if (keyframe.kind !== 'video') throw new Error('not a picture');
    const { payload } = withParameterSets(keyframe, avcC);
    expect([payload.readUInt32BE(0), payload[4]]).toEqual([3, 0x67]);
    expect([payload.readUInt32BE(7), payload[11]]).toEqual([2, 0x68]);
    expect(payload.subarray(13)).toEqual(keyframe.payload);
    const again = withParameterSets({ ...keyframe, payload }, avcC);
    expect(again.payload).toBe(payload);
  });
});
