import { describe, expect, it } from 'vitest';
import { aLayout } from '../delivery/deliveryFakes.ts';
import { LayoutMarks } from './LayoutMarks.ts';

const numbers = (marks: LayoutMarks, fromMs: number) => marks.since(fromMs).map(({ number }) => number);

describe('LayoutMarks', () => {
  it('keeps what applies from a time on, and forgets the rest', () => {
    const marks = new LayoutMarks();
    for (const atMs of [0, 1000, 2000]) marks.add(aLayout(`at ${atMs}`), atMs);
    expect(numbers(marks, 1500)).toEqual([1, 2]);
    expect(numbers(marks, 0)).toEqual([1, 2]);
    expect(numbers(marks, 9000)).toEqual([2]);
  });

  it('keeps those that all lie after the time', () => {
    const marks = new LayoutMarks();
    marks.add(aLayout(), 5000);
    expect(numbers(marks, 1000)).toEqual([0]);
  });

  it('takes no notice of the same again', () => {
    const marks = new LayoutMarks();
    expect([marks.add(aLayout('a'), 0), marks.add(aLayout('a'), 500), marks.add(aLayout('b'), 900)]).toEqual([
      true,
      false,
      true,
    ]);
  });

  it('never goes back in time, and is bounded', () => {
    const marks = new LayoutMarks();
    for (let i = 0; i < 100; i++) marks.add(aLayout(`guest ${i}`), 1000);
    const times = marks.since(0).map(({ startsAtMs }) => startsAtMs);
    expect(times).toHaveLength(40);
    expect(new Set(times).size).toBe(40);
    expect(times).toEqual(times.toSorted((a, b) => a - b));
  });
});
