import type { RequestFields } from '@lianmai/shared';

export type PlaybackReport = RequestFields<'reportPlayback'>;

/** Takes viewers' own measurements; the statistics behind it decide what to keep. */
export interface PlaybackReports {
  record(roomId: string, report: PlaybackReport): void;
}
