import type { GiverRank, Givers, Income, UserRef } from '@lianmai/shared';
import type { GiftReports, GiversFilter } from '../../interaction/gifts/ports.ts';
import type { Database } from '../Tables.ts';
import { sentOf } from './giftOrderRows.ts';

const listedShows = 50;

/** What gifts add up to, read from the orders: who gave most, and what an anchor earned. Refunded gifts do not count. */
export class SqlGiftReports implements GiftReports {
  readonly #db: Database;

  constructor(db: Database) {
    this.#db = db;
  }

  async givers(filter: GiversFilter): Promise<Omit<Givers, 'period'>> {
    const [ranks, total] = await Promise.all([this.#ranks(filter), this.#total(filter)]);
    return { givers: ranks, giverCount: total?.giver_count ?? 0, coins: Number(total?.coins ?? 0) };
  }

  async lastShowId(roomId: string): Promise<string | null> {
    const row = await this.#db
      .selectFrom('gift_orders')
      .select('show_id')
      .where('room_id', '=', roomId)
      .orderBy('created_at', 'desc')
      .limit(1)
      .executeTakeFirst();
    return row?.show_id ?? null;
  }

  async incomeOf(
    anchorId: string,
    { todayMs, monthMs }: { todayMs: number; monthMs: number },
  ): Promise<Omit<Income, 'income'>> {
    const since = async (ms: number) => {
      const row = await this.#db
        .selectFrom('gift_orders')
        .select((eb) => eb.fn.sum<number | null>('income').as('income'))
        .where('anchor_id', '=', anchorId)
        .where('refunded_at', 'is', null)
        .where('created_at', '>=', ms)
        .executeTakeFirst();
      return Number(row?.income ?? 0);
    };
    const [today, last30Days, all, shows] = await Promise.all([
      since(todayMs),
      since(monthMs),
      since(0),
      this.#shows(anchorId),
    ]);
    return { today, last30Days, all, shows };
  }

  async #shows(anchorId: string): Promise<Income['shows']> {
    const rows = await this.#db
      .selectFrom('gift_orders')
      .select((eb) => [
        'show_id',
        'room_id',
        eb.fn.min<number>('created_at').as('started_at'),
        eb.fn.sum<number>('count').as('gift_count'),
        eb.fn.sum<number>('coins').as('coins'),
        eb.fn.sum<number>('income').as('income'),
      ])
      .where('anchor_id', '=', anchorId)
      .where('refunded_at', 'is', null)
      .groupBy(['show_id', 'room_id'])
      .orderBy('started_at', 'desc')
      .limit(listedShows)
      .execute();
    return rows.map((row) => ({
      showId: row.show_id,
      roomId: row.room_id,
      startedAt: new Date(Number(row.started_at)).toISOString(),
      giftCount: Number(row.gift_count),
      coins: Number(row.coins),
      income: Number(row.income),
    }));
  }

  async #ranks(filter: GiversFilter): Promise<GiverRank[]> {
    const rows = await this.#counted(filter)
      .select((eb) => [
        'giver_id',
        eb.fn.sum<number>('coins').as('coins'),
        eb.fn.max<number>('created_at').as('last_at'),
      ])
      .groupBy('giver_id')
      .orderBy('coins', 'desc')
      .orderBy('last_at')
      .limit(filter.limit)
      .execute();
    const users = await this.#namesOf(
      filter.roomId,
      rows.map(({ giver_id }) => giver_id),
    );
    return rows.flatMap(({ giver_id, coins }) => {
      const user = users.get(giver_id);
      return user ? [{ user, coins: Number(coins) }] : [];
    });
  }

  #total(filter: GiversFilter) {
    return this.#counted(filter)
      .select((eb) => [
        eb.fn.count<number>('giver_id').distinct().as('giver_count'),
        eb.fn.sum<number | null>('coins').as('coins'),
      ])
      .executeTakeFirst();
  }

  #counted({ roomId, showId, sinceMs = 0 }: GiversFilter) {
    const query = this.#db
      .selectFrom('gift_orders')
      .where('room_id', '=', roomId)
      .where('refunded_at', 'is', null)
      .where('created_at', '>=', sinceMs);
    return showId === undefined ? query : query.where('show_id', '=', showId);
  }

  /** As they called themselves with their newest gift in this room. */
  async #namesOf(roomId: string, giverIds: readonly string[]): Promise<Map<string, UserRef>> {
    if (giverIds.length === 0) return new Map();
    const newest = this.#db
      .selectFrom('gift_orders')
      .select((eb) => ['giver_id', eb.fn.max('created_at').as('created_at')])
      .where('room_id', '=', roomId)
      .where('giver_id', 'in', [...giverIds])
      .groupBy('giver_id')
      .as('newest');
    const rows = await this.#db
      .selectFrom('gift_orders')
      .innerJoin(newest, (join) =>
        join
          .onRef('newest.giver_id', '=', 'gift_orders.giver_id')
          .onRef('newest.created_at', '=', 'gift_orders.created_at'),
      )
      .select('gift_orders.sent')
      .where('gift_orders.room_id', '=', roomId)
      .execute();
    return new Map(
      rows.map(({ sent }) => {
        const { giver } = sentOf(sent);
        return [giver.id, giver];
      }),
    );
  }
}
