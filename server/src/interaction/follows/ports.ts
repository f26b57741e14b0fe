import type { Language, UserNotice, UserRef } from '@lianmai/shared';

/** Who follows whom. */
export interface FollowStore {
  /** @returns false when it was so already */
  follow(userId: string, anchorId: string, atMs: number): Promise<boolean>;
  /** @returns false when it was so already */
  unfollow(userId: string, anchorId: string): Promise<boolean>;
  follows(userId: string, anchorId: string): Promise<boolean>;
  followerCount(anchorId: string): Promise<number>;
  followCount(userId: string): Promise<number>;
  /** Newest first; `below` is the last one of the page before. */
  listFollows(userId: string, page: { limit: number; below: FollowRecord | null }): Promise<FollowRecord[]>;
  /** Which of these anchors the user follows, newest first. */
  listFollowsAmong(userId: string, anchorIds: readonly string[]): Promise<FollowRecord[]>;
  /** Followers by id; `after` is the last one of the page before. */
  listFollowers(anchorId: string, page: { limit: number; after: string | null }): Promise<string[]>;
}

export interface FollowRecord {
  anchorId: string;
  atMs: number;
}

/** `upcoming` until it begins, is cancelled, or its time passes without it. */
export type ScheduleState = 'upcoming' | 'begun' | 'cancelled' | 'missed';

export interface ScheduleRecord {
  id: string;
  roomId: string;
  anchorId: string;
  title: string;
  startsAtMs: number;
  createdAtMs: number;
  state: ScheduleState;
  reminderCount: number;
}

/** Announced shows, and who wants to be reminded of them. */
export interface ScheduleStore {
  add(schedule: Omit<ScheduleRecord, 'state' | 'reminderCount'>): Promise<void>;
  find(scheduleId: string): Promise<ScheduleRecord | null>;
  /** Soonest first. */
  listUpcoming(query: { roomId?: string; limit: number }): Promise<ScheduleRecord[]>;
  /** @returns false when it was not `upcoming` any more: somebody else was first */
  leaveUpcoming(scheduleId: string, state: Exclude<ScheduleState, 'upcoming'>): Promise<boolean>;
  /** Those that were to begin before this moment become `missed`. */
  missBefore(startsAtMs: number): Promise<void>;
  remind(userId: string, scheduleId: string, atMs: number): Promise<void>;
  unremind(userId: string, scheduleId: string): Promise<void>;
  /** Which of these shows the user wants to be reminded of. */
  listReminded(userId: string, scheduleIds: readonly string[]): Promise<string[]>;
  /** People to remind by id, without the anchor's followers; `after` is the last one of the page before. */
  listToRemind(
    schedule: { id: string; anchorId: string },
    page: { limit: number; after: string | null },
  ): Promise<string[]>;
}

/** What was told. One entry however many people it is for: who they are follows from follows and reminders. */
export interface NoticeStore {
  add(notice: UserNotice): Promise<void>;
  /** For this user, newest first. */
  listFor(userId: string, query: { sinceMs: number; limit: number }): Promise<UserNotice[]>;
  /** When this anchor's followers were told of a show last. */
  lastWentLiveMs(anchorId: string): Promise<number | null>;
  readUpToMs(userId: string): Promise<number | null>;
  markRead(userId: string, upToMs: number): Promise<void>;
  removeBefore(atMs: number): Promise<void>;
}

/** Everybody's present name and picture. Whom nobody knows is left out. */
export interface PeopleDirectory {
  find(userIds: readonly string[]): Promise<UserRef[]>;
}

/** Those whom a notice is for, page by page, each once. */
export type Recipients = AsyncIterable<readonly string[]>;

/**
 * A way to tell people who are not looking: Web Push, a mini program's messages, a webhook. Delivers to those of the recipients
 * whom it can reach. Bounded in what it does at once; never rejects: what fails is its own to retry and to log.
 */
export interface NoticeChannel {
  readonly name: string;
  deliver(notice: UserNotice, recipients: Recipients): Promise<void>;
}

/** One browser that takes Web Push. */
export interface PushSubscriptionRecord {
  userId: string;
  endpoint: string;
  p256dh: string;
  auth: string;
  language: Language;
}

export interface PushSubscriptionStore {
  /** The browser's newest user is the one; a user's oldest browsers give way. */
  save(subscription: PushSubscriptionRecord, atMs: number): Promise<void>;
  /** @param userId only if it is this user's */
  remove(endpoint: string, userId?: string): Promise<void>;
  listFor(userIds: readonly string[]): Promise<PushSubscriptionRecord[]>;
}
