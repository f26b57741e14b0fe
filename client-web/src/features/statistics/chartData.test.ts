import type { ShowSample } from '@lianmai/shared';
import { expect, it } from 'vitest';
import { activityColumns, tableRows, viewerColumns } from './chartData.ts';

const startMs = Date.UTC(2026, 0, 1);
const startedAt = new Date(startMs).toISOString();

function samples(count: number): ShowSample[] {
  return Array.from({ length: count }, (_, i) => ({
    at: new Date(startMs + (i + 1) * 10_000).toISOString(),
    viewers: i,
    peakViewers: i + 1,
    arrivals: 1,
    leavings: 0,
    chatMessages: 2,
    likes: 3,
    gifts: 0,
    income: 0,
  }));
}

it('draws viewers from an empty room on', () => {
  expect(viewerColumns(startedAt, samples(2))).toEqual([
    [startMs / 1000, startMs / 1000 + 10, startMs / 1000 + 20],
    [0, 0, 1],
    [0, 1, 2],
  ]);
});

it.each([0, 1, 60, 61, 720])('shows %d samples in 60 bars and loses no count', (count) => {
  const [times, likes = []] = activityColumns(startedAt, samples(count), 'likes');
  expect(times.length).toBeLessThanOrEqual(61);
  expect(likes.reduce((sum, value) => sum + value, 0)).toBe(3 * count);
});

it('keeps a table short, with the newest row', () => {
  const rows = tableRows(viewerColumns(startedAt, samples(720)));
  expect(rows.length).toBeLessThanOrEqual(60);
  expect(rows.at(-1)).toEqual([startMs / 1000 + 7200, 719, 720]);
});
