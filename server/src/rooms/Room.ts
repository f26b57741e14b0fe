import type {
  JoinAs,
  MediaKind,
  MediaSource,
  RoomEvent,
  RoomSnapshot,
  RoomStatus,
  RoomView,
  ShowEndReason,
  UserRef,
} from '@lianmai/shared';
import { AppError } from '../core/AppError.ts';
import type { Clock } from '../core/Clock.ts';
import { Disposables } from '../core/Disposables.ts';
import { Emitter } from '../core/Emitter.ts';
import type { Logger } from '../core/logger.ts';
import { Audience } from './Audience.ts';
import { type Identity, type Permissions, permissionsIn } from './permissions.ts';
import type { ClientLink } from './ports/ClientLink.ts';
import type { MediaEngine, RoomMedia } from './ports/MediaEngine.ts';
import { RecentIds } from './RecentIds.ts';
import type { RoomLog } from './RoomLog.ts';
import { Session, type SessionEndReason } from './Session.ts';
import { ShowLife } from './ShowLife.ts';
import { Stage } from './Stage.ts';
import { sessionPeerEvents } from './sessionPeerEvents.ts';
import { roomStatus, startedAtMs } from './showState.ts';

export interface RoomTimings {
  /** How long a Session outlives its connection, ms. */
  sessionGraceMs: number;
  /** How long a show is kept for an anchor whose connection is lost, ms. */
  anchorGraceMs: number;
}

export interface RoomDeps {
  media: MediaEngine;
  clock: Clock;
  log: Logger;
  timings: RoomTimings;
  createLog: (roomId: string) => RoomLog;
}

export interface RoomDetails {
  id: string;
  title: string;
  coverUrl: string | null;
  anchor: UserRef;
}

/**
 * One anchor's place: its show, its stage and the Sessions in it. Everything visible goes through the Room log, from
 * which every Session is served. Knows media only through the MediaEngine port.
 */
export class Room {
  readonly id: string;
  readonly anchor: UserRef;
  readonly createdAtMs: number;
  readonly log: RoomLog;
  readonly media: RoomMedia;
  readonly stage: Stage;
  readonly #deps: RoomDeps;
  readonly #logger: Logger;
  readonly #show: ShowLife;
  readonly #audience: Audience;
  readonly #disposables = new Disposables();
  readonly #sessions = new Map<string, Session>();
  readonly #changes: Emitter<{ onAirChanged: undefined }>;
  /** Sessions that another tab took over, for as long as they might come back: they must not throw that tab out in turn. */
  readonly #replaced: RecentIds;
  #title: string;
  #coverUrl: string | null;

  constructor(details: RoomDetails, deps: RoomDeps) {
    const { clock } = deps;
    this.id = details.id;
    this.anchor = details.anchor;
    this.#title = details.title;
    this.#coverUrl = details.coverUrl;
    this.#deps = deps;
    this.#logger = deps.log.child({ roomId: details.id });
    this.#changes = new Emitter((error) => this.#logger.error({ err: error }, 'listener failed'));
    this.#replaced = new RecentIds(clock);
    this.createdAtMs = clock.nowMs();
    this.media = deps.media.openRoom(details.id);
    this.log = deps.createLog(details.id);
    const shared = { clock, log: this.log, logger: this.#logger, onChanged: () => this.#onAirChanged() };
    this.stage = new Stage({
      ...shared,
      showId: () => this.#show.showId,
      sessionOf: (sessionId) => this.#sessions.get(sessionId),
    });
    this.#show = new ShowLife({
      ...shared,
      anchorGraceMs: deps.timings.anchorGraceMs,
      view: () => this.view(),
      clearStage: () => this.stage.clear(),
    });
    this.#audience = new Audience(clock, (viewerCount) =>
      this.log.append('audienceChanged', { viewerCount }),
    );
    this.#disposables.add(() => this.media.close());
    this.#disposables.add(() => this.#audience.close());
    this.#disposables.add(() => this.stage.close());
    this.#disposables.add(() => this.#show.close());
    this.#disposables.add(() => this.#replaced.close());
    this.#disposables.add(this.log.onAppended((event) => this.#fanOut(event)));
  }

  get status(): RoomStatus {
    return roomStatus(this.#show.state);
  }

  get isLive(): boolean {
    return this.#show.showId !== null;
  }

  /** The running show's id; `null` off air. */
  get showId(): string | null {
    return this.#show.showId;
  }

  get sessions(): readonly Session[] {
    return [...this.#sessions.values()];
  }

  /** What a solo egress forwards, or whether a show runs, has changed. Returns its undo. */
  onOnAirChanged(listener: () => void): () => void {
    return this.#changes.on('onAirChanged', listener);
  }

  view(): RoomView {
    const started = startedAtMs(this.#show.state);
    return {
      id: this.id,
      title: this.#title,
      coverUrl: this.#coverUrl,
      anchor: this.anchor,
      status: this.status,
      viewerCount: this.#audience.viewerCount,
      likeCount: 0,
      startedAt: started === null ? null : new Date(started).toISOString(),
      createdAt: new Date(this.createdAtMs).toISOString(),
    };
  }

  snapshot(): RoomSnapshot {
    return {
      seq: this.log.lastSeq,
      room: this.view(),
      publications: [...this.stage.publications],
      isAnchorAway: this.#show.isAnchorAway,
      serverNowMs: Math.round(this.#deps.clock.nowMs()),
    };
  }

  update(changes: { title?: string | undefined; coverUrl?: string | null | undefined }): void {
    this.#title = changes.title ?? this.#title;
    if (changes.coverUrl !== undefined) this.#coverUrl = changes.coverUrl;
    this.log.append('roomUpdated', { title: this.#title, coverUrl: this.#coverUrl });
  }

  /** @throws AppError `forbidden` when the token does not reach this room or not this capacity. */
  join(identity: Identity, as: JoinAs, link: ClientLink): Session {
    const session = new Session({
      identity,
      permissions: this.#permissionsOf(identity, as),
      as,
      link,
      graceMs: this.#deps.timings.sessionGraceMs,
      clock: this.#deps.clock,
      onDetached: (detached) => this.#onSessionDetached(detached),
      onEnded: (ended, reason) => this.#onSessionEnded(ended, reason),
    });
    const events = sessionPeerEvents(session, (producerId) => this.stage.drop(producerId));
    session.usePeer(this.media.openPeer({ peerId: session.id, events }));
    this.#sessions.set(session.id, session);
    // Only now: the anchor of a reloaded page was never away.
    this.#endEarlierSessions(session);
    this.#logger.info({ sessionId: session.id, userId: identity.userId, as }, 'session joined');
    this.#countAudience();
    this.#noteAnchor();
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
    this.#logger.info({ sessionId }, 'session resumed');
    this.#countAudience();
    this.#noteAnchor();
    return session;
  }

  /** @throws AppError `forbidden`, `invalid_state` when the room is live. */
  startShow(session: Session, title?: string): { showId: string } {
    session.assertMayPublish();
    return this.openShow(title);
  }

  /** Starts a show without a Session: for media that comes in from elsewhere (ingest). @throws AppError `invalid_state` */
  openShow(title?: string): { showId: string } {
    if (!this.isLive) this.#title = title ?? this.#title;
    return this.#show.start();
  }

  /** @throws AppError `room_not_live` */
  endShow(reason: ShowEndReason): void {
    this.#show.end(reason);
    this.media.releaseIfUnused();
  }

  /** Puts tracks of an ingest on air under the anchor's name. Returns what takes them off again. */
  publishIngest(
    ingestId: string,
    tracks: readonly { producerId: string; kind: MediaKind; source: MediaSource }[],
  ): () => void {
    const takeOff = this.stage.publishIngest(ingestId, this.anchor, tracks);
    this.#noteAnchor();
    return () => {
      takeOff();
      this.#noteAnchor();
    };
  }

  /** Ends every Session and all media. Idempotent. */
  close(reason: 'room_closed' | 'server_stopping'): void {
    if (this.isLive) this.endShow(reason === 'server_stopping' ? 'server_stopping' : 'ended_by_operator');
    for (const session of this.sessions) session.end(reason);
    this.#disposables.dispose();
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
    const permissions = permissionsIn({ id: this.id, anchorId: this.anchor.id }, identity);
    if (!permissions) throw new AppError('forbidden', { detail: 'the token is for another room' });
    const isRefused = as === 'publisher' && !permissions.publish;
    if (isRefused) throw new AppError('forbidden', { detail: 'may not publish here' });
    return permissions;
  }

  #endEarlierSessions(newest: Session): void {
    const isEarlier = (session: Session) =>
      session !== newest && session.user.id === newest.user.id && session.as === newest.as;
    for (const session of this.sessions.filter(isEarlier)) session.end('replaced');
  }

  #onSessionDetached(session: Session): void {
    this.#logger.info({ sessionId: session.id }, 'session lost its connection');
    this.#countAudience();
    this.#noteAnchor();
  }

  #onSessionEnded(session: Session, reason: SessionEndReason): void {
    this.#sessions.delete(session.id);
    if (reason === 'replaced') this.#replaced.add(session.id, session.graceMs);
    this.#logger.info({ sessionId: session.id, reason }, 'session ended');
    this.stage.dropOfSession(session.id);
    this.#countAudience();
    this.#noteAnchor();
    this.media.releaseIfUnused();
  }

  #onAirChanged(): void {
    this.#changes.emit('onAirChanged', undefined);
  }

  #countAudience(): void {
    this.#audience.set(this.sessions.filter((session) => session.as === 'viewer' && session.isOnline).length);
  }

  #noteAnchor(): void {
    const isPublishing = (session: Session) => session.as === 'publisher' && session.isOnline;
    this.#show.noteAnchor(this.stage.hasIngest || this.sessions.some(isPublishing));
  }

  #fanOut(event: RoomEvent): void {
    const frame = { type: 'event', event } as const;
    for (const session of this.#sessions.values()) session.push(frame);
  }
}
