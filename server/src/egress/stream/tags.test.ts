import { describe, expect, it } from 'vitest';
import { FakeClock } from '../../core/FakeClock.ts';
import type { MediaTag } from '../MediaTag.ts';
import { RestartBudget } from './RestartBudget.ts';
import { TagInterleaver } from './TagInterleaver.ts';
import { TagTimeline } from './TagTimeline.ts';

const payload = Buffer.alloc(1);
const audio = (timestampMs: number): MediaTag => ({ kind: 'audio', timestampMs, payload });
const video = (timestampMs: number, isKeyframe = false): MediaTag => {
  return { kind: 'video', timestampMs, compositionMs: 0, isKeyframe, payload };
};

describe('the interleaver', () => {
  function create() {
    const clock = new FakeClock();
    const given: string[] = [];
    const interleaver = new TagInterleaver(clock, (tag) => given.push(`${tag.kind[0]}${tag.timestampMs}`));
    return { clock, given, interleaver };
  }

  it('orders a burst of one kind before the other', () => {
    const { given, interleaver } = create();
    for (const tag of [video(0), video(40), video(80), audio(0), audio(21), audio(43), audio(90)]) {
      interleaver.push(tag);
    }
    expect(given).toEqual(['v0', 'a0', 'a21', 'v40', 'a43', 'v80']);
  });

  it('lets sound go after 300 ms without a picture', () => {
    const { clock, given, interleaver } = create();
    interleaver.push(audio(0));
    clock.advance(200);
    interleaver.push(audio(200));
    expect(given).toEqual([]);
    clock.advance(100);
    expect(given).toEqual(['a0']);
    clock.advance(200);
    expect(given).toEqual(['a0', 'a200']);
    expect(clock.pendingTimers).toBe(0);
  });

  it('gives all on drain, and holds no timer when closed', () => {
    const { clock, given, interleaver } = create();
    interleaver.push(audio(5));
    interleaver.drain();
    expect(given).toEqual(['a5']);
    interleaver.push(video(9));
    interleaver.close();
    clock.advance(2000);
    expect(given).toEqual(['a5']);
    expect(clock.pendingTimers).toBe(0);
  });
});

describe('the timeline', () => {
  it('begins each generation with a keyframe and drops the repeated AAC frame', () => {
    const timeline = new TagTimeline();
    timeline.beginGeneration();
    const placed = [video(0), video(40, true), audio(50), audio(71)].map(
      (tag) => timeline.place(tag)?.timestampMs,
    );
    expect(placed).toEqual([undefined, 40, 50, 71]);
    timeline.beginGeneration();
    expect(timeline.place(audio(60))).toBeNull();
    expect(timeline.place(video(90))).toBeNull();
    expect(timeline.place(video(95, true))?.timestampMs).toBe(95);
  });

  it('never goes back', () => {
    const timeline = new TagTimeline();
    timeline.place(audio(100));
    expect(timeline.place(video(90, true))?.timestampMs).toBe(100);
  });
});

describe('the restart budget', () => {
  it('replaces a healthy child at once and a failing one ever later', () => {
    const budget = new RestartBudget();
    const delays = [60_000, 0, 0, 0, 0, 0, 0, 0, 0].map((livedMs) => budget.delayAfter(livedMs));
    expect(delays).toEqual([0, 200, 400, 800, 1600, 3200, 6400, 8000, 8000]);
    expect(budget.delayAfter(10_000)).toBe(0);
  });
});
