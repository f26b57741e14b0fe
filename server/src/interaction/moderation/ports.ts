import type {
  AuditAct,
  AuditEntry,
  Moderator,
  Report,
  ReportOutcome,
  Sanction,
  UserRef,
  WordListProblem,
} from '@lianmai/shared';
import type { Room } from '../../rooms/Room.ts';
import type { HeldMessage } from '../chat/ports.ts';

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
  reports: ReportStore;
  roomWords: RoomWordStore;
}

export interface ReportQuery {
  roomId?: string | undefined;
  status: 'open' | 'resolved';
  /** A report of the page before: only older ones. */
  before?: string | undefined;
  limit: number;
}

/** Where reports outlive a restart. */
export interface ReportStore {
  /** @param subjectKey the same for every report of the same thing */
  add(report: Report, subjectKey: string): Promise<void>;
  /** @param reporterId `null`: filed by the server itself */
  hasOpen(subjectKey: string, reporterId: string | null): Promise<boolean>;
  get(reportId: string): Promise<Report | null>;
  /** Newest first. */
  list(query: ReportQuery): Promise<Report[]>;
  /** False when somebody has resolved it before. */
  resolve(
    reportId: string,
    resolution: { outcome: ReportOutcome; resolvedBy: UserRef; resolvedAtMs: number },
  ): Promise<boolean>;
}

export interface RoomWords {
  roomId: string;
  text: string;
}

/** Where the word lists of rooms outlive a restart. */
export interface RoomWordStore {
  loadAll(): Promise<RoomWords[]>;
  put(words: RoomWords, by: UserRef, atMs: number): Promise<void>;
}

/** The platform's word lists as files, which others may change too. */
export interface WordFiles {
  write(name: string, text: string): Promise<void>;
  remove(name: string): Promise<void>;
  /** What is wrong with files that are not taken, by name. */
  readonly problems: ReadonlyMap<string, readonly WordListProblem[]>;
}

export interface ReviewedContent {
  /** `name`: what the user wants to be called. */
  kind: 'chat' | 'name';
  text: string;
  /** Where it is written; `null` for what belongs to no room. */
  roomId: string | null;
  user: UserRef;
}

/** Somebody else's service that looks at texts. It always answers: in time, or by the policy for when it does not. */
export interface ExternalReviewer {
  review(content: ReviewedContent): Promise<ExternalVerdict>;
}

export type ExternalVerdict =
  /** `text`: in its place. */
  { verdict: 'pass'; text?: string | undefined } | { verdict: 'refuse' } | { verdict: 'hold' };

/** What moderation does with messages. */
export interface ChatAccess {
  /** A message as it was posted; `undefined`: no such one is kept. */
  find(room: Room, messageId: string): { user: UserRef; content: string } | undefined;
  /** Shows what was held back, as if it was written now. */
  postHeld(room: Room, message: HeldMessage): void;
  /** Takes away everything that somebody has written in a room. */
  eraseUser(room: Room, userId: string, by: UserRef): void;
}
