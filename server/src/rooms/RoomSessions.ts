import type { JoinAs } from '@lianmai/shared';
import { AppError } from '../core/AppError.ts';
import type { Clock } from '../core/Clock.ts';
import type { Logger } from '../core/logger.ts';
import { type Identity, type Permissions, permissionsIn } from './permissions.ts';
import type { ClientLink } from './ports/ClientLink.ts';
import type { MediaPeer } from './ports/MediaEngine.ts';
import { RecentIds } from './RecentIds.ts';
import { Session, type SessionEndReason } from './Session.ts';

export interface RoomSessionsDeps {
  room: { id: string; anchorId: string };
  /** How long a Session outlives its connection, ms. */
  graceMs: number;
  clock: Clock;
  logger: Logger;
  openPeer: (session: Session) => MediaPeer;
  /** Who is here, or who is connected, has changed. */
  onChanged: () => void;
  onDetached: (session: Session) => void;
  /** The Session is none of the room's any more. */
  onEnded: (session: Session, reason: SessionEndReason) => void;
}

/** Owns the Sessions of one Room: at most one of a user in each capacity, the newest. */
export class RoomSessions {
  readonly #deps: RoomSessionsDeps;
  readonly #sessions = new Map<string, Session>();
  /** Sessions that another tab took over, for as long as they might come back: they must not throw that tab out in turn. */
  readonly #replaced: RecentIds;

  constructor(deps: RoomSessionsDeps) {
    this.#deps = deps;
    this.#replaced = new RecentIds(deps.clock);
  }

  get all(): readonly Session[] {
    return [...this.#sessions.values()];
  }

  get(sessionId: string): Session | undefined {
    return this.#sessions.get(sessionId);
  }

  /** The Session by which somebody watches. */
  viewerOf(userId: string): Session | undefined {
    return this.all.findLast(({ as, user }) => as === 'viewer' && user.id === userId);
  }

  /** @throws AppError `forbidden` when the token does not reach this room or not this capacity. */
  join(identity: Identity, as: JoinAs, link: ClientLink): Session {
    const { graceMs, clock, logger, openPeer, onChanged } = this.#deps;
    const session = new Session({
      identity,
      permissions: this.#permissionsOf(identity, as),
      as,
      link,
      graceMs,
      clock,
      onDetached: (detached) => this.#onDetached(detached),
      onEnded: (ended, reason) => this.#onEnded(ended, reason),
    });
    session.usePeer(openPeer(session));
    this.#sessions.set(session.id, session);
    // Only now: the anchor of a reloaded page was never away.
    this.#endEarlier(session);
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
    session.attach(link, this.#permissionsAgain(session, identity));
    this.#deps.logger.info({ sessionId }, 'session resumed');
    this.#deps.onChanged();
    return session;
  }

  close(reason: 'room_closed' | 'server_stopping'): void {
    for (const session of this.all) session.end(reason);
    this.#replaced.close();
  }

  /** Rights that media already flows by must still be there. */
  #permissionsAgain(session: Session, identity: Identity): Permissions {
    try {
      const permissions = this.#permissionsOf(identity, session.as);
      if (session.permissions.subscribe && !permissions.subscribe) throw new AppError('forbidden');
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

  #endEarlier(newest: Session): void {
    const isEarlier = (session: Session) =>
      session !== newest && session.user.id === newest.user.id && session.as === newest.as;
    for (const session of this.all.filter(isEarlier)) session.end('replaced');
  }

  #onDetached(session: Session): void {
    this.#deps.logger.info({ sessionId: session.id }, 'session lost its connection');
    this.#deps.onDetached(session);
    this.#deps.onChanged();
  }

  #onEnded(session: Session, reason: SessionEndReason): void {
    this.#sessions.delete(session.id);
    if (reason === 'replaced') this.#replaced.add(session.id, session.graceMs);
    this.#deps.logger.info({ sessionId: session.id, reason }, 'session ended');
    this.#deps.onEnded(session, reason);
    this.#deps.onChanged();
  }
}
