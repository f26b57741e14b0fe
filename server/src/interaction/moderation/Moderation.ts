import {
  type AuditAct,
  limits,
  type Moderator,
  type RoomEventMap,
  type Sanction,
  type SanctionDuration,
  type SanctionKind,
  type UserRef,
} from '@lianmai/shared';
import { AppError } from '../../core/AppError.ts';
import type { Clock } from '../../core/Clock.ts';
import { randomId } from '../../rooms/ids.ts';
import { userOf } from '../../rooms/permissions.ts';
import type { Room } from '../../rooms/Room.ts';
import type { Actor } from './Actor.ts';
import { detailsOf } from './ModerationStanding.ts';
import type { ModeratorBook } from './ModeratorBook.ts';
import type { People } from './People.ts';
import type { ModerationStores, SanctionRecord } from './ports.ts';
import { anchorRank, operatorRank } from './ranks.ts';
import type { SanctionBook } from './SanctionBook.ts';

export interface ModerationDeps {
  sanctions: SanctionBook;
  moderators: ModeratorBook;
  people: People;
  stores: ModerationStores;
  /** Every Room of this server. */
  rooms: () => readonly Room[];
  /** Takes away everything that somebody has written in a room. */
  eraseMessages: (room: Room, userId: string, by: UserRef) => void;
  /** For how long a guest's sanction holds for other guests of their address at most, ms; 0: not at all. */
  addressHoldMs: number;
  clock: Clock;
}

export interface SanctionWish {
  userId: string;
  kind: SanctionKind;
  duration?: SanctionDuration | undefined;
  reason?: string | undefined;
  deleteMessages?: boolean | undefined;
}

const defaultDurations: Record<SanctionKind, SanctionDuration> = { mute: 600, kick: 600, ban: 'forever' };
const actsOf = {
  mute: { imposed: 'muted', lifted: 'mute_lifted' },
  kick: { imposed: 'kicked', lifted: 'kick_lifted' },
  ban: { imposed: 'banned', lifted: 'ban_lifted' },
} as const satisfies Record<SanctionKind, { imposed: AuditAct; lifted: AuditAct }>;

/**
 * Every act of moderation against or for a person: who may do it, what it does at once in memory and in the Rooms, and that it is
 * written down. An act counts from the moment it is called; its promise says that it also outlives a restart.
 */
export class Moderation {
  readonly #deps: ModerationDeps;

  constructor(deps: ModerationDeps) {
    this.#deps = deps;
  }

  /** Takes up what was decided before the last restart. */
  async load(): Promise<void> {
    const { sanctions, moderators, stores, clock } = this.#deps;
    const [records, named] = await Promise.all([
      stores.sanctions.loadOpen(Math.round(clock.nowMs())),
      stores.moderators.loadAll(),
    ]);
    for (const record of records) sanctions.put(record);
    for (const moderator of named) moderators.put(moderator);
  }

  /**
   * @param room `null`: on the whole platform, for operators
   * @throws AppError `forbidden` unless the actor stands above that person; `room_not_live` for `duration: 'show'` off air;
   * `invalid_state` for it on the platform
   */
  async sanction(actor: Actor, room: Room | null, wish: SanctionWish): Promise<Sanction> {
    const { sanctions, stores, people, clock } = this.#deps;
    const byRank = this.#assertMayActAgainst(actor, room, wish.userId);
    const user = await people.find(wish.userId);
    const duration = wish.duration ?? defaultDurations[wish.kind];
    const record: SanctionRecord = {
      id: randomId(),
      kind: wish.kind,
      roomId: room?.id ?? null,
      user,
      by: userOf(actor.identity),
      reason: wish.reason ?? null,
      atMs: Math.round(clock.nowMs()),
      ...this.#endOf(duration, room),
      byRank,
      ...this.#addressOf(wish.userId),
    };
    sanctions.put(record);
    this.#enforce(record);
    if (wish.deleteMessages && room) this.#deps.eraseMessages(room, user.id, record.by);
    if (record.kind === 'ban' && room) await this.#dismissBanned(actor, room, user);
    const { imposed } = actsOf[record.kind];
    await Promise.all([
      stores.sanctions.put(record),
      this.#note(actor, imposed, room, user, { reason: record.reason, detail: String(duration) }),
    ]);
    return sanctionOf(record);
  }

  /** @throws AppError `forbidden`, also for what was imposed by somebody above; `not_found` */
  async lift(
    actor: Actor,
    room: Room | null,
    { userId, kind }: Pick<SanctionWish, 'userId' | 'kind'>,
  ): Promise<void> {
    const { sanctions, stores, clock } = this.#deps;
    const rank = this.#assertModerates(actor, room);
    const record = sanctions.get(kind, room?.id ?? null, userId);
    if (!record) throw new AppError('not_found');
    if (record.byRank > rank) throw new AppError('forbidden', { detail: 'imposed by somebody above' });
    sanctions.remove(record);
    this.#tellLifted(record);
    await Promise.all([
      stores.sanctions.lift(record.id, Math.round(clock.nowMs()), actor.identity.userId),
      this.#note(actor, actsOf[kind].lifted, room, record.user, {}),
    ]);
  }

  /** Ends somebody else's show. @throws AppError `forbidden` unless by an operator; `room_not_live` */
  async stopShow(actor: Actor, room: Room): Promise<void> {
    if (this.#deps.people.rankOf(actor.identity, room) < operatorRank) throw new AppError('forbidden');
    room.endShow('ended_by_operator');
    await this.#note(actor, 'show_stopped', room, room.anchor, {});
  }

  /** Writes down whose messages a host takes away in this room, whatever way the request came. */
  follow(room: Room, onError: (error: unknown) => void): void {
    room.log.onAppended(({ type, at, data }) => {
      if (type === 'chatDeleted') this.#noteDeletion(room, at, data).catch(onError);
    });
  }

  /** The sanctions that hold in one scope, the newest first. @throws AppError `forbidden` */
  list(actor: Actor, room: Room | null): Sanction[] {
    this.#assertModerates(actor, room);
    return this.#deps.sanctions.list(room?.id ?? null).map(sanctionOf);
  }

  /** @throws AppError `forbidden` */
  listModerators(actor: Actor, room: Room): Moderator[] {
    this.#assertModerates(actor, room);
    return this.#deps.moderators.list(room.id).map(({ user, by, atMs }) => ({ user, by, atMs }));
  }

  /**
   * Names somebody moderator, or takes it back; it counts at once for who is inside. What is so already is done.
   * @throws AppError `forbidden` unless by the anchor or an operator, and for people who stand above; `already_on_stage`, as hosts
   * are no guests; `invalid_state` for who is banned here; `limit_reached`
   */
  async setModerator(actor: Actor, room: Room, userId: string, isModerator: boolean): Promise<void> {
    const { moderators, people } = this.#deps;
    if (people.rankOf(actor.identity, room) < anchorRank) throw new AppError('forbidden');
    const user = await people.find(userId);
    if (moderators.has(room.id, userId) === isModerator) return;
    if (isModerator) await this.#name(actor, room, user);
    else await this.#dismiss(actor, room, user);
  }

  async #name(actor: Actor, room: Room, user: UserRef): Promise<void> {
    const { moderators, stores, people, sanctions, clock } = this.#deps;
    if (people.rankOfUser(user.id, room) >= anchorRank) throw new AppError('forbidden');
    if (room.stage.hasGuest(user.id)) throw new AppError('already_on_stage');
    if (sanctions.find('ban', room.id, { userId: user.id })) throw new AppError('invalid_state');
    if (moderators.list(room.id).length >= limits.moderators) throw new AppError('limit_reached');
    const atMs = Math.round(clock.nowMs());
    const named = { roomId: room.id, user, by: userOf(actor.identity), atMs };
    moderators.put(named);
    room.standingChanged(user.id);
    room.log.append('moderatorNamed', { user });
    await Promise.all([stores.moderators.put(named), this.#note(actor, 'moderator_named', room, user, {})]);
  }

  async #dismiss(actor: Actor, room: Room, user: UserRef): Promise<void> {
    this.#deps.moderators.remove(room.id, user.id);
    room.standingChanged(user.id);
    room.log.append('moderatorDismissed', { user });
    await Promise.all([
      this.#deps.stores.moderators.remove(room.id, user.id),
      this.#note(actor, 'moderator_dismissed', room, user, {}),
    ]);
  }

  async #dismissBanned(actor: Actor, room: Room, user: UserRef): Promise<void> {
    if (this.#deps.moderators.has(room.id, user.id)) await this.#dismiss(actor, room, user);
  }

  async #noteDeletion(room: Room, atMs: number, deletion: RoomEventMap['chatDeleted']): Promise<void> {
    const { people, stores } = this.#deps;
    const { by, userId, messageIds } = deletion;
    // One's own messages are one's own business.
    if (userId === by.id || people.rankOfUser(by.id, room) === 0) return;
    await stores.audit.append({
      atMs,
      act: 'messages_deleted',
      roomId: room.id,
      actor: await people.find(by.id),
      target: userId === null ? null : await people.find(userId),
      reason: null,
      detail: userId === null ? messageIds.join(' ') : 'all',
      origin: 'signalling',
    });
  }

  #enforce(record: SanctionRecord): void {
    const { kind, user, untilMs, endsWithShow } = record;
    for (const room of this.#roomsOf(record)) {
      const isInside = room.sessions.some((session) => session.user.id === user.id);
      if (kind === 'mute') room.standingChanged(user.id);
      else room.expel(user.id, kind === 'ban' ? 'banned' : 'kicked', detailsOf(record));
      if (kind !== 'mute' && room.anchor.id === user.id && room.isLive) room.endShow('ended_by_operator');
      if (isInside || record.roomId !== null) {
        room.log.append('personSanctioned', { kind, user, untilMs, endsWithShow });
      }
    }
  }

  #tellLifted(record: SanctionRecord): void {
    for (const room of this.#roomsOf(record)) {
      if (record.kind === 'mute') room.standingChanged(record.user.id);
      if (record.roomId !== null) {
        room.log.append('sanctionLifted', { kind: record.kind, user: record.user });
      }
    }
  }

  #roomsOf({ roomId }: SanctionRecord): readonly Room[] {
    const rooms = this.#deps.rooms();
    return roomId === null ? rooms : rooms.filter(({ id }) => id === roomId);
  }

  /** @returns the actor's rank. @throws AppError `forbidden` */
  #assertModerates({ identity }: Actor, room: Room | null): number {
    const rank = this.#deps.people.rankOf(identity, room);
    if (rank < (room ? 1 : operatorRank)) throw new AppError('forbidden');
    return rank;
  }

  #assertMayActAgainst(actor: Actor, room: Room | null, userId: string): number {
    const rank = this.#assertModerates(actor, room);
    if (this.#deps.people.rankOfUser(userId, room) >= rank || userId === actor.identity.userId) {
      throw new AppError('forbidden', { detail: 'not above that person' });
    }
    return rank;
  }

  #endOf(duration: SanctionDuration, room: Room | null) {
    if (duration === 'forever') return { untilMs: null, endsWithShow: false, showId: null };
    if (duration !== 'show') {
      const untilMs = Math.round(this.#deps.clock.nowMs()) + duration * 1000;
      return { untilMs, endsWithShow: false, showId: null };
    }
    if (!room) throw new AppError('invalid_state', { detail: 'the platform has no show' });
    if (room.showId === null) throw new AppError('room_not_live');
    return { untilMs: null, endsWithShow: true, showId: room.showId };
  }

  #addressOf(userId: string): Pick<SanctionRecord, 'addressKey' | 'addressUntilMs'> {
    const { people, addressHoldMs, clock } = this.#deps;
    const addressKey = addressHoldMs === 0 ? null : (people.identityOf(userId)?.addressKey ?? null);
    const addressUntilMs = addressKey === null ? null : Math.round(clock.nowMs()) + addressHoldMs;
    return { addressKey, addressUntilMs };
  }

  async #note(
    { identity, origin }: Actor,
    act: AuditAct,
    room: Room | null,
    target: UserRef,
    { reason = null, detail = null }: { reason?: string | null; detail?: string | null },
  ): Promise<void> {
    const { stores, clock } = this.#deps;
    const actor = userOf(identity);
    const atMs = Math.round(clock.nowMs());
    await stores.audit.append({ atMs, act, roomId: room?.id ?? null, actor, target, reason, detail, origin });
  }
}

function sanctionOf(record: SanctionRecord): Sanction {
  const { id, kind, roomId, user, by, reason, atMs, untilMs, endsWithShow } = record;
  return { id, kind, roomId, user, by, reason, atMs, untilMs, endsWithShow };
}
