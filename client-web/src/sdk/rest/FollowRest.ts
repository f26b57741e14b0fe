import type {
  Follow,
  FollowState,
  PushKey,
  PushSubscriptionBody,
  ReminderState,
  ScheduledShow,
  ScheduleShowBody,
  UserNotices,
  UserProfile,
} from '@lianmai/shared';
import { nextCursorOf, type RestOptions, RestTransport, readJson } from './RestTransport.ts';

export interface FollowPage {
  follows: Follow[];
  /** Hand it to `myFollows` for the next page; null on the last one. */
  nextCursor: string | null;
}

/** Followers, announced shows, notices and Web Push over REST: one method per route. */
export class FollowRest {
  readonly #transport: RestTransport;

  constructor(options: RestOptions = {}) {
    this.#transport = new RestTransport(options);
  }

  async profile(userId: string, signal?: AbortSignal): Promise<UserProfile> {
    return await this.#transport.json(userPath(userId), { signal });
  }

  async follow(userId: string): Promise<FollowState> {
    return await this.#transport.json(`${userPath(userId)}/follow`, { method: 'PUT' });
  }

  async unfollow(userId: string): Promise<FollowState> {
    return await this.#transport.json(`${userPath(userId)}/follow`, { method: 'DELETE' });
  }

  async myFollows(query: { cursor?: string; signal?: AbortSignal } = {}): Promise<FollowPage> {
    const search = query.cursor ? `?cursor=${encodeURIComponent(query.cursor)}` : '';
    const response = await this.#transport.send(`/api/me/follows${search}`, { signal: query.signal });
    return { follows: await readJson(response), nextCursor: nextCursorOf(response.headers.get('link')) };
  }

  /** Announced shows, soonest first; of one room, or of all. */
  async schedule(roomId: string | null, signal?: AbortSignal): Promise<ScheduledShow[]> {
    const path = roomId === null ? '/api/schedule' : `${roomPath(roomId)}/schedule`;
    return await this.#transport.json(path, { signal });
  }

  async announce(roomId: string, body: ScheduleShowBody): Promise<ScheduledShow> {
    return await this.#transport.json(`${roomPath(roomId)}/schedule`, { method: 'POST', body });
  }

  async cancel(roomId: string, scheduleId: string): Promise<void> {
    const path = `${roomPath(roomId)}/schedule/${encodeURIComponent(scheduleId)}`;
    await this.#transport.send(path, { method: 'DELETE' });
  }

  async remind(scheduleId: string): Promise<ReminderState> {
    return await this.#transport.json(reminderPath(scheduleId), { method: 'PUT' });
  }

  async unremind(scheduleId: string): Promise<ReminderState> {
    return await this.#transport.json(reminderPath(scheduleId), { method: 'DELETE' });
  }

  async notices(signal?: AbortSignal): Promise<UserNotices> {
    return await this.#transport.json('/api/me/notices', { signal });
  }

  async markRead(upTo: string): Promise<void> {
    await this.#transport.send('/api/me/notices/read', { method: 'POST', body: { upTo } });
  }

  async pushKey(): Promise<string> {
    return (await this.#transport.json<PushKey>('/api/push-key')).publicKey;
  }

  async savePushSubscription(body: PushSubscriptionBody): Promise<void> {
    await this.#transport.send('/api/me/push-subscription', { method: 'PUT', body });
  }

  async endPushSubscription(endpoint: string): Promise<void> {
    await this.#transport.send('/api/me/push-subscription', {
      method: 'DELETE',
      body: { endpoint },
      keepalive: true,
    });
  }
}

function userPath(userId: string): string {
  return `/api/users/${encodeURIComponent(userId)}`;
}

function roomPath(roomId: string): string {
  return `/api/rooms/${encodeURIComponent(roomId)}`;
}

function reminderPath(scheduleId: string): string {
  return `/api/schedule/${encodeURIComponent(scheduleId)}/reminder`;
}
