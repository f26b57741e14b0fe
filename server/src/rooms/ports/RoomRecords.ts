import type { CompositionSettings, RoomAccess, ShowEndReason, StageSettings, UserRef } from '@lianmai/shared';

/** `server_lost`: the server died during the show, and says so when it is back. */
export type RecordedEndReason = ShowEndReason | 'server_lost';

/** A Room as it outlives its server. */
export interface RoomRecord {
  id: string;
  title: string;
  coverUrl: string | null;
  anchor: UserRef;
  access: RoomAccess;
  /** The code that lets people in while it is private; `null`: none was made yet. */
  invitation: string | null;
  stage: StageSettings;
  composition: CompositionSettings;
  createdAtMs: number;
  /** When somebody was there, or something was changed, last. */
  usedAtMs: number;
}

export interface ShowRecord {
  id: string;
  roomId: string;
  anchorId: string;
  title: string;
  startedAtMs: number;
  /** `null` while it runs. */
  ended: { atMs: number; reason: RecordedEndReason } | null;
}

/** A Room that a server finds in its records when it starts. */
export interface KeptRoom {
  room: RoomRecord;
  /** The newest; it is over. `null`: the room was never live. */
  lastShow: ShowRecord | null;
  likeCount: number;
  /** User ids of who may come in while it is private. */
  invited: readonly string[];
}

/** A Room that is closed for good. */
export interface ClosedRoom {
  id: string;
  anchorId: string;
  closedAtMs: number;
}

/** Where Rooms and shows are written down. Nothing waits for it: every call returns at once and never throws. */
export interface RoomRecords {
  /** New, or changed. */
  saveRoom(room: RoomRecord): void;
  /** This user may come in while the room is private. */
  saveInvited(roomId: string, userId: string, atMs: number): void;
  /** Nobody whom it was told before `atMs` is invited any more. */
  removeInvited(roomId: string, atMs: number): void;
  /** These rooms are in use now. */
  noteUse(roomIds: readonly string[], atMs: number): void;
  /** The room is closed for good; its shows stay, and whose it was. */
  removeRoom(room: ClosedRoom): void;
  /** Started, or ended. */
  saveShow(show: ShowRecord): void;
}
