import type { UserNotice, UserRef } from '@lianmai/shared';
import type {
  FollowRecord,
  FollowStore,
  NoticeChannel,
  NoticeStore,
  PeopleDirectory,
  Recipients,
  ScheduleRecord,
  ScheduleState,
  ScheduleStore,
} from './ports.ts';

/** Everything of follows in memory, behind all ports of it. */
export class FakeFollowStores implements FollowStore, ScheduleStore, PeopleDirectory {
  readonly people: UserRef[] = [];
  readonly edges: { userId: string; anchorId: string; atMs: number }[] = [];
  readonly schedules = new Map<string, Omit<ScheduleRecord, 'reminderCount'>>();
  readonly reminders: { userId: string; scheduleId: string }[] = [];
  /** How often it was asked who follows whom. */
  asked = 0;

  async find(query: readonly string[]): Promise<UserRef[]>;
  async find(query: string): Promise<ScheduleRecord | null>;
  async find(query: string | readonly string[]): Promise<UserRef[] | ScheduleRecord | null> {
    if (typeof query !== 'string') return this.people.filter(({ id }) => query.includes(id));
    const schedule = this.schedules.get(query);
    return schedule ? this.#counted(schedule) : null;
  }

  async follow(userId: string, anchorId: string, atMs: number): Promise<boolean> {
    if (this.#edge(userId, anchorId)) return false;
    this.edges.push({ userId, anchorId, atMs });
    return true;
  }

  async unfollow(userId: string, anchorId: string): Promise<boolean> {
    const edge = this.#edge(userId, anchorId);
    if (edge) this.edges.splice(this.edges.indexOf(edge), 1);
    return edge !== undefined;
  }

  async follows(userId: string, anchorId: string): Promise<boolean> {
    this.asked += 1;
    return this.#edge(userId, anchorId) !== undefined;
  }

  async followerCount(anchorId: string): Promise<number> {
    return this.edges.filter((edge) => edge.anchorId === anchorId).length;
  }

  async followCount(userId: string): Promise<number> {
    return this.edges.filter((edge) => edge.userId === userId).length;
  }

  async listFollows(userId: string, page: { limit: number }): Promise<FollowRecord[]> {
    return this.edges.filter((edge) => edge.userId === userId).slice(0, page.limit);
  }

  async listFollowsAmong(userId: string, anchorIds: readonly string[]): Promise<FollowRecord[]> {
    return this.edges.filter((edge) => edge.userId === userId && anchorIds.includes(edge.anchorId));
  }

  async listFollowers(anchorId: string, page: { limit: number; after: string | null }): Promise<string[]> {
    const ids = this.edges.filter((edge) => edge.anchorId === anchorId).map(({ userId }) => userId);
    return pageOf(ids, page);
  }

  async add(schedule: Omit<ScheduleRecord, 'state' | 'reminderCount'>): Promise<void> {
    this.schedules.set(schedule.id, { ...schedule, state: 'upcoming' });
  }

  async listUpcoming({ roomId, limit }: { roomId?: string; limit: number }): Promise<ScheduleRecord[]> {
    return [...this.schedules.values()]
      .filter((schedule) => schedule.state === 'upcoming' && (!roomId || schedule.roomId === roomId))
      .sort((a, b) => a.startsAtMs - b.startsAtMs)
      .slice(0, limit)
      .map((schedule) => this.#counted(schedule));
  }

  async leaveUpcoming(scheduleId: string, state: ScheduleState): Promise<boolean> {
    const schedule = this.schedules.get(scheduleId);
    if (schedule?.state !== 'upcoming') return false;
    this.schedules.set(scheduleId, { ...schedule, state });
    return true;
  }

  async missBefore(startsAtMs: number): Promise<void> {
    for (const schedule of this.schedules.values()) {
      if (schedule.startsAtMs < startsAtMs) await this.leaveUpcoming(schedule.id, 'missed');
    }
  }

  async remind(userId: string, scheduleId: string): Promise<void> {
    await this.unremind(userId, scheduleId);
    this.reminders.push({ userId, scheduleId });
  }

  async unremind(userId: string, scheduleId: string): Promise<void> {
    const at = this.reminders.findIndex((one) => one.userId === userId && one.scheduleId === scheduleId);
    if (at >= 0) this.reminders.splice(at, 1);
  }

  async listReminded(userId: string, scheduleIds: readonly string[]): Promise<string[]> {
    return this.reminders
      .filter((one) => one.userId === userId && scheduleIds.includes(one.scheduleId))
      .map(({ scheduleId }) => scheduleId);
  }

  async listToRemind(
    { id, anchorId }: { id: string; anchorId: string },
    page: { limit: number; after: string | null },
  ): Promise<string[]> {
    const ids = this.reminders
      .filter(({ userId, scheduleId }) => scheduleId === id && !this.#edge(userId, anchorId))
      .map(({ userId }) => userId);
    return pageOf(ids, page);
  }

  #edge(userId: string, anchorId: string) {
    return this.edges.find((edge) => edge.userId === userId && edge.anchorId === anchorId);
  }

  #counted(schedule: Omit<ScheduleRecord, 'reminderCount'>): ScheduleRecord {
    const reminderCount = this.reminders.filter(({ scheduleId }) => scheduleId === schedule.id).length;
    return { ...schedule, reminderCount };
  }
}

/** Notices in memory; `listFor` gives all of them to everybody. */
export class FakeNoticeStore implements NoticeStore {
  readonly notices: UserNotice[] = [];
  readonly read = new Map<string, number>();
  failure: Error | null = null;

  async add(notice: UserNotice): Promise<void> {
    if (this.failure) throw this.failure;
    this.notices.unshift(notice);
  }

  async listFor(_userId: string, { sinceMs, limit }: { sinceMs: number; limit: number }) {
    return this.notices.filter(({ at }) => Date.parse(at) >= sinceMs).slice(0, limit);
  }

  async lastWentLiveMs(anchorId: string): Promise<number | null> {
    const last = this.notices.find(({ kind, anchor }) => kind === 'wentLive' && anchor.id === anchorId);
    return last ? Date.parse(last.at) : null;
  }

  async readUpToMs(userId: string): Promise<number | null> {
    return this.read.get(userId) ?? null;
  }

  async markRead(userId: string, upToMs: number): Promise<void> {
    this.read.set(userId, upToMs);
  }

  async removeBefore(atMs: number): Promise<void> {
    const kept = this.notices.filter(({ at }) => Date.parse(at) >= atMs);
    this.notices.splice(0, this.notices.length, ...kept);
  }
}

/** Remembers whom it was to tell what. */
export class FakeNoticeChannel implements NoticeChannel {
  readonly name = 'fake';
  readonly delivered: { notice: UserNotice; userIds: string[] }[] = [];

  async deliver(notice: UserNotice, recipients: Recipients): Promise<void> {
    const userIds: string[] = [];
    for await (const page of recipients) userIds.push(...page);
    this.delivered.push({ notice, userIds });
  }
}

function pageOf(ids: string[], { limit, after }: { limit: number; after: string | null }): string[] {
  return ids
    .sort()
    .filter((id) => after === null || id > after)
    .slice(0, limit);
}
