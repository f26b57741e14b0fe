import type { Clock } from '../core/Clock.ts';
import type { Logger } from '../core/logger.ts';
import type { RoomPk } from './pk/RoomPk.ts';
import type { MediaEngine } from './ports/MediaEngine.ts';
import type { RoomLog } from './RoomLog.ts';
import type { StageTimings } from './stage/Admissions.ts';

export interface RoomTimings extends Partial<StageTimings> {
  /** How long a Session outlives its connection, ms. */
  sessionGraceMs: number;
  /** How long a show is kept for an anchor whose connection is lost, ms. */
  anchorGraceMs: number;
}

export interface RoomDeps {
  media: MediaEngine;
  clock: Clock;
  log: Logger;
  timings: RoomTimings;
  createLog: (roomId: string) => RoomLog;
  pk: RoomPk;
}
