import type { JoinAs, Platform } from '@lianmai/shared';
import { AppError } from '../core/AppError.ts';
import type { Clock } from '../core/Clock.ts';
import type { Logger } from '../core/logger.ts';
import type { RoomFanOut } from './fanout/RoomFanOut.ts';
import { type Identity, type Permissions, permissionsIn, type RoomPeople } from './permissions.ts';
import type { ClientLink } from './ports/ClientLink.ts';
import type { MediaPeer } from './ports/MediaEngine.ts';
import type { Presence } from './ports/Presence.ts';
import { RecentIds } from './RecentIds.ts';
import { Session, type SessionEndReason } from './Session.ts';

export interface RoomSessionsDeps {
  room: RoomPeople;
  /** How long a Session outlives its connection, ms. */
  graceMs: number;
  clock: Clock;
  logger: Logger;
  /** Tells everybody who is connected. */
  fanOut: RoomFanOut;
  openPeer: (session: Session) => MediaPeer;
  /** Who is here, or who is connected, has changed. */
  onChanged: () => void;
  onPresence: (presence: Presence) => void;
  /** Lost, or there again. */
  onConnectionChanged: (session: Session) => void;
  onDetached: (session: Session) => void;
  /** The Session is none of the room's any more. */
  onEnded: (session: Session, reason: SessionEndReason) => void;
}

/** Owns the Sessions of one Room: at most one of a user in each capacity, the newest. */
export class RoomSessions {
  readonly #deps: RoomSessionsDeps;
  readonly #sessions = new Map<string, Session>();
  /** The newest by capacity and user. */
  readonly #newest = new Map<string, Session>();
  /** Those that are connected. */
  readonly #online: Record<JoinAs, Set<Session>> = { publisher: new Set(), viewer: new Set() };
  /** Sessions that another tab took over, for as long as they might come back: they must not throw that tab out in turn. */
  readonly #replaced: RecentIds;

  constructor(deps: RoomSessionsDeps) {
    this.#deps = deps;
    this.#replaced = new RecentIds(deps.clock);
  }

  /** Without a copy: in a big room that would cost more than what it is for. */
  get all(): Iterable<Session> {
    return this.#sessions.values();
  }

  get count(): number {
    return this.#sessions.size;
  }

  get(sessionId: string): Session | undefined {
    return this.#sessions.get(sessionId);
  }

  /** The Session by which somebody watches. */
  viewerOf(userId: string): Session | undefined {
    return this.#newest.get(placeOf('viewer', userId));
  }

  onlineCount(as: JoinAs): number {
    return this.#online[as].size;
  }

  /** @throws AppError `forbidden` when the token does not reach this room or not this capacity. */
  join(identity: Identity, as: JoinAs, link: ClientLink, platform: Platform): Session {
    const { graceMs, clock, logger, openPeer, onChanged } = this.#deps;
    const session = new Session({
      identity,
      permissions: this.#permissionsOf(identity, as),
      as,
      platform,
      link,
      graceMs,
      clock,
      openPeer,
      onDetached: (detached) => this.#onDetached(detached),
      onEnded: (ended, reason) => this.#onEnded(ended, reason),
    });
    const earlier = this.#newest.get(placeOf(as, session.user.id));
    this.#add(session);
    this.#deps.onPresence({ kind: 'arrived', session, atMs: session.lastSeenMs });
    // Only now: the anchor of a reloaded page was never away.
    earlier?.end('replaced');
    logger.info({ sessionId: session.id, userId: identity.userId, as }, 'session joined');
    onChanged();
    return session;
  }

  /**
   * Takes up a Session again over a new connection. The token is checked anew: rights may have changed.
   * @throws AppError `session_not_found`, `session_replaced`, `forbidden`
   */
  resume(sessionId: string, resumeKey: string, identity: Identity, link: ClientLink): Session {
    const session = this.#sessions.get(sessionId);
    const isTheirs = session?.hasResumeKey(resumeKey) && session.user.id === identity.userId;
    if (!session || !isTheirs) {
      throw new AppError(this.#replaced.has(sessionId) ? 'session_replaced' : 'session_not_found');
    }
    if (!session.isResumable) {
      session.end('grace_over');
      throw new AppError('session_not_found');
    }
    session.attach(link, identity, this.#permissionsAgain(session, identity));
    this.#connected(session);
    this.#deps.onConnectionChanged(session);
    this.#deps.logger.info({ sessionId }, 'session resumed');
    this.#deps.onChanged();
    return session;
  }

  /** Every Session of one person, in whatever capacity. */
  of(userId: string): Session[] {
    const both = [this.#newest.get(placeOf('publisher', userId)), this.viewerOf(userId)];
    return both.filter((session) => session !== undefined);
  }

  close(reason: 'room_closed' | 'server_stopping'): void {
    this.#deps.fanOut.flush();
    for (const session of [...this.all]) session.end(reason);
    this.#replaced.close();
  }

  /** Rights that media already flows by must still be there. */
  #permissionsAgain(session: Session, identity: Identity): Permissions {
    try {
      const permissions = this.#permissionsOf(identity, session.as);
      const { permissions: before } = session;
      if (before.subscribe && !permissions.subscribe) throw new AppError('forbidden');
      // They may be watching the green room.
      if (before.role === 'anchor' && permissions.role !== 'anchor') throw new AppError('forbidden');
      return permissions;
    } catch (error) {
      session.end('removed');
      throw error;
    }
  }

  #permissionsOf(identity: Identity, as: JoinAs): Permissions {
    const permissions = permissionsIn(this.#deps.room, identity);
    if (!permissions) throw new AppError('forbidden', { detail: 'the token is for another room' });
    const isRefused = as === 'publisher' && !permissions.publish;
    if (isRefused) throw new AppError('forbidden', { detail: 'may not publish here' });
    return permissions;
  }

  #add(session: Session): void {
    this.#sessions.set(session.id, session);
    this.#newest.set(placeOf(session.as, session.user.id), session);
    this.#connected(session);
  }

  #connected(session: Session): void {
    this.#online[session.as].add(session);
    this.#deps.fanOut.add(session);
  }

  #disconnected(session: Session): void {
    this.#online[session.as].delete(session);
    this.#deps.fanOut.delete(session);
  }

  #remove(session: Session): void {
    this.#sessions.delete(session.id);
    this.#disconnected(session);
    const place = placeOf(session.as, session.user.id);
    if (this.#newest.get(place) === session) this.#newest.delete(place);
  }

  #onDetached(session: Session): void {
    this.#disconnected(session);
    this.#deps.logger.info({ sessionId: session.id }, 'session lost its connection');
    this.#deps.onConnectionChanged(session);
    this.#deps.onDetached(session);
    this.#deps.onChanged();
  }

  #onEnded(session: Session, reason: SessionEndReason): void {
    this.#remove(session);
    if (reason === 'replaced') this.#replaced.add(session.id, session.graceMs);
    this.#deps.logger.info({ sessionId: session.id, reason }, 'session ended');
    this.#deps.onPresence({ kind: 'left', session, atMs: session.lastSeenMs });
    this.#deps.onEnded(session, reason);
    this.#deps.onChanged();
  }
}

function placeOf(as: JoinAs, userId: string): string {
  return `${as} ${userId}`;
}
