import { z } from 'zod';
import type { ShowRecord } from '../../interaction/statistics/ports.ts';
import type { Sample } from '../../interaction/statistics/samples.ts';
import type { ShowSampleTable, ShowStatisticsTable } from './tables.ts';

/** What is only read as it was written. */
const Details = z.object({
  shares: z.custom<ShowRecord['shares']>((value) => typeof value === 'object' && value !== null),
  quality: z.custom<ShowRecord['quality']>((value) => typeof value === 'object' && value !== null),
});

export function showRow(record: ShowRecord): ShowStatisticsTable {
  const { figures, shares, quality } = record;
  return {
    show_id: record.showId,
    room_id: record.roomId,
    anchor_id: record.anchor.id,
    anchor_name: record.anchor.name,
    anchor_avatar_url: record.anchor.avatarUrl,
    title: record.title,
    started_at: Math.round(record.startedAtMs),
    ended_at: record.endedAtMs === null ? null : Math.round(record.endedAtMs),
    updated_at: Math.round(record.updatedAtMs),
    is_interrupted: record.isInterrupted ? 1 : 0,
    viewers: figures.viewers,
    peak_viewers: figures.peakViewers,
    unique_viewers: figures.uniqueViewers,
    watch_ms: figures.watchMs,
    arrivals: figures.arrivals,
    leavings: figures.leavings,
    chat_messages: figures.chatMessages,
    likes: figures.likes,
    gifts: figures.gifts,
    income: figures.income,
    details: JSON.stringify({ shares, quality }),
  };
}

export function showRecord(row: ShowStatisticsTable): ShowRecord {
  return {
    showId: row.show_id,
    roomId: row.room_id,
    title: row.title,
    anchor: { id: row.anchor_id, name: row.anchor_name, avatarUrl: row.anchor_avatar_url },
    startedAtMs: row.started_at,
    endedAtMs: row.ended_at,
    updatedAtMs: row.updated_at,
    isInterrupted: row.is_interrupted === 1,
    figures: {
      viewers: row.ended_at === null ? row.viewers : 0,
      peakViewers: row.peak_viewers,
      uniqueViewers: row.unique_viewers,
      watchMs: row.watch_ms,
      averageWatchMs: row.unique_viewers === 0 ? 0 : Math.round(row.watch_ms / row.unique_viewers),
      arrivals: row.arrivals,
      leavings: row.leavings,
      chatMessages: row.chat_messages,
      likes: row.likes,
      gifts: row.gifts,
      income: row.income,
    },
    ...Details.parse(JSON.parse(row.details)),
  };
}

export function sampleRow(showId: string, sample: Sample): ShowSampleTable {
  return {
    show_id: showId,
    at: Math.round(sample.atMs),
    viewers: sample.viewers,
    peak_viewers: sample.peakViewers,
    arrivals: sample.arrivals,
    leavings: sample.leavings,
    chat_messages: sample.chatMessages,
    likes: sample.likes,
    gifts: sample.gifts,
    income: sample.income,
  };
}

export function sampleOf(row: ShowSampleTable): Sample {
  return {
    atMs: row.at,
    viewers: row.viewers,
    peakViewers: row.peak_viewers,
    arrivals: row.arrivals,
    leavings: row.leavings,
    chatMessages: row.chat_messages,
    likes: row.likes,
    gifts: row.gifts,
    income: row.income,
  };
}
