import { describe, expect, it } from 'vitest';
import { DistinctCount } from './DistinctCount.ts';
import { Headcount } from './Headcount.ts';
import { Histogram } from './Histogram.ts';
import { type Sample, SampleSeries } from './samples.ts';

describe('Histogram', () => {
  it('knows nothing of nothing', () => {
    expect(new Histogram().percentile(0.5)).toBeNull();
  });

  it.each([1, 37, 250, 4999, 599_000])('is within 5 %% of %d ms', (ms) => {
    const histogram = new Histogram();
    histogram.add(ms);
    expect(Math.abs((histogram.percentile(0.5) ?? 0) / ms - 1)).toBeLessThan(0.051);
  });

  it('gives the percentiles of many values, also after it was kept', () => {
    const histogram = new Histogram();
    for (let ms = 1; ms <= 1000; ms++) histogram.add(ms);
    for (const it of [histogram, Histogram.from(JSON.parse(JSON.stringify(histogram.save())))]) {
      expect(it.count).toBe(1000);
      expect(Math.abs((it.percentile(0.5) ?? 0) / 500 - 1)).toBeLessThan(0.06);
      expect(Math.abs((it.percentile(0.95) ?? 0) / 950 - 1)).toBeLessThan(0.06);
    }
  });

  it('stays small, and takes what is out of range or no number', () => {
    const histogram = new Histogram();
    for (const ms of [-5, 0, Number.NaN, 10 ** 12]) histogram.add(ms);
    for (let i = 0; i < 100_000; i++) histogram.add(1.001 ** (i % 13_000));
    expect(histogram.count).toBe(100_004);
    expect(histogram.save().length).toBeLessThan(150);
  });
});

describe('DistinctCount', () => {
  it.each([0, 1, 1000, 1024])('is exact for %d', (count) => {
    const distinct = new DistinctCount();
    for (let i = 0; i < 2 * count; i++) distinct.add(`user-${i % count}`);
    expect(distinct.count).toBe(count);
  });

  it.each([1025, 5000, 40_000, 100_000, 400_000])('is near for %d', (count) => {
    const distinct = new DistinctCount();
    for (let i = 0; i < count; i++) distinct.add(`user-${i}`);
    for (let i = 0; i < count; i += 7) distinct.add(`user-${i}`);
    expect(Math.abs(distinct.count / count - 1)).toBeLessThan(0.025);
  });
});

describe('Headcount', () => {
  it('adds up the time of all who are there', () => {
    const headcount = new Headcount<'a' | 'b'>(1000);
    headcount.change('a', 1, 1000);
    headcount.change('a', 1, 3000);
    headcount.change('b', 1, 3000);
    headcount.change('a', -1, 4000);
    headcount.advance(10_000);
    expect([headcount.count('a'), headcount.count('b')]).toEqual([1, 1]);
    // The first stayed for 3 s or 9 s, the other for the rest: all together 2 s alone, 1 s both, 6 s one.
    expect([headcount.watchMs('a'), headcount.watchMs('b')]).toEqual([10_000, 7000]);
  });

  it('takes back the time of somebody who was gone before it was noticed', () => {
    const headcount = new Headcount<'a'>(0);
    headcount.change('a', 1, 0);
    headcount.advance(30_000);
    headcount.change('a', -1, 5000);
    headcount.advance(60_000);
    expect(headcount.watchMs('a')).toBe(5000);
  });
});

describe('SampleSeries', () => {
  const sample = (i: number): Sample => ({
    atMs: i * 10,
    viewers: i,
    peakViewers: i,
    arrivals: 1,
    leavings: 0,
    chatMessages: 2,
    likes: 3,
    gifts: 0,
    income: 5,
  });

  it.each([0, 1, 719, 720, 721, 5000, 100_000])(
    'holds %d samples in 720 points and loses no count',
    (count) => {
      const series = new SampleSeries();
      for (let i = 1; i <= count; i++) series.add(sample(i));
      expect(series.points.length).toBeLessThanOrEqual(720);
      const sum = (read: (point: Sample) => number) =>
        series.points.reduce((total, point) => total + read(point), 0);
      expect([sum(({ arrivals }) => arrivals), sum(({ income }) => income)]).toEqual([count, 5 * count]);
      if (count === 0) return;
      expect(series.points.at(-1)).toMatchObject({ atMs: count * 10, viewers: count, peakViewers: count });
    },
  );

  it('has points of equal length, but for the newest', () => {
    const series = new SampleSeries(8);
    for (let i = 1; i <= 100; i++) series.add(sample(i));
    const lengths = series.points.map(({ arrivals }) => arrivals);
    expect(new Set(lengths.slice(0, -1)).size).toBe(1);
  });
});
