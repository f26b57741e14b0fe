import type { Givers, GiversPeriod, Income } from '@lianmai/shared';
import type { Clock } from '../../core/Clock.ts';
import type { Room } from '../../rooms/Room.ts';
import type { GiftReports, GiversFilter } from './ports.ts';

export interface GiverListsDeps {
  reports: GiftReports;
  clock: Clock;
}

const dayMs = 24 * 3600 * 1000;
/** A thousand viewers who open the list together are one question to the database. */
const keptMs = 2000;
const keptLists = 1000;

/** Who gave most, by show, day and since ever; and what an anchor earned. Read from the orders, a list at most every two seconds. */
export class GiverLists {
  readonly #deps: GiverListsDeps;
  readonly #kept = new Map<string, { atMs: number; givers: Promise<Givers> }>();

  constructor(deps: GiverListsDeps) {
    this.#deps = deps;
  }

  async givers(room: Pick<Room, 'id' | 'showId'>, period: GiversPeriod, limit: number): Promise<Givers> {
    const key = `${room.id}/${period}/${room.showId ?? ''}/${limit}`;
    const nowMs = this.#deps.clock.nowMs();
    const kept = this.#kept.get(key);
    if (kept && nowMs - kept.atMs < keptMs) return await kept.givers;
    const givers = this.#read(room, period, limit);
    if (this.#kept.size >= keptLists) this.#kept.clear();
    this.#kept.set(key, { atMs: nowMs, givers });
    // A failure is nobody's answer but theirs who waited for it.
    givers.catch(() => this.#kept.delete(key));
    return await givers;
  }

  async incomeOf(anchorId: string): Promise<Omit<Income, 'income'>> {
    const nowMs = this.#deps.clock.nowMs();
    return await this.#deps.reports.incomeOf(anchorId, {
      todayMs: startOfDay(nowMs),
      monthMs: startOfDay(nowMs) - 29 * dayMs,
    });
  }

  async #read(room: Pick<Room, 'id' | 'showId'>, period: GiversPeriod, limit: number): Promise<Givers> {
    const filter = await this.#filter(room, period, limit);
    if (filter === null) return { period, givers: [], giverCount: 0, coins: 0 };
    return { period, ...(await this.#deps.reports.givers(filter)) };
  }

  async #filter(
    { id, showId }: Pick<Room, 'id' | 'showId'>,
    period: GiversPeriod,
    limit: number,
  ): Promise<GiversFilter | null> {
    const { reports, clock } = this.#deps;
    if (period === 'all') return { roomId: id, limit };
    if (period === 'day') return { roomId: id, limit, sinceMs: startOfDay(clock.nowMs()) };
    const ofShow = showId ?? (await reports.lastShowId(id));
    return ofShow === null ? null : { roomId: id, limit, showId: ofShow };
  }
}

/** Of the server's own time zone. */
function startOfDay(ms: number): number {
  return new Date(ms).setHours(0, 0, 0, 0);
}
