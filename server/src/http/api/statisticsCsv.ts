import type { ShowListItem, ShowSample } from '@lianmai/shared';
import { csvOf } from '../csv.ts';

const sampleColumns = [
  'at',
  'viewers',
  'peakViewers',
  'arrivals',
  'leavings',
  'chatMessages',
  'likes',
  'gifts',
  'income',
] as const;

export function samplesCsv(samples: readonly ShowSample[]): string {
  return csvOf(
    sampleColumns,
    samples.map((sample) => sampleColumns.map((column) => sample[column])),
  );
}

const figureColumns = [
  'peakViewers',
  'uniqueViewers',
  'watchMs',
  'averageWatchMs',
  'arrivals',
  'leavings',
  'chatMessages',
  'likes',
  'gifts',
  'income',
] as const;
const showColumns = ['id', 'title', 'startedAt', 'endedAt', 'durationMs', 'isInterrupted'] as const;

export function showsCsv(shows: readonly ShowListItem[]): string {
  return csvOf(
    [...showColumns, 'anchor', ...figureColumns],
    shows.map(({ show, figures }) => [
      ...showColumns.map((column) => show[column]),
      show.anchor.name,
      ...figureColumns.map((column) => figures[column]),
    ]),
  );
}
