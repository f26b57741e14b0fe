import type { Clock } from '../../../core/Clock.ts';
import type { Logger } from '../../../core/logger.ts';
import { type RedisWay, TellBehind } from './TellBehind.ts';

export interface RoomPresenceOptions {
  way: RedisWay;
  clock: Clock;
  log: Logger;
  /** Names this process: each says only whom it serves itself. */
  serverId: string;
}

interface Present {
  /** Sessions by user id. */
  sessions: Map<string, number>;
  /** Who has come or gone since Redis was told last. */
  changed: Set<string>;
  /** Redis has everybody but those who changed; otherwise it must be told of all. */
  isKnown: boolean;
}

/** Longer than it takes until everything is said again: a process that dies takes its people with it. */
const keptForMs = 60_000;
const usersAtOnce = 500;

/** Who is in which room on this process, in Redis: one set of user ids for each room, told of by changes, and whole after a doubt. */
export class RoomPresence {
  readonly #options: RoomPresenceOptions;
  readonly #rooms = new Map<string, Present>();
  readonly #teller: TellBehind;
  #doubts = 0;

  constructor(options: RoomPresenceOptions) {
    this.#options = options;
    this.#teller = new TellBehind({
      ...options,
      tell: (roomId) => this.#tell(roomId),
      keys: () => this.#rooms.keys(),
      onDoubt: () => {
        this.#doubts += 1;
        for (const present of this.#rooms.values()) present.isKnown = false;
      },
    });
  }

  arrived(roomId: string, userId: string): void {
    const present = this.#rooms.get(roomId) ?? newPresent();
    this.#rooms.set(roomId, present);
    present.sessions.set(userId, (present.sessions.get(userId) ?? 0) + 1);
    this.#note(roomId, present, userId);
  }

  left(roomId: string, userId: string): void {
    const present = this.#rooms.get(roomId);
    if (!present) return;
    const left = (present.sessions.get(userId) ?? 0) - 1;
    if (left > 0) present.sessions.set(userId, left);
    else present.sessions.delete(userId);
    if (present.sessions.size === 0) this.#rooms.delete(roomId);
    this.#note(roomId, present, userId);
  }

  async close(): Promise<void> {
    const roomIds = [...this.#rooms.keys()];
    this.#rooms.clear();
    for (const roomId of roomIds) this.#teller.touch(roomId);
    await this.#teller.close();
  }

  #note(roomId: string, present: Present, userId: string): void {
    present.changed.add(userId);
    this.#teller.touch(roomId);
  }

  async #tell(roomId: string): Promise<void> {
    const { way, serverId } = this.#options;
    const key = `lianmai:{${roomId}}:present:${serverId}`;
    const present = this.#rooms.get(roomId);
    if (!present) {
      await way.run((redis) => redis.unlink(key));
      return;
    }
    const { sessions, isKnown } = present;
    const userIds = [...(isKnown ? present.changed : sessions.keys())];
    present.changed = new Set();
    // Unless this is seen to work everybody is told of the next time.
    present.isKnown = false;
    const doubts = this.#doubts;
    if (!isKnown) await way.run((redis) => redis.unlink(key));
    for (let i = 0; i < userIds.length; i += usersAtOnce) {
      const some = userIds.slice(i, i + usersAtOnce);
      const here = some.filter((userId) => sessions.has(userId));
      const gone = some.filter((userId) => !sessions.has(userId));
      if (here.length > 0) await way.run((redis) => redis.sadd(key, ...here));
      if (gone.length > 0) await way.run((redis) => redis.srem(key, ...gone));
    }
    await way.run((redis) => redis.pexpire(key, keptForMs));
    present.isKnown = doubts === this.#doubts;
  }
}

function newPresent(): Present {
  return { sessions: new Map(), changed: new Set(), isKnown: false };
}
