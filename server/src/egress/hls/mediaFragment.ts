import { box, fullBox, u32, u64 } from './mp4Box.ts';

export interface Sample {
  durationTicks: number;
  /** Presentation minus decode time. */
  compositionTicks: number;
  isSync: boolean;
  payload: Buffer;
}

/** Samples of one track that follow each other without a hole. */
export interface TrackRun {
  trackId: number;
  /** Decode time of the first sample in the track's ticks. */
  startTicks: number;
  samples: Sample[];
}

/** One moof and its mdat (ISO/IEC 14496-12 §8.8): the body of a partial segment. Runs without samples must be left out. */
export function mediaFragment(sequenceNumber: number, runs: TrackRun[]): Buffer {
  const noOffsets = runs.map(() => 0);
  const moofLength = moof(sequenceNumber, runs, noOffsets).length;
  const offsets: number[] = [];
  let offset = moofLength + 8;
  for (const run of runs) {
    offsets.push(offset);
    offset += run.samples.reduce((sum, sample) => sum + sample.payload.length, 0);
  }
  const payloads = runs.flatMap((run) => run.samples.map((sample) => sample.payload));
  return Buffer.concat([moof(sequenceNumber, runs, offsets), box('mdat', payloads)]);
}

function moof(sequenceNumber: number, runs: TrackRun[], dataOffsets: number[]): Buffer {
  const fragments = runs.map((run, index) => trackFragment(run, dataOffsets[index] ?? 0));
  return box('moof', fullBox('mfhd', 0, 0, u32(sequenceNumber)), fragments);
}

const defaultBaseIsMoof = 0x02_0000;
const hasDataOffset = 0x001;
const hasDurationSizeFlagsComposition = 0x100 | 0x200 | 0x400 | 0x800;
const dependsOnNothing = 0x0200_0000;
const dependsOnOthersAndIsNoSync = 0x0101_0000;

function trackFragment({ trackId, startTicks, samples }: TrackRun, dataOffset: number): Buffer {
  return box(
    'traf',
    fullBox('tfhd', 0, defaultBaseIsMoof, u32(trackId)),
    fullBox('tfdt', 1, 0, u64(startTicks)),
    fullBox(
      'trun',
      1,
      hasDataOffset | hasDurationSizeFlagsComposition,
      u32(samples.length, dataOffset),
      samples.map(sampleEntry),
    ),
  );
}

function sampleEntry({ durationTicks, compositionTicks, isSync, payload }: Sample): Buffer {
  const flags = isSync ? dependsOnNothing : dependsOnOthersAndIsNoSync;
  // Version 1 of trun: the composition offset is signed.
  return u32(durationTicks, payload.length, flags, compositionTicks >>> 0);
}
