import { describe, expect, it } from 'vitest';
import { PeakLimiter } from './PeakLimiter.ts';
import { SoundHistory } from './SoundHistory.ts';
import { SoundLane } from './SoundLane.ts';
import { SoundMixer } from './SoundMixer.ts';

const sampleRate = 48_000;

function stereo(count: number, value: (i: number) => number): Float32Array {
  return Float32Array.from({ length: 2 * count }, (_, i) => value(i >> 1));
}

const sine = (hz: number, amplitude: number) => (i: number) =>
  amplitude * Math.sin((2 * Math.PI * hz * i) / sampleRate);

function peakOf(samples: Iterable<number>): number {
  let peak = 0;
  for (const sample of samples) peak = Math.max(peak, Math.abs(sample));
  return peak;
}

/** The largest step from one sample to the next of the left channel. */
function steepest(samples: Float32Array): number {
  let step = 0;
  for (let i = 2; i < samples.length; i += 2) {
    step = Math.max(step, Math.abs((samples[i] ?? 0) - (samples[i - 2] ?? 0)));
  }
  return step;
}

describe('the limiter', () => {
  it('lets quiet sound through as it is, late by its look-ahead', () => {
    const limiter = new PeakLimiter();
    const input = stereo(2000, sine(440, 0.9));
    const output = input.slice();
    limiter.process(output);
    const late = 2 * limiter.lookAhead;
    expect(output.slice(late)).toEqual(input.slice(0, -late));
    expect(peakOf(output.slice(0, late))).toBe(0);
  });

  it.each([
    ['four people at full volume', stereo(48_000, (i) => 4 * sine(440, 1)(i))],
    ['one sudden sample', stereo(5000, (i) => (i === 2500 ? 9 : 0.1))],
    ['a burst', stereo(20_000, (i) => (i > 9000 && i < 9500 ? sine(3000, 3)(i) : sine(200, 0.3)(i)))],
    ['noise', stereo(48_000, (i) => 6 * (((i * 7919) % 1000) / 500 - 1))],
    ['a step', stereo(10_000, (i) => (i < 5000 ? 0 : 2.5))],
  ])('keeps %s below its ceiling', (_name, samples) => {
    const limiter = new PeakLimiter();
    for (let at = 0; at < samples.length; at += 1920) limiter.process(samples.subarray(at, at + 1920));
    expect(peakOf(samples)).toBeLessThanOrEqual(0.97 + 1e-6);
    expect(peakOf(samples)).toBeGreaterThan(0.8);
  });

  it('turns the volume smoothly', () => {
    const samples = stereo(10_000, (i) => (i === 5000 ? 5 : 0.5));
    new PeakLimiter().process(samples);
    samples[2 * 5240] = samples[2 * 5239] ?? 0;
    expect(steepest(samples.subarray(2 * 300))).toBeLessThan(0.005);
  });
});

/** Somebody with a steady value, of whom only some samples are there. */
function sourceOf(value: number, isThere: (sample: number) => boolean = () => true) {
  return {
    readSound: (fromSample: number, into: Float32Array) => {
      for (let i = 0; i < into.length / 2; i++) {
        if (!isThere(fromSample + i)) return i;
        into[2 * i] = value;
        into[2 * i + 1] = value;
      }
      return into.length / 2;
    },
  };
}

function mixBlocks(lane: SoundLane, blocks: number, each: (block: number) => void = () => {}): Float32Array {
  const all = new Float32Array(2 * 1920 * blocks);
  for (let block = 0; block < blocks; block++) {
    each(block);
    const mix = all.subarray(block * 3840, (block + 1) * 3840);
    lane.addTo(mix, block * 1920, new Float32Array(3840));
  }
  return all;
}

describe('a lane', () => {
  it.each([
    ['comes', () => new SoundLane(sourceOf(0.8)), undefined],
    ['has holes', () => new SoundLane(sourceOf(0.8, (sample) => sample % 5000 > 700)), undefined],
    [
      'goes',
      () => new SoundLane(sourceOf(0.8)),
      (lane: SoundLane, block: number) => lane.setHeard(block < 3),
    ],
    [
      'is muted now and then',
      () => new SoundLane(sourceOf(0.8)),
      (lane: SoundLane, block: number) => lane.setHeard(block % 2 === 0),
    ],
  ])('never clicks when somebody %s', (_name, create, change) => {
    const lane = create();
    const mix = mixBlocks(lane, 8, (block) => change?.(lane, block));
    expect(peakOf(mix)).toBeCloseTo(0.8, 5);
    // 1/480 of a ramp, or 3% of a sample that dies away.
    expect(steepest(mix)).toBeLessThan(0.8 * 0.031);
  });

  it('is heard in full after its ramp, and silent after the one out', () => {
    const lane = new SoundLane(sourceOf(0.5));
    expect(lane.isSilent).toBe(true);
    const mix = mixBlocks(lane, 4, (block) => lane.setHeard(block < 2));
    expect(mix[2 * 480]).toBeCloseTo(0.5, 5);
    expect(mix[2 * (2 * 1920 + 481)]).toBe(0);
    expect(lane.isSilent).toBe(true);
  });

  it('of somebody without any sound adds nothing', () => {
    const lane = new SoundLane(sourceOf(1, () => false));
    expect(peakOf(mixBlocks(lane, 2))).toBe(0);
    expect(lane.isSilent).toBe(true);
  });
});

function samplesOf(pcm: Buffer): number[] {
  return Array.from({ length: pcm.length / 4 }, (_, i) => pcm.readInt16LE(4 * i));
}

describe('the mixer', () => {
  it('gives every sample once, wherever the calls fall', () => {
    const mixer = new SoundMixer(48_000);
    const lane = new SoundLane({
      readSound: (fromSample, into) => {
        for (let i = 0; i < into.length; i++) into[i] = (fromSample + (i >> 1)) / 1e6;
        return into.length / 2;
      },
    });
    const pcm = [48_000, 48_001, 52_345, 50_000, 60_000].map((to) => mixer.mixUpTo(to, [lane]));
    expect(pcm.map(({ length }) => length / 4)).toEqual([0, 1, 4344, 0, 7655]);
    expect(mixer.position).toBe(60_000);
    const all = samplesOf(Buffer.concat(pcm));
    for (let i = 1000; i < all.length; i++) {
      expect(Math.abs((all[i] ?? 0) - Math.round(((48_000 + i) / 1e6) * 32_767))).toBeLessThanOrEqual(1);
    }
  });

  it('never clips, however many shout', () => {
    const mixer = new SoundMixer(0);
    const lanes = Array.from({ length: 9 }, () => new SoundLane(sourceOf(0.9)));
    const samples = samplesOf(mixer.mixUpTo(48_000, lanes));
    expect(Math.max(...samples)).toBeLessThanOrEqual(32_000);
    expect(Math.max(...samples)).toBeGreaterThan(28_000);
  });

  it('of nobody is silence', () => {
    expect(new SoundMixer(0).mixUpTo(4800, []).every((byte) => byte === 0)).toBe(true);
  });
});

describe('the history', () => {
  const pcmOf = (from: number, count: number) => {
    const pcm = Buffer.alloc(4 * count);
    for (let i = 0; i < count; i++) pcm.writeInt16LE((from + i) % 30_000, 4 * i);
    return pcm;
  };

  it.each([1, 7, 99, 100, 101, 250])('keeps the newest samples, appended %i at a time', (step) => {
    const history = new SoundHistory(100, 5000);
    for (let at = 5000; at < 6000; at += step) history.append(pcmOf(at, Math.min(step, 6000 - at)));
    expect([history.start, history.end]).toEqual([5900, 6000]);
    const { pcm, fromSample } = history.since(5930);
    expect(fromSample).toBe(5930);
    expect(samplesOf(pcm)).toEqual(Array.from({ length: 70 }, (_, i) => 5930 + i));
    expect(history.since(0)).toMatchObject({ fromSample: 5900 });
    expect(history.since(7000)).toEqual({ fromSample: 6000, pcm: Buffer.alloc(0) });
  });

  it.each([5905, 5960, 6000, 0])('is silent from %i on, and goes on from where it was', (fromSample) => {
    const history = new SoundHistory(100, 5000);
    history.append(pcmOf(5000, 1000));
    history.silence(fromSample);
    const kept = Math.max(5900, fromSample);
    const expected = (sample: number) => (sample < kept ? sample : 0);
    expect(samplesOf(history.since(0).pcm)).toEqual(
      Array.from({ length: 100 }, (_, i) => expected(5900 + i)),
    );
    history.append(pcmOf(6000, 10));
    expect(samplesOf(history.since(6000).pcm)).toEqual(Array.from({ length: 10 }, (_, i) => 6000 + i));
  });

  it('has nothing from before it began', () => {
    const history = new SoundHistory(100, 5000);
    history.append(pcmOf(5000, 10));
    expect(history.since(100).fromSample).toBe(5000);
    expect(samplesOf(history.since(100).pcm)).toHaveLength(10);
  });
});
