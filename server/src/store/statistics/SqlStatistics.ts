import type { RoomTotals } from '@lianmai/shared';
import type { Insertable } from 'kysely';
import type { ShowRecord, ShowUpdate, StatisticsStore } from '../../interaction/statistics/ports.ts';
import type { Sample } from '../../interaction/statistics/samples.ts';
import type { Database, DatabaseTransaction } from '../Tables.ts';
import { sampleOf, sampleRow, showRecord, showRow } from './rows.ts';
import type { ShowStatisticsTable } from './tables.ts';

/** Rows in one statement: well below what either database takes as parameters. */
const rowsAtOnce = 500;

/** Keeps the statistics of shows in the database: what one write brings is one transaction. */
export class SqlStatistics implements StatisticsStore {
  readonly #db: Database;

  constructor(db: Database) {
    this.#db = db;
  }

  async save(updates: readonly ShowUpdate[]): Promise<void> {
    await this.#db.transaction().execute(async (transaction) => {
      for (const some of slices(updates, rowsAtOnce / 5)) await saveShows(transaction, some);
      const complete = updates.filter(({ isComplete }) => isComplete).map(({ record }) => record.showId);
      for (const some of slices(complete, rowsAtOnce)) {
        await transaction.deleteFrom('show_samples').where('show_id', 'in', some).execute();
      }
      const rows = updates.flatMap(({ record, samples }) =>
        samples.map((sample) => sampleRow(record.showId, sample)),
      );
      for (const some of slices(rows, rowsAtOnce)) {
        await transaction
          .insertInto('show_samples')
          .values(some)
          // A write whose answer was lost comes again.
          .onConflict((conflict) => conflict.columns(['show_id', 'at']).doNothing())
          .execute();
      }
    });
  }

  async find(showId: string): Promise<{ record: ShowRecord; samples: readonly Sample[] } | null> {
    const row = await this.#db
      .selectFrom('show_statistics')
      .selectAll()
      .where('show_id', '=', showId)
      .executeTakeFirst();
    if (!row) return null;
    const samples = await this.#db
      .selectFrom('show_samples')
      .selectAll()
      .where('show_id', '=', showId)
      .orderBy('at')
      .execute();
    return { record: showRecord(row), samples: samples.map(sampleOf) };
  }

  async showsOf(
    roomId: string,
    { limit, before }: Parameters<StatisticsStore['showsOf']>[1],
  ): Promise<readonly ShowRecord[]> {
    const newestFirst = this.#db
      .selectFrom('show_statistics')
      .selectAll()
      .where('room_id', '=', roomId)
      .orderBy('started_at', 'desc')
      .orderBy('show_id', 'desc')
      .limit(limit);
    const page = before
      ? newestFirst.where((where) =>
          where.or([
            where('started_at', '<', before.startedAtMs),
            where.and([where('started_at', '=', before.startedAtMs), where('show_id', '<', before.showId)]),
          ]),
        )
      : newestFirst;
    return (await page.execute()).map(showRecord);
  }

  async totalsOf(roomId: string, except: readonly string[]): Promise<RoomTotals> {
    const ofRoom = this.#db.selectFrom('show_statistics').where('room_id', '=', roomId);
    const some = except.length > 0 ? ofRoom.where('show_id', 'not in', except) : ofRoom;
    const row = await some
      .select(({ fn, eb }) => [
        fn.countAll<number>().as('shows'),
        fn
          .sum<number | null>(eb(fn.coalesce('ended_at', 'updated_at'), '-', eb.ref('started_at')))
          .as('liveMs'),
        fn.max<number | null>('peak_viewers').as('peakViewers'),
        fn.sum<number | null>('watch_ms').as('watchMs'),
        fn.sum<number | null>('arrivals').as('arrivals'),
        fn.sum<number | null>('chat_messages').as('chatMessages'),
        fn.sum<number | null>('likes').as('likes'),
        fn.sum<number | null>('gifts').as('gifts'),
        fn.sum<number | null>('income').as('income'),
      ])
      .executeTakeFirstOrThrow();
    // PostgreSQL adds bigints up to a numeric, which arrives as text.
    const numbers = Object.entries(row).map(([name, value]) => [name, Number(value ?? 0)]);
    return Object.fromEntries(numbers) as RoomTotals;
  }

  async closeInterrupted(): Promise<void> {
    await this.#db
      .updateTable('show_statistics')
      .set(({ ref }) => ({ ended_at: ref('updated_at'), is_interrupted: 1 }))
      .where('ended_at', 'is', null)
      .execute();
  }
}

async function saveShows(transaction: DatabaseTransaction, updates: readonly ShowUpdate[]): Promise<void> {
  await transaction
    .insertInto('show_statistics')
    .values(updates.map(({ record }) => showRow(record)))
    .onConflict((conflict) =>
      conflict.column('show_id').doUpdateSet(({ ref }) => {
        const changing = Object.keys(firstRow(updates)).filter((name) => name !== 'show_id');
        return Object.fromEntries(
          changing.map((name) => [name, ref(`excluded.${name as keyof ShowStatisticsTable}`)]),
        );
      }),
    )
    .execute();
}

function firstRow([first]: readonly ShowUpdate[]): Insertable<ShowStatisticsTable> | Record<string, never> {
  return first ? showRow(first.record) : {};
}

function slices<T>(items: readonly T[], size: number): T[][] {
  const parts: T[][] = [];
  for (let from = 0; from < items.length; from += size) parts.push(items.slice(from, from + size));
  return parts;
}
