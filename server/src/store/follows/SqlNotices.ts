import type { UserNotice } from '@lianmai/shared';
import type { NoticeStore } from '../../interaction/follows/ports.ts';
import type { Database } from '../Tables.ts';
import type { NoticeTable } from './tables.ts';

/** What was told of shows, in SQL: written once, found by each of those it is for. */
export class SqlNotices implements NoticeStore {
  readonly #db: Database;

  constructor(db: Database) {
    this.#db = db;
  }

  async add(notice: UserNotice): Promise<void> {
    await this.#db
      .insertInto('notices')
      .values({
        id: notice.id,
        kind: notice.kind,
        at: Date.parse(notice.at),
        anchor_id: notice.anchor.id,
        anchor_name: notice.anchor.name,
        anchor_avatar_url: notice.anchor.avatarUrl,
        room_id: notice.roomId,
        title: notice.title,
        schedule_id: notice.scheduleId,
      })
      .execute();
  }

  async listFor(
    userId: string,
    { sinceMs, limit }: { sinceMs: number; limit: number },
  ): Promise<UserNotice[]> {
    const since = Math.round(sinceMs);
    // Two questions with an index each; what was told before one followed is no news.
    const followed = this.#db
      .selectFrom('follows')
      .innerJoin('notices', (join) =>
        join
          .onRef('notices.anchor_id', '=', 'follows.anchor_id')
          .onRef('notices.at', '>=', 'follows.created_at'),
      )
      .where('follows.user_id', '=', userId)
      .where('notices.at', '>=', since)
      .where('notices.kind', '=', 'wentLive');
    const reminded = this.#db
      .selectFrom('reminders')
      .innerJoin('notices', 'notices.schedule_id', 'reminders.schedule_id')
      .where('reminders.user_id', '=', userId)
      .where('notices.at', '>=', since);
    const rows = await followed
      .selectAll('notices')
      .union(reminded.selectAll('notices'))
      .orderBy('at', 'desc')
      .limit(limit)
      .execute();
    return rows.map(noticeOf);
  }

  async lastWentLiveMs(anchorId: string): Promise<number | null> {
    const row = await this.#db
      .selectFrom('notices')
      .where('anchor_id', '=', anchorId)
      .where('kind', '=', 'wentLive')
      .select('at')
      .orderBy('at', 'desc')
      .limit(1)
      .executeTakeFirst();
    return row?.at ?? null;
  }

  async readUpToMs(userId: string): Promise<number | null> {
    const row = await this.#db
      .selectFrom('notice_reads')
      .where('user_id', '=', userId)
      .select('read_up_to')
      .executeTakeFirst();
    return row?.read_up_to ?? null;
  }

  async markRead(userId: string, upToMs: number): Promise<void> {
    await this.#db
      .insertInto('notice_reads')
      .values({ user_id: userId, read_up_to: upToMs })
      .onConflict((conflict) =>
        conflict
          .column('user_id')
          .doUpdateSet({ read_up_to: upToMs })
          .where('notice_reads.read_up_to', '<', upToMs),
      )
      .execute();
  }

  async removeBefore(atMs: number): Promise<void> {
    await this.#db.deleteFrom('notices').where('at', '<', Math.round(atMs)).execute();
  }
}

function noticeOf(row: NoticeTable): UserNotice {
  return {
    id: row.id,
    kind: row.kind as UserNotice['kind'],
    at: new Date(row.at).toISOString(),
    anchor: { id: row.anchor_id, name: row.anchor_name, avatarUrl: row.anchor_avatar_url },
    roomId: row.room_id,
    title: row.title,
    scheduleId: row.schedule_id,
  };
}
