import type { Router } from 'express';
import type { AccessTokens } from '../auth/AccessTokens.ts';
import type { Config } from '../config/Config.ts';
import type { Clock } from '../core/Clock.ts';
import type { Logger } from '../core/logger.ts';
import { followRoutes } from '../http/api/followRoutes.ts';
import { noticeRoutes } from '../http/api/noticeRoutes.ts';
import { scheduleRoutes } from '../http/api/scheduleRoutes.ts';
import { Follows } from '../interaction/follows/Follows.ts';
import { Notices } from '../interaction/follows/Notices.ts';
import type { NoticeChannel, PeopleDirectory, ScheduleRecord } from '../interaction/follows/ports.ts';
import { Schedule } from '../interaction/follows/Schedule.ts';
import { PushSender } from '../notify/webpush/PushSender.ts';
import { PushServices } from '../notify/webpush/PushServices.ts';
import { type VapidKeys, vapidKeys } from '../notify/webpush/vapidKeys.ts';
import { WebPushChannel } from '../notify/webpush/WebPushChannel.ts';
import type { Room } from '../rooms/Room.ts';
import type { RoomRegistry } from '../rooms/RoomRegistry.ts';
import { SqlFollows } from '../store/follows/SqlFollows.ts';
import { SqlNotices } from '../store/follows/SqlNotices.ts';
import { SqlPushSubscriptions } from '../store/follows/SqlPushSubscriptions.ts';
import { SqlSchedules } from '../store/follows/SqlSchedules.ts';
import type { Store } from '../store/Store.ts';
import { sayUnavailable } from '../store/sayUnavailable.ts';

interface FollowPartsOptions {
  config: Config;
  store: Store;
  people: PeopleDirectory;
  pushKeys: VapidKeys;
  announced: readonly ScheduleRecord[];
  /** Beside Web Push. */
  channels: readonly NoticeChannel[];
  clock: Clock;
  log: Logger;
}

/** Follows, announced shows, and telling people of them: constructed, connected, and closed in one go. */
export class FollowParts {
  readonly follows: Follows;
  readonly #people: PeopleDirectory;
  readonly #schedule: Schedule;
  readonly #notices: Notices;
  readonly #push: { publicKey: string; services: PushServices; subscriptions: SqlPushSubscriptions };
  readonly #sender: PushSender;
  readonly #options: FollowPartsOptions & { rooms: () => RoomRegistry };
  readonly #telling = new Set<Promise<void>>();

  static async open(
    options: Omit<FollowPartsOptions, 'pushKeys' | 'announced' | 'channels'>,
  ): Promise<(rooms: () => RoomRegistry, channels: readonly NoticeChannel[]) => FollowParts> {
    const pushKeys = await vapidKeys(options.config.dataDir);
    const announced = await new SqlSchedules(options.store.db).listUpcoming({ limit: 10_000 });
    return (rooms, channels) => new FollowParts({ ...options, pushKeys, announced, channels, rooms });
  }

  private constructor(options: FollowPartsOptions & { rooms: () => RoomRegistry }) {
    const { config, store, pushKeys, clock, log } = options;
    this.#options = options;
    this.#people = { find: (userIds) => this.#find(userIds) };
    const people = this.#people;
    const stores = {
      follows: sayUnavailable(new SqlFollows(store.db)),
      schedules: sayUnavailable(new SqlSchedules(store.db)),
    };
    this.#push = {
      publicKey: pushKeys.publicKey,
      services: new PushServices(config.pushServices),
      subscriptions: sayUnavailable(new SqlPushSubscriptions(store.db)),
    };
    this.#sender = new PushSender({ keys: pushKeys, contact: config.pushContact, clock });
    const webPush = new WebPushChannel({ ...this.#push, sender: this.#sender, clock, log });
    this.follows = new Follows({ store: stores.follows, people, clock });
    this.#notices = new Notices({
      ...stores,
      store: sayUnavailable(new SqlNotices(store.db)),
      people,
      channels: [webPush, ...options.channels],
      clock,
      log,
    });
    this.#schedule = new Schedule(
      {
        store: stores.schedules,
        people,
        clock,
        onCancelled: (cancelled) => this.#tell(this.#notices.showCancelled(cancelled)),
      },
      options.announced,
    );
  }

  /** From now on a show that begins is told of, and a room with an announced show stays. */
  attachTo(rooms: RoomRegistry): void {
    rooms.keepWhile((roomId) => this.#schedule.isAwaited(roomId));
    rooms.onRoomOpened((room) => this.#attach(room));
  }

  #attach(room: Room): void {
    room.log.onAppended(({ type }) => {
      if (type !== 'showStarted') return;
      const { id, title, anchor } = room.view();
      if (room.door.isPrivate) this.#tell(this.#beginUntold(id));
      else this.#tell(this.#notices.showStarted({ id, title, anchor }, this.#schedule));
    });
  }

  // A private show is for who was invited: an announced one has begun all the same.
  async #beginUntold(roomId: string): Promise<void> {
    try {
      await this.#schedule.begin(roomId);
    } catch (error) {
      this.#options.log.error({ err: error, roomId }, 'an announced show stays on the list');
    }
  }

  routes(tokens: AccessTokens): Router[] {
    const { clock } = this.#options;
    const people = this.#people;
    const rooms = this.#options.rooms();
    const { publicKey, services, subscriptions } = this.#push;
    const push = {
      publicKey,
      subscriptions,
      isAllowed: (endpoint: string) => services.isAllowed(endpoint),
    };
    return [
      followRoutes({ follows: this.follows, people, rooms, tokens }),
      scheduleRoutes({ schedule: this.#schedule, rooms, tokens }),
      noticeRoutes({ notices: this.#notices, push, tokens, clock }),
    ];
  }

  /** What is being sent is let go of. */
  async close(): Promise<void> {
    this.#sender.close();
    await Promise.all(this.#telling);
  }

  // An anchor who never acted with a token (an ingest, the demo) is known by their room.
  async #find(userIds: readonly string[]): ReturnType<PeopleDirectory['find']> {
    const found = await this.#options.people.find(userIds);
    const unknown = new Set(userIds).difference(new Set(found.map(({ id }) => id)));
    if (unknown.size === 0) return found;
    const anchors = new Map(this.#options.rooms().all.map(({ anchor }) => [anchor.id, anchor]));
    return [...found, ...[...unknown].flatMap((userId) => anchors.get(userId) ?? [])];
  }

  #tell(telling: Promise<void>): void {
    const one = telling.finally(() => this.#telling.delete(one));
    this.#telling.add(one);
  }
}
