import type { UserNotice, UserNotices, UserRef } from '@lianmai/shared';
import type { Clock } from '../../core/Clock.ts';
import { KeyedMutex } from '../../core/KeyedMutex.ts';
import type { Logger } from '../../core/logger.ts';
import { randomId } from '../../rooms/ids.ts';
import type {
  FollowStore,
  NoticeChannel,
  NoticeStore,
  PeopleDirectory,
  Recipients,
  ScheduleRecord,
  ScheduleStore,
} from './ports.ts';
import type { Schedule } from './Schedule.ts';

export interface NoticesDeps {
  store: NoticeStore;
  follows: FollowStore;
  schedules: ScheduleStore;
  people: PeopleDirectory;
  channels: readonly NoticeChannel[];
  clock: Clock;
  log: Logger;
}

interface StartedRoom {
  id: string;
  title: string;
  anchor: UserRef;
}

/** An anchor whose connection fails, or who tries things out, tells their followers once. */
const quietMs = 15 * 60_000;
const keptMs = 7 * 24 * 3600_000;
const listed = 30;
const pageSize = 500;

/**
 * Tells people of shows: writes one notice down, however many it is for, and hands it to every channel in turn, one notice at a time.
 * The app reads what is written; channels reach those who are not looking.
 */
export class Notices {
  readonly #deps: NoticesDeps;
  readonly #byAnchor = new KeyedMutex<string>();
  readonly #byChannel = new KeyedMutex<string>();

  constructor(deps: NoticesDeps) {
    this.#deps = deps;
  }

  /** A show began. Resolves when every channel is through with it. Never rejects. */
  async showStarted(room: StartedRoom, schedule: Pick<Schedule, 'begin'>): Promise<void> {
    await this.#guarded('a show began', room.id, () =>
      this.#byAnchor.run(room.anchor.id, async () => {
        const begun = await schedule.begin(room.id);
        if (!begun && (await this.#wasToldLately(room.anchor.id))) return null;
        return await this.#write('wentLive', { ...room, scheduleId: begun?.id ?? null });
      }),
    );
  }

  /** An announced show will not be. Never rejects. */
  async showCancelled({ id, roomId, anchorId, title }: ScheduleRecord): Promise<void> {
    await this.#guarded('a show was cancelled', roomId, async () => {
      const [anchor] = await this.#deps.people.find([anchorId]);
      if (!anchor) return null;
      return await this.#write('showCancelled', { id: roomId, title, anchor, scheduleId: id });
    });
  }

  async list(userId: string): Promise<UserNotices> {
    const { store, clock } = this.#deps;
    const [notices, readUpToMs] = await Promise.all([
      store.listFor(userId, { sinceMs: clock.nowMs() - keptMs, limit: listed }),
      store.readUpToMs(userId),
    ]);
    return { notices, readUpTo: readUpToMs === null ? null : new Date(readUpToMs).toISOString() };
  }

  /** Not beyond the present: what comes later is new. */
  async markRead(userId: string, upToMs: number): Promise<void> {
    await this.#deps.store.markRead(userId, Math.min(upToMs, Math.round(this.#deps.clock.nowMs())));
  }

  async #guarded(what: string, roomId: string, write: () => Promise<UserNotice | null>): Promise<void> {
    const { channels, log, store, clock } = this.#deps;
    try {
      const notice = await write();
      if (!notice) return;
      await store.removeBefore(clock.nowMs() - keptMs);
      await Promise.all(
        channels.map((channel) =>
          this.#byChannel.run(channel.name, () => channel.deliver(notice, this.#recipients(notice))),
        ),
      );
    } catch (error) {
      log.error({ err: error, roomId, what }, 'people could not be told');
    }
  }

  async #wasToldLately(anchorId: string): Promise<boolean> {
    const lastMs = await this.#deps.store.lastWentLiveMs(anchorId);
    return lastMs !== null && this.#deps.clock.nowMs() - lastMs < quietMs;
  }

  async #write(
    kind: UserNotice['kind'],
    { id, title, anchor, scheduleId }: StartedRoom & { scheduleId: string | null },
  ): Promise<UserNotice> {
    const at = new Date(this.#deps.clock.nowMs()).toISOString();
    const notice = { id: randomId(), kind, at, anchor, roomId: id, title, scheduleId };
    await this.#deps.store.add(notice);
    return notice;
  }

  async *#recipients({ kind, anchor, scheduleId }: UserNotice): Recipients {
    const { follows, schedules } = this.#deps;
    if (kind === 'wentLive') yield* pages((page) => follows.listFollowers(anchor.id, page));
    if (scheduleId === null) return;
    // Followers were told of what began, not of what was cancelled: nobody hears the same twice, and nobody hears nothing.
    const anchorId = kind === 'wentLive' ? anchor.id : '';
    yield* pages((page) => schedules.listToRemind({ id: scheduleId, anchorId }, page));
  }
}

async function* pages(
  read: (page: { limit: number; after: string | null }) => Promise<string[]>,
): AsyncGenerator<readonly string[]> {
  for (let after: string | null = null; ; ) {
    const page: string[] = await read({ limit: pageSize, after });
    if (page.length > 0) yield page;
    after = page.at(-1) ?? null;
    if (page.length < pageSize) return;
  }
}
