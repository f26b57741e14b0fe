import type { ShowListItem, ShowSample, ShowStatistics } from '@lianmai/shared';
import type { ShowRecord } from './ports.ts';
import { readQuality } from './Quality.ts';
import { type Sample, SampleSeries } from './samples.ts';

/** A show's figures as REST tells them. */
export function showStatistics(record: ShowRecord, samples: readonly Sample[]): ShowStatistics {
  const quality = readQuality(record.quality);
  return {
    ...showListItem(record),
    ...record.shares,
    quality: quality.all,
    qualityByProtocol: quality.byProtocol,
    samples: SampleSeries.of(samples).map(sampleView),
  };
}

export function showListItem(record: ShowRecord): ShowListItem {
  const { showId: id, roomId, title, anchor, startedAtMs, endedAtMs, updatedAtMs, isInterrupted } = record;
  return {
    show: {
      id,
      roomId,
      title,
      anchor,
      startedAt: isoTime(startedAtMs),
      endedAt: endedAtMs === null ? null : isoTime(endedAtMs),
      durationMs: Math.max(0, Math.round((endedAtMs ?? updatedAtMs) - startedAtMs)),
      isInterrupted,
    },
    figures: record.figures,
  };
}

function sampleView({ atMs, ...counts }: Sample): ShowSample {
  return { at: isoTime(atMs), ...counts };
}

function isoTime(ms: number): string {
  return new Date(ms).toISOString();
}
