import type { RequestFields } from '@lianmai/shared';
import type { Room } from '../Room.ts';
import type { Session } from '../Session.ts';

export type PlaybackReport = RequestFields<'reportPlayback'>;

/** Takes viewers' own measurements; the statistics behind it decide what to keep. */
export interface PlaybackReports {
  record(room: Room, session: Session, report: PlaybackReport): void;
}
