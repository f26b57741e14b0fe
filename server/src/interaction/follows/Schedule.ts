import { limits, type ReminderState, type ScheduledShow, type UserRef } from '@lianmai/shared';
import { AppError } from '../../core/AppError.ts';
import type { Clock } from '../../core/Clock.ts';
import { KeyedMutex } from '../../core/KeyedMutex.ts';
import { randomId } from '../../rooms/ids.ts';
import { UserRates } from '../../rooms/UserRates.ts';
import type { PeopleDirectory, ScheduleRecord, ScheduleStore } from './ports.ts';

export interface ScheduleDeps {
  store: ScheduleStore;
  people: PeopleDirectory;
  clock: Clock;
  /** Called after a show was cancelled, for those who wait for it. */
  onCancelled: (schedule: ScheduleRecord) => void;
}

interface AnnouncedRoom {
  id: string;
  anchor: UserRef;
}

const announceRate = { perSecond: 1 / 30, burst: 10 };
const reminderRate = { perSecond: 0.5, burst: 20 };
/** A show that begins up to so early is the one that was announced. */
export const earliestMs = 30 * 60_000;
/** And up to so late; then it is missed. */
export const latestMs = 2 * 3600_000;

/** The shows that anchors have announced, and who wants to be reminded. */
export class Schedule {
  readonly #deps: ScheduleDeps;
  readonly #announcing: UserRates;
  readonly #reminding: UserRates;
  readonly #byRoom = new KeyedMutex<string>();
  /** Room -> when its last announced show begins. */
  readonly #lastStartsAtMs = new Map<string, number>();

  /** @param announced what an earlier server has left */
  constructor(deps: ScheduleDeps, announced: readonly ScheduleRecord[] = []) {
    this.#deps = deps;
    for (const { roomId, startsAtMs } of announced) this.#noteAnnounced(roomId, startsAtMs);
    this.#announcing = new UserRates(deps.clock, announceRate);
    this.#reminding = new UserRates(deps.clock, reminderRate);
  }

  /** @throws AppError `invalid_request` for a time that is over or too far, `limit_reached`, `too_many_requests` */
  async announce(room: AnnouncedRoom, show: { title: string; startsAtMs: number }): Promise<ScheduledShow> {
    const { store, clock } = this.#deps;
    const nowMs = Math.round(clock.nowMs());
    if (show.startsAtMs <= nowMs) throw wrongTime('is over');
    if (show.startsAtMs > nowMs + limits.scheduleAheadMs) throw wrongTime('is too far ahead');
    this.#announcing.take(room.anchor.id);
    return await this.#byRoom.run(room.id, async () => {
      const upcoming = await store.listUpcoming({ roomId: room.id, limit: limits.scheduledShows });
      if (upcoming.length >= limits.scheduledShows) throw new AppError('limit_reached');
      const schedule = {
        id: randomId(),
        roomId: room.id,
        anchorId: room.anchor.id,
        createdAtMs: nowMs,
        ...show,
      };
      await store.add(schedule);
      this.#noteAnnounced(room.id, show.startsAtMs);
      return view({ ...schedule, state: 'upcoming', reminderCount: 0 }, room.anchor, false);
    });
  }

  /** A show may still begin in this room: it must be there. Errs on the side of keeping it. */
  isAwaited(roomId: string): boolean {
    return (
      (this.#lastStartsAtMs.get(roomId) ?? Number.NEGATIVE_INFINITY) + latestMs > this.#deps.clock.nowMs()
    );
  }

  /** @throws AppError `not_found` */
  async cancel(roomId: string, scheduleId: string): Promise<void> {
    const schedule = await this.#upcoming(scheduleId);
    if (schedule.roomId !== roomId) throw new AppError('not_found');
    if (await this.#deps.store.leaveUpcoming(scheduleId, 'cancelled')) this.#deps.onCancelled(schedule);
  }

  /** Soonest first, as this user (`null`: anybody) sees them. */
  async list(
    userId: string | null,
    query: { limit: number } & ({ roomId: string } | { isListed: (roomId: string) => boolean }),
  ): Promise<ScheduledShow[]> {
    const { store, people, clock } = this.#deps;
    await store.missBefore(clock.nowMs() - latestMs);
    const found = 'roomId' in query ? await store.listUpcoming(query) : await this.#listEverywhere(query);
    const anchors = await people.find([...new Set(found.map(({ anchorId }) => anchorId))]);
    const ids = found.map(({ id }) => id);
    const reminded = new Set(userId && ids.length > 0 ? await store.listReminded(userId, ids) : []);
    return found.map((schedule) => {
      const anchor = anchors.find(({ id }) => id === schedule.anchorId);
      const isReminded = userId === null ? null : reminded.has(schedule.id);
      return view(schedule, anchor ?? { id: schedule.anchorId, name: '?', avatarUrl: null }, isReminded);
    });
  }

  /**
   * @param assertMayKnow throws when this user is to know nothing of the room
   * @throws AppError `not_found`, `too_many_requests`, and what `assertMayKnow` throws
   */
  async remind(
    userId: string,
    scheduleId: string,
    assertMayKnow: (roomId: string) => void,
  ): Promise<ReminderState> {
    this.#reminding.take(userId);
    assertMayKnow((await this.#upcoming(scheduleId)).roomId);
    await this.#deps.store.remind(userId, scheduleId, Math.round(this.#deps.clock.nowMs()));
    return { isReminded: true, reminderCount: (await this.#upcoming(scheduleId)).reminderCount };
  }

  /** @throws AppError `not_found`, `too_many_requests` */
  async unremind(userId: string, scheduleId: string): Promise<ReminderState> {
    this.#reminding.take(userId);
    await this.#deps.store.unremind(userId, scheduleId);
    return { isReminded: false, reminderCount: (await this.#upcoming(scheduleId)).reminderCount };
  }

  /** A show began in this room: the announced one that it is, if it is one. Each is taken once. */
  async begin(roomId: string): Promise<ScheduleRecord | null> {
    const { store, clock } = this.#deps;
    const nowMs = clock.nowMs();
    const upcoming = await store.listUpcoming({ roomId, limit: limits.scheduledShows });
    const due = upcoming.find(
      ({ startsAtMs }) => startsAtMs - earliestMs <= nowMs && nowMs <= startsAtMs + latestMs,
    );
    if (!due || !(await store.leaveUpcoming(due.id, 'begun'))) return null;
    return due;
  }

  // Which rooms are listed the store does not know: it is asked for more until there are enough.
  async #listEverywhere({
    limit,
    isListed,
  }: {
    limit: number;
    isListed: (roomId: string) => boolean;
  }): Promise<ScheduleRecord[]> {
    for (let asked = limit; ; asked *= 2) {
      const found = await this.#deps.store.listUpcoming({ limit: asked });
      const listed = found.filter(({ roomId }) => isListed(roomId));
      if (listed.length >= limit || found.length < asked) return listed.slice(0, limit);
    }
  }

  #noteAnnounced(roomId: string, startsAtMs: number): void {
    this.#lastStartsAtMs.set(roomId, Math.max(startsAtMs, this.#lastStartsAtMs.get(roomId) ?? 0));
  }

  async #upcoming(scheduleId: string): Promise<ScheduleRecord> {
    const schedule = await this.#deps.store.find(scheduleId);
    if (schedule?.state !== 'upcoming') throw new AppError('not_found');
    return schedule;
  }
}

function wrongTime(message: string): AppError {
  return new AppError('invalid_request', { fields: [{ path: 'startsAt', message }] });
}

function view(schedule: ScheduleRecord, anchor: UserRef, isReminded: boolean | null): ScheduledShow {
  const { id, roomId, title, startsAtMs, reminderCount } = schedule;
  return {
    id,
    roomId,
    anchor,
    title,
    startsAt: new Date(startsAtMs).toISOString(),
    reminderCount,
    isReminded,
  };
}
