import type { UserKind } from '@lianmai/shared';
import type { Generated } from 'kysely';

/** Everybody who has ever acted here: guests, accounts, users of mini-program hosts and of another backend's tokens. */
export interface UserTable {
  id: string;
  kind: UserKind;
  name: string;
  avatar_url: string | null;
  created_at: number;
  /** When they were seen last, roughly: written behind. */
  seen_at: number;
}

/** A room as it stood when it was last changed: what a restarted server shows in its lobby. */
export interface RoomTable {
  id: string;
  anchor_id: string;
  anchor_name: string;
  anchor_avatar_url: string | null;
  title: string;
  cover_url: string | null;
  access: string;
  /** The code that lets people in while it is private. */
  invitation: string | null;
  /** JSON of `StageSettings`. */
  stage: string;
  /** JSON of `CompositionSettings`. */
  composition: string;
  created_at: number;
  used_at: number;
  /** Written by itself, once a second at most. */
  like_count: Generated<number>;
}

/** Each time a room was live. Outlives its room: statistics and the ledger point here. */
export interface ShowTable {
  id: string;
  room_id: string;
  anchor_id: string;
  title: string;
  started_at: number;
  /** `null` while it runs. */
  ended_at: number | null;
  end_reason: string | null;
}

/** A room that is closed for good. What happened there stays on record under its id, which nobody else may have. */
export interface ClosedRoomTable {
  id: string;
  anchor_id: string;
  closed_at: number;
}

/** Who may come into a room while it is private. */
export interface RoomInvitedTable {
  room_id: string;
  user_id: string;
  invited_at: number;
}

export interface RecordsTables {
  users: UserTable;
  rooms: RoomTable;
  room_invited: RoomInvitedTable;
  closed_rooms: ClosedRoomTable;
  shows: ShowTable;
}
