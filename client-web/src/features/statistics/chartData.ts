import type { ShowSample } from '@lianmai/shared';

/** What can be counted over time. */
export const activityMetrics = ['chatMessages', 'likes', 'gifts', 'income', 'arrivals', 'leavings'] as const;
export type ActivityMetric = (typeof activityMetrics)[number];

const maxBars = 60;

/** uPlot's columns: seconds since the epoch, then values. */
export type ChartColumns = [number[], ...number[][]];

/** The show begins with nobody; a sample says how many there were at its end, and at most within it. */
export function viewerColumns(startedAt: string, samples: readonly ShowSample[]): ChartColumns {
  const times = [Date.parse(startedAt) / 1000, ...samples.map(({ at }) => Date.parse(at) / 1000)];
  return [
    times,
    [0, ...samples.map(({ viewers }) => viewers)],
    [0, ...samples.map(({ peakViewers }) => peakViewers)],
  ];
}

/** Neighbours are put together, so that there are no more bars than can be told apart. Each stands before its end; the show begins with none. */
export function activityColumns(
  startedAt: string,
  samples: readonly ShowSample[],
  metric: ActivityMetric,
): ChartColumns {
  const perBar = Math.max(1, Math.ceil(samples.length / maxBars));
  const times = [Date.parse(startedAt) / 1000];
  const counts = [0];
  for (let i = 0; i < samples.length; i += perBar) {
    const group = samples.slice(i, i + perBar);
    times.push(Date.parse(group.at(-1)?.at ?? '') / 1000);
    counts.push(group.reduce((sum, sample) => sum + sample[metric], 0));
  }
  return [times, counts];
}

/** Rows for who reads a table in place of a chart: not more than one can read. */
export function tableRows(columns: ChartColumns, maxRows = 60): number[][] {
  const [times] = columns;
  const step = Math.max(1, Math.ceil(times.length / maxRows));
  const rows: number[][] = [];
  // From the end: the newest is always there.
  for (let i = times.length - 1; i >= 0; i -= step) rows.unshift(columns.map((column) => column[i] ?? 0));
  return rows;
}
