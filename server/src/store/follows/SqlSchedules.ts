import type { ScheduleRecord, ScheduleState, ScheduleStore } from '../../interaction/follows/ports.ts';
import type { Database } from '../Tables.ts';
import type { ScheduledShowTable } from './tables.ts';

/** Announced shows and their reminders, in SQL. */
export class SqlSchedules implements ScheduleStore {
  readonly #db: Database;

  constructor(db: Database) {
    this.#db = db;
  }

  async add(schedule: Omit<ScheduleRecord, 'state' | 'reminderCount'>): Promise<void> {
    await this.#db
      .insertInto('scheduled_shows')
      .values({
        id: schedule.id,
        room_id: schedule.roomId,
        anchor_id: schedule.anchorId,
        title: schedule.title,
        starts_at: schedule.startsAtMs,
        created_at: schedule.createdAtMs,
        state: 'upcoming',
      })
      .execute();
  }

  async find(scheduleId: string): Promise<ScheduleRecord | null> {
    const row = await this.#rows().where('scheduled_shows.id', '=', scheduleId).executeTakeFirst();
    return row ? recordOf(row) : null;
  }

  async listUpcoming({ roomId, limit }: { roomId?: string; limit: number }): Promise<ScheduleRecord[]> {
    let query = this.#rows().where('state', '=', 'upcoming');
    if (roomId !== undefined) query = query.where('room_id', '=', roomId);
    const rows = await query.orderBy('starts_at').orderBy('id').limit(limit).execute();
    return rows.map(recordOf);
  }

  async leaveUpcoming(scheduleId: string, state: Exclude<ScheduleState, 'upcoming'>): Promise<boolean> {
    const { numUpdatedRows } = await this.#db
      .updateTable('scheduled_shows')
      .set({ state })
      .where('id', '=', scheduleId)
      .where('state', '=', 'upcoming')
      .executeTakeFirstOrThrow();
    return Number(numUpdatedRows) > 0;
  }

  async missBefore(startsAtMs: number): Promise<void> {
    await this.#db
      .updateTable('scheduled_shows')
      .set({ state: 'missed' })
      .where('state', '=', 'upcoming')
      .where('starts_at', '<', Math.round(startsAtMs))
      .execute();
  }

  async remind(userId: string, scheduleId: string, atMs: number): Promise<void> {
    await this.#db
      .insertInto('reminders')
      .values({ schedule_id: scheduleId, user_id: userId, created_at: atMs })
      .onConflict((conflict) => conflict.columns(['schedule_id', 'user_id']).doNothing())
      .execute();
  }

  async unremind(userId: string, scheduleId: string): Promise<void> {
    await this.#db
      .deleteFrom('reminders')
      .where('schedule_id', '=', scheduleId)
      .where('user_id', '=', userId)
      .execute();
  }

  async listReminded(userId: string, scheduleIds: readonly string[]): Promise<string[]> {
    const rows = await this.#db
      .selectFrom('reminders')
      .where('user_id', '=', userId)
      .where('schedule_id', 'in', [...scheduleIds])
      .select('schedule_id')
      .execute();
    return rows.map(({ schedule_id }) => schedule_id);
  }

  async listToRemind(
    schedule: { id: string; anchorId: string },
    { limit, after }: { limit: number; after: string | null },
  ): Promise<string[]> {
    const rows = await this.#db
      .selectFrom('reminders')
      .leftJoin('follows', (join) =>
        join
          .onRef('follows.user_id', '=', 'reminders.user_id')
          .on('follows.anchor_id', '=', schedule.anchorId),
      )
      .where('schedule_id', '=', schedule.id)
      .where('reminders.user_id', '>', after ?? '')
      .where('follows.user_id', 'is', null)
      .select('reminders.user_id as userId')
      .orderBy('reminders.user_id')
      .limit(limit)
      .execute();
    return rows.map(({ userId }) => userId);
  }

  #rows() {
    return this.#db
      .selectFrom('scheduled_shows')
      .selectAll()
      .select(({ selectFrom }) =>
        selectFrom('reminders')
          .whereRef('reminders.schedule_id', '=', 'scheduled_shows.id')
          .select(({ fn }) => fn.countAll<number>().as('count'))
          .as('reminderCount'),
      );
  }
}

function recordOf(row: ScheduledShowTable & { reminderCount: number | null }): ScheduleRecord {
  return {
    id: row.id,
    roomId: row.room_id,
    anchorId: row.anchor_id,
    title: row.title,
    startsAtMs: row.starts_at,
    createdAtMs: row.created_at,
    state: row.state as ScheduleState,
    reminderCount: Number(row.reminderCount),
  };
}
