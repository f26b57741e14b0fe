import type { RoomAccess, UserRef } from '@lianmai/shared';
import type { Clock } from '../core/Clock.ts';
import type { Logger } from '../core/logger.ts';
import type { RoomPk } from './pk/RoomPk.ts';
import type { MediaEngine } from './ports/MediaEngine.ts';
import type { KeptRoom, RoomRecords } from './ports/RoomRecords.ts';
import type { Standing } from './ports/Standing.ts';
import type { RoomLog } from './RoomLog.ts';
import type { StageTimings } from './stage/Admissions.ts';
import type { UserRate } from './UserRates.ts';

export interface RoomDetails {
  id: string;
  title: string;
  coverUrl: string | null;
  anchor: UserRef;
  /** Without it, for everybody. */
  access?: RoomAccess | undefined;
  /** As an earlier server left it. */
  kept?: KeptRoom | undefined;
}

/** What an anchor changes of their Room; what is absent stays. */
export interface RoomChanges {
  title?: string | undefined;
  coverUrl?: string | null | undefined;
  access?: RoomAccess | undefined;
}

/** `room_closed`: for good; `server_stopping`: it is there again with the next server. */
export type RoomCloseReason = 'room_closed' | 'server_stopping';

export interface RoomTimings extends Partial<StageTimings> {
  /** How long a Session outlives its connection, ms. */
  sessionGraceMs: number;
  /** How long a show is kept for an anchor whose connection is lost, ms. */
  anchorGraceMs: number;
  /** How fast one user may do what others are told of. */
  userRate?: UserRate;
}

export interface RoomDeps {
  media: MediaEngine;
  clock: Clock;
  log: Logger;
  timings: RoomTimings;
  createLog: (roomId: string) => RoomLog;
  pk: RoomPk;
  /** Who may come in, speak and moderate; by default everybody, everybody and nobody. */
  standing?: Standing;
  records: RoomRecords;
}
