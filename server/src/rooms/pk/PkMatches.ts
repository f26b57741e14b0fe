import type { PkAnswer, PkInvitation, PkView, ReplyMap } from '@lianmai/shared';
import { AppError } from '../../core/AppError.ts';
import type { Clock } from '../../core/Clock.ts';
import { Disposables } from '../../core/Disposables.ts';
import type { Logger } from '../../core/logger.ts';
import type { HeardProducer } from '../ports/MediaEngine.ts';
import type { ScoreSource } from '../ports/ScoreSource.ts';
import { RecentIds } from '../RecentIds.ts';
import { PkMatch } from './PkMatch.ts';
import type { PkRoom } from './PkRoom.ts';
import type { PkState } from './pkState.ts';
import type { RoomPk } from './RoomPk.ts';

export interface PkMatchesDeps {
  roomOf: (roomId: string) => PkRoom | undefined;
  scoreSources: readonly ScoreSource[];
  clock: Clock;
  log: Logger;
  timings?: Partial<PkTimings>;
}

export interface PkTimings {
  /** How long an invitation waits for its answer. */
  inviteMs: number;
  /** How long the winner is shown. */
  resultMs: number;
  /** How long a room waits before it asks another again that has not come. */
  askAgainMs: number;
}

const defaultTimings: PkTimings = { inviteMs: 30_000, resultMs: 30_000, askAgainMs: 5_000 };

/** Invitations of one room that wait for an answer: nobody can be flooded, and nobody can ask everybody. */
const maxInvitations = { sent: 5, received: 20 };

/**
 * Owns every PK of this server, from invitation to end. Guarantees that a room is in one PK at most, and that a room in a PK has no
 * invitations. Everything here happens at once, without awaiting: two requests never overlap.
 */
export class PkMatches implements RoomPk {
  readonly #deps: PkMatchesDeps;
  readonly #timings: PkTimings;
  /** Those that are waiting or running. */
  readonly #matches = new Map<string, PkMatch>();
  /** Pairs of the asking and the asked room. */
  readonly #askedInVain: RecentIds;
  readonly #disposables = new Disposables();

  constructor(deps: PkMatchesDeps) {
    this.#deps = deps;
    this.#timings = { ...defaultTimings, ...deps.timings };
    this.#askedInVain = new RecentIds(deps.clock);
    for (const source of deps.scoreSources) {
      this.#disposables.add(source.connect((roomId, points) => this.addScore(roomId, points)));
    }
  }

  view(roomId: string): PkView | null {
    return this.#runningIn(roomId)?.view() ?? null;
  }

  invitationsOf(roomId: string): PkInvitation[] {
    return this.#pendingOf(roomId).flatMap((match) => match.invitation() ?? []);
  }

  /**
   * @param roomId the room that invites
   * @throws AppError `invalid_request`, `room_not_found`, `room_not_live`, `room_private`, `pk_busy` (one of the two is in a PK, or has been asked by
   * this room already), `limit_reached`, `too_many_requests` (it has just been asked in vain)
   */
  invite(roomId: string, invitedRoomId: string, durationMs: number): ReplyMap['invitePk'] {
    if (roomId === invitedRoomId) {
      throw new AppError('invalid_request', { fields: [{ path: 'roomId', message: 'is your own room' }] });
    }
    const rooms = [this.#freeRoom(roomId), this.#freeRoom(invitedRoomId)] as const;
    this.#assertMayAsk(roomId, invitedRoomId);
    const match = this.#open(rooms, durationMs);
    for (const room of rooms) room.tellBackstage();
    return { pkId: match.id, expiresAtMs: match.invitation()?.expiresAtMs ?? 0 };
  }

  /** @throws AppError `pk_not_found` unless this room sent it and it waits. */
  cancel(roomId: string, pkId: string): void {
    this.#pending(pkId, roomId, 0).happen({ type: 'cancelled' });
  }

  /** @throws AppError `pk_not_found` unless it was sent to this room and waits. */
  decline(roomId: string, pkId: string): void {
    this.#pending(pkId, roomId, 1).happen({ type: 'declined' });
  }

  /** @throws AppError `pk_not_found` unless it was sent to this room and waits; `room_not_live`, `room_private`, `pk_busy` */
  accept(roomId: string, pkId: string): void {
    const match = this.#pending(pkId, roomId, 1);
    for (const room of match.rooms) this.#freeRoom(room.id);
    this.#endInvitations(match);
    match.happen({ type: 'accepted', atMs: this.#deps.clock.nowMs() });
  }

  /** On from the battle to its result; from the result to the end. @throws AppError `pk_not_found` */
  end(roomId: string): void {
    const match = this.#runningIn(roomId);
    if (!match) throw new AppError('pk_not_found');
    match.happen({ type: 'ended', atMs: this.#deps.clock.nowMs() });
  }

  /** @throws AppError `invalid_request` (not a whole number above 0), `pk_not_found`, `invalid_state` (the battle is over) */
  addScore(roomId: string, points: number): void {
    if (!Number.isSafeInteger(points) || points <= 0) {
      throw new AppError('invalid_request', {
        fields: [{ path: 'points', message: 'not a whole number above 0' }],
      });
    }
    const match = this.#runningIn(roomId);
    const side = match?.sideOf(roomId);
    if (!match || side === null || side === undefined) throw new AppError('pk_not_found');
    if (!match.happen({ type: 'scored', side, points })) throw new AppError('invalid_state');
  }

  showEnded(roomId: string): void {
    for (const match of this.#of(roomId)) match.happen({ type: 'showEnded' });
  }

  turnedPrivate(roomId: string): void {
    for (const match of this.#of(roomId)) match.happen({ type: 'turnedPrivate' });
  }

  tracksChanged(roomId: string): void {
    this.#runningIn(roomId)?.tracksChanged(roomId);
  }

  audioLevels(roomId: string, heard: readonly HeardProducer[]): void {
    this.#runningIn(roomId)?.rivalOf(roomId)?.rivalLevels(heard);
  }

  /** Ends what is left. Idempotent. */
  close(): void {
    this.#disposables.dispose();
    for (const match of [...this.#matches.values()]) match.happen({ type: 'showEnded' });
    this.#askedInVain.close();
  }

  #open(rooms: readonly [PkRoom, PkRoom], battleMs: number): PkMatch {
    const { clock, log } = this.#deps;
    const { inviteMs, resultMs } = this.#timings;
    const match = new PkMatch({
      rooms,
      inviteMs,
      durations: { battleMs, resultMs },
      clock,
      log,
      onChanged: (changed, before) => this.#changed(changed, before),
    });
    this.#matches.set(match.id, match);
    log.info({ pkId: match.id, from: rooms[0].id, to: rooms[1].id }, 'pk invitation sent');
    return match;
  }

  #changed(match: PkMatch, before: PkState): void {
    const { state, rooms } = match;
    if (state.name === 'refused' || state.name === 'over') this.#matches.delete(match.id);
    if (before.name !== 'invited') return;
    if (state.name === 'refused') this.#askedInVain.add(pairOf(rooms), this.#timings.askAgainMs);
    for (const room of rooms) room.tellBackstage();
    const answer: PkAnswer = state.name === 'refused' ? state.answer : 'accepted';
    const inviters = rooms[0].sessions.filter((session) => session.as === 'publisher');
    for (const session of inviters) session.notify('pkAnswered', { pkId: match.id, answer });
  }

  /** Two rooms that begin a PK ask nobody else any more, and say no to everybody who asks them. */
  #endInvitations(accepted: PkMatch): void {
    const ids = accepted.rooms.map(({ id }) => id);
    for (const match of ids.flatMap((id) => this.#pendingOf(id))) {
      const isTheirOwn = ids.includes(match.rooms[0].id);
      if (match !== accepted) match.happen({ type: isTheirOwn ? 'cancelled' : 'declined' });
    }
  }

  #assertMayAsk(roomId: string, invitedRoomId: string): void {
    const sent = this.#pendingOf(roomId).filter((match) => match.sideOf(roomId) === 0);
    if (sent.some((match) => match.sideOf(invitedRoomId) === 1)) {
      throw new AppError('pk_busy', { detail: 'this room has been asked already' });
    }
    const received = this.#pendingOf(invitedRoomId).filter((match) => match.sideOf(invitedRoomId) === 1);
    if (this.#askedInVain.has(pairOf([{ id: roomId }, { id: invitedRoomId }]))) {
      throw new AppError('too_many_requests');
    }
    const isTooMuch = sent.length >= maxInvitations.sent || received.length >= maxInvitations.received;
    if (isTooMuch) throw new AppError('limit_reached', { detail: 'too many invitations wait for an answer' });
  }

  /** A room that could begin a PK now. */
  #freeRoom(roomId: string): PkRoom {
    const room = this.#deps.roomOf(roomId);
    if (!room) throw new AppError('room_not_found');
    if (!room.isLive) throw new AppError('room_not_live');
    if (room.door.isPrivate) throw new AppError('room_private');
    if (this.#runningIn(roomId)) throw new AppError('pk_busy', { detail: `${roomId} is in a PK` });
    return room;
  }

  #pending(pkId: string, roomId: string, side: 0 | 1): PkMatch {
    const match = this.#matches.get(pkId);
    if (!match?.isPending || match.sideOf(roomId) !== side) throw new AppError('pk_not_found');
    return match;
  }

  #runningIn(roomId: string): PkMatch | undefined {
    return this.#of(roomId).find(({ running }) => running !== null);
  }

  #pendingOf(roomId: string): PkMatch[] {
    return this.#of(roomId).filter(({ isPending }) => isPending);
  }

  #of(roomId: string): PkMatch[] {
    return [...this.#matches.values()].filter((match) => match.sideOf(roomId) !== null);
  }
}

function pairOf([from, to]: readonly [{ id: string }, { id: string }]): string {
  return `${from.id} ${to.id}`;
}
