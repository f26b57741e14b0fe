import type { AuditAct, AuditEntry, Moderator, Sanction, UserRef } from '@lianmai/shared';

/** A sanction as it is kept: with what others are not told. */
export interface SanctionRecord extends Sanction {
  /** The show it ends with; `null` unless `endsWithShow`. */
  showId: string | null;
  /** Of a guest: the keyed hash of their address, and until when it holds for other guests of that address. */
  addressKey: string | null;
  addressUntilMs: number | null;
  /** What who imposed it was then: nobody below may lift it. */
  byRank: number;
}

/** Where sanctions outlive a restart. */
export interface SanctionStore {
  /** Those that nobody has lifted and that have not run out. */
  loadOpen(nowMs: number): Promise<SanctionRecord[]>;
  /** In place of the one of its kind that this person has in its scope. */
  put(record: SanctionRecord): Promise<void>;
  lift(sanctionId: string, atMs: number, byUserId: string): Promise<void>;
}

export interface NamedModerator extends Moderator {
  roomId: string;
}

/** Where the moderators of rooms outlive a restart. */
export interface ModeratorStore {
  loadAll(): Promise<NamedModerator[]>;
  put(moderator: NamedModerator): Promise<void>;
  remove(roomId: string, userId: string): Promise<void>;
}

export interface NewAuditEntry {
  atMs: number;
  act: AuditAct;
  roomId: string | null;
  /** `null`: the platform itself. */
  actor: UserRef | null;
  /** Whom it was done to. */
  target: UserRef | null;
  reason: string | null;
  /** What else there is to know, as it is shown: a duration, a word list's name. */
  detail: string | null;
  /** `signalling`, or for REST the address. */
  origin: string;
}

/** The list of every act of moderation. It can be added to and read; nothing in it ever changes. */
export interface AuditLog {
  append(entry: NewAuditEntry): Promise<void>;
  /** Newest first. */
  list(query: AuditQuery): Promise<AuditEntry[]>;
}

export interface AuditQuery {
  roomId?: string | undefined;
  /** Actor or target. */
  userId?: string | undefined;
  act?: AuditAct | undefined;
  /** Entries older than the one of this number. */
  before?: number | undefined;
  limit: number;
}

/** Names for ids of people who are not here now. */
export interface UserLookup {
  find(userIds: readonly string[]): Promise<UserRef[]>;
}

/** Everything that outlives a restart. */
export interface ModerationStores {
  sanctions: SanctionStore;
  moderators: ModeratorStore;
  audit: AuditLog;
}
