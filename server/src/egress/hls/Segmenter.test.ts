import { describe, expect, it } from 'vitest';
import { aConfig, feed, type StreamShape, videoTag } from '../delivery/deliveryFakes.ts';
import { Segmenter } from './Segmenter.ts';

const limits = { partTargetMs: 340, minSegmentMs: 400, maxSegmentMs: 1450 };

interface Cut {
  startMs: number;
  isDiscontinuity: boolean;
  parts: { durationMs: number; isIndependent: boolean; bytes: Buffer }[];
}

function segmenter() {
  const segments: Cut[] = [];
  const cutter = new Segmenter(limits, {
    onSegmentStart: ({ startMs, isDiscontinuity }) => segments.push({ startMs, isDiscontinuity, parts: [] }),
    onPart: (part) => segments.at(-1)?.parts.push(part),
    onSegmentEnd: () => {},
  });
  cutter.configure(aConfig(), 0);
  const play = (shape: StreamShape) => feed({ onTag: (tag) => cutter.add(tag) }, shape);
  return { cutter, segments, play };
}

const durations = ({ parts }: Cut) => parts.map((part) => part.durationMs);
const total = (cut: Cut) => durations(cut).reduce((sum, durationMs) => sum + durationMs, 0);

/** Decode times and durations per track, read from the boxes. */
function runs(cuts: Cut[], trackId: number) {
  return cuts
    .flatMap((cut) => cut.parts)
    .flatMap(({ bytes }) => {
      const found: { startTicks: number; durationTicks: number; samples: number }[] = [];
      for (let at = bytes.indexOf('tfhd'); at >= 0; at = bytes.indexOf('tfhd', at + 4)) {
        if (bytes.readUInt32BE(at + 8) !== trackId) continue;
        const tfdt = bytes.indexOf('tfdt', at);
        const trun = bytes.indexOf('trun', at);
        const samples = bytes.readUInt32BE(trun + 8);
        let durationTicks = 0;
        for (let index = 0; index < samples; index++)
          durationTicks += bytes.readUInt32BE(trun + 16 + index * 16);
        found.push({ startTicks: Number(bytes.readBigUInt64BE(tfdt + 8)), durationTicks, samples });
      }
      return found;
    });
}

function expectNoHoles(track: ReturnType<typeof runs>) {
  let endTicks = track[0]?.startTicks;
  for (const run of track) {
    expect(run.startTicks).toBe(endTicks);
    endTicks = run.startTicks + run.durationTicks;
  }
}

describe('Segmenter', () => {
  const rates: [string, number, number][] = [
    ['60 fps', 1000 / 60, 17],
    ['30 fps', 1000 / 30, 34],
    ['25 fps', 40, 40],
    ['24 fps', 1000 / 24, 42],
    ['15 fps', 1000 / 15, 67],
    ['10 fps', 100, 100],
  ];
  it.each(rates)('cuts at keyframes and keeps the part rules at %s', (_name, frameMs) => {
    const { segments, play } = segmenter();
    play({ toMs: 6500, frameMs });
    for (const cut of segments.slice(0, -1)) {
      expect(total(cut)).toBeGreaterThanOrEqual(930);
      expect(total(cut)).toBeLessThanOrEqual(1070);
      expect(cut.parts[0]?.isIndependent).toBe(true);
      for (const durationMs of durations(cut)) expect(durationMs).toBeLessThanOrEqual(340);
      for (const durationMs of durations(cut).slice(0, -1)) expect(durationMs).toBeGreaterThanOrEqual(289);
    }
    expectNoHoles(runs(segments, 1));
    expectNoHoles(runs(segments, 2));
  });

  it('cuts without a keyframe before EXTINF would round up to 2', () => {
    const { segments, play } = segmenter();
    play({ toMs: 8000, keyframeEveryMs: 3000 });
    expect(segments.length).toBeGreaterThan(4);
    for (const cut of segments.slice(0, -1)) expect(Math.round(total(cut) / 1000)).toBeLessThanOrEqual(1);
    expect(segments.filter((cut) => cut.parts[0]?.isIndependent).map((cut) => cut.startMs)).toEqual([
      0, 3000, 6000,
    ]);
  });

  it('goes on by the clock when the picture stands still, and gives the last picture its whole duration', () => {
    const { segments, play } = segmenter();
    play({ toMs: 6000, hasVideo: (atMs) => atMs < 1500 || atMs >= 4000 });
    for (const cut of segments.slice(0, -1)) {
      expect(total(cut)).toBeLessThanOrEqual(1450);
      for (const durationMs of durations(cut)) expect(durationMs).toBeLessThanOrEqual(340);
    }
    expectNoHoles(runs(segments, 1));
    expectNoHoles(runs(segments, 2));
  });

  it('fills missing sound with silence, so that players do not stop', () => {
    const { segments, play } = segmenter();
    play({ toMs: 5000, hasAudio: (atMs) => atMs < 1000 || atMs >= 3500 });
    expectNoHoles(runs(segments, 2));
    const last = runs(segments, 2).at(-1);
    const endMs = ((last?.startTicks ?? 0) + (last?.durationTicks ?? 0)) / 48;
    expect(endMs).toBeGreaterThan(4500);
    expect(endMs).toBeLessThan(5100);
  });

  it('makes sound for a stream that has none', () => {
    const { segments, play } = segmenter();
    play({ toMs: 4000, hasAudio: () => false });
    expect(runs(segments, 2).reduce((sum, run) => sum + run.samples, 0)).toBeGreaterThan(140);
  });

  it('covers a short hole and announces a long one', () => {
    const { cutter, segments, play } = segmenter();
    play({ toMs: 1000 });
    play({ fromMs: 1600, toMs: 2600 });
    play({ fromMs: 9000, toMs: 10_000 });
    cutter.end();
    expect(segments.filter((cut) => cut.isDiscontinuity).map((cut) => cut.startMs)).toEqual([9000]);
    for (const cut of segments) expect(Math.round(total(cut) / 1000)).toBeLessThanOrEqual(1);
  });

  it('starts anew with a changed configuration, without an overlap', () => {
    const { cutter, segments, play } = segmenter();
    play({ toMs: 1500 });
    cutter.configure(aConfig({ width: 640 }), 1500);
    play({ fromMs: 1500, toMs: 2500 });
    cutter.end();
    expect(segments.map((cut) => [cut.startMs, cut.isDiscontinuity])).toEqual([
      [0, false],
      [1000, false],
      [1500, true],
    ]);
    const video = runs(segments, 1);
    for (const [index, run] of video.slice(1).entries()) {
      const before = video[index];
      expect(run.startTicks).toBeGreaterThanOrEqual((before?.startTicks ?? 0) + (before?.durationTicks ?? 0));
    }
  });

  it('goes on without a cut when a new ffmpeg continues where the old one stopped', () => {
    const { cutter, segments, play } = segmenter();
    play({ toMs: 1000 });
    cutter.configure(aConfig(), 1000);
    play({ fromMs: 1000, toMs: 2000 });
    expect(segments.some((cut) => cut.isDiscontinuity)).toBe(false);
  });

  it('waits for a keyframe before anything', () => {
    const { cutter, segments } = segmenter();
    cutter.add(videoTag(0, false));
    expect(segments).toHaveLength(0);
    cutter.add(videoTag(40, true));
    expect(segments).toHaveLength(1);
  });

  it('survives any order of stalls', () => {
    for (let seed = 1; seed <= 40; seed++) {
      const random = mulberry(seed);
      const { cutter, segments, play } = segmenter();
      const stalls = Array.from({ length: 4 }, () => ({
        from: random() * 9000,
        length: random() * 3000,
        kind: random(),
      }));
      const isStalled = (atMs: number, kinds: (kind: number) => boolean) =>
        stalls.some((stall) => kinds(stall.kind) && atMs > stall.from && atMs < stall.from + stall.length);
      play({
        toMs: 10_000,
        frameMs: 20 + random() * 100,
        keyframeEveryMs: 500 + random() * 3000,
        hasVideo: (atMs) => atMs < 100 || !isStalled(atMs, (kind) => kind < 0.66),
        hasAudio: (atMs) => !isStalled(atMs, (kind) => kind > 0.33),
      });
      cutter.end();
      for (const cut of segments) {
        expect(Math.round(total(cut) / 1000), `seed ${seed}`).toBeLessThanOrEqual(1);
        for (const durationMs of durations(cut)) expect(durationMs, `seed ${seed}`).toBeLessThanOrEqual(340);
      }
      for (const trackId of [1, 2]) {
        const track = runs(segments, trackId);
        for (const [index, run] of track.slice(1).entries()) {
          const before = track[index];
          expect(run.startTicks, `seed ${seed}`).toBeGreaterThanOrEqual(
            (before?.startTicks ?? 0) + (before?.durationTicks ?? 0),
          );
        }
      }
    }
  });
});

function mulberry(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
