import { z } from 'zod';
import type { MediaKind, MediaSource } from './media.ts';
import type { PkView } from './pk.ts';
import type { SnapshotParts } from './snapshotParts.ts';
import type { StageView } from './stage.ts';

/** Somebody, as other people in the room see them. */
export const UserRef = z.object({
  id: z.string(),
  name: z.string(),
  avatarUrl: z.string().nullable(),
});
export type UserRef = z.infer<typeof UserRef>;

/** `idle`: never live yet; `live`: on air; `ended`: the last show is over. */
export const RoomStatus = z.enum(['idle', 'live', 'ended']);
export type RoomStatus = z.infer<typeof RoomStatus>;

/** `private`: only who was invited, besides its anchor, its moderators and operators. */
export const RoomAccess = z.enum(['public', 'private']);
export type RoomAccess = z.infer<typeof RoomAccess>;

/** A Room as REST and snapshots show it. Times are ISO 8601 in UTC. */
export const RoomView = z.object({
  id: z.string(),
  title: z.string(),
  coverUrl: z.string().nullable(),
  anchor: UserRef,
  status: RoomStatus,
  access: RoomAccess,
  viewerCount: z.number().int(),
  likeCount: z.number().int(),
  startedAt: z.iso
    .datetime()
    .nullable()
    .meta({ description: 'Start of the show that is running or ended last.' }),
  createdAt: z.iso.datetime(),
});
export type RoomView = z.infer<typeof RoomView>;

/** A track on air: what a client consumes. */
export interface Publication {
  producerId: string;
  sessionId: string;
  user: UserRef;
  /** The room in which it is published: in a PK the rival's tracks are on air here too. */
  roomId: string;
  /** 0 is the anchor's seat. */
  seat: number;
  kind: MediaKind;
  source: MediaSource;
  /** Muted by its publisher; the picture or sound stops until it is resumed. */
  isPaused: boolean;
}

/** Everything a client needs to draw the room, as of Room log number `seq`. Delivered on join and on resume. */
export interface RoomSnapshot extends SnapshotParts {
  seq: number;
  room: RoomView;
  publications: Publication[];
  stage: StageView;
  pk: PkView | null;
  /** The anchor's connection is lost and the show is being kept for them. */
  isAnchorAway: boolean;
  /** The server's wall clock, ms since the epoch: the base of every `at` in the Room log. */
  serverNowMs: number;
}
