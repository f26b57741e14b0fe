import type {
  JoinAs,
  MediaKind,
  MediaSource,
  Publication,
  RoomEvent,
  RoomSnapshot,
  RoomView,
  RtpParameters,
  ShowEndReason,
  UserRef,
} from '@lianmai/shared';
import { sourceKind } from '@lianmai/shared';
import { AppError } from '../core/AppError.ts';
import type { Clock } from '../core/Clock.ts';
import { Disposables } from '../core/Disposables.ts';
import { Emitter } from '../core/Emitter.ts';
import { KeyedMutex } from '../core/KeyedMutex.ts';
import type { Logger } from '../core/logger.ts';
import { Audience } from './Audience.ts';
import { randomId } from './ids.ts';
import { Publications } from './Publications.ts';
import { type Identity, type Permissions, permissionsIn } from './permissions.ts';
import type { ClientLink } from './ports/ClientLink.ts';
import type { MediaEngine, RoomMedia } from './ports/MediaEngine.ts';
import type { RoomLog } from './RoomLog.ts';
import { Session, type SessionEndReason } from './Session.ts';
import { sessionPeerEvents } from './sessionPeerEvents.ts';
import { nextShowState, roomStatus, type ShowState, startedAtMs } from './showState.ts';

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

// A camera that is switched off sends black from then on; the egress needs one black keyframe to hold on to, and
// keyframes come at most once a second.
const cameraPauseDelayMs = 1500;

/**
 * One anchor's place: its show, its Sessions and what they publish. Everything visible goes through the Room log, from
 * which every Session is served. Knows media only through the MediaEngine port.
 */
export class Room {
  readonly id: string;
  readonly anchor: UserRef;
  readonly createdAtMs: number;
  readonly log: RoomLog;
  readonly media: RoomMedia;
  readonly #deps: RoomDeps;
  readonly #logger: Logger;
  readonly #disposables = new Disposables();
  readonly #sessions = new Map<string, Session>();
  readonly #publications = new Publications();
  readonly #publishing = new KeyedMutex<string>();
  readonly #audience: Audience;
  readonly #changes = new Emitter<{ onAirChanged: undefined }>();
  #title: string;
  #coverUrl: string | null;
  #show: ShowState = { name: 'idle' };
  #isIngesting = false;
  #cancelAnchorGrace: (() => void) | null = null;

  constructor(details: RoomDetails, deps: RoomDeps) {
    this.id = details.id;
    this.anchor = details.anchor;
    this.#title = details.title;
    this.#coverUrl = details.coverUrl;
    this.#deps = deps;
    this.#logger = deps.log.child({ roomId: details.id });
    this.createdAtMs = deps.clock.nowMs();
    this.media = deps.media.openRoom(details.id);
    this.log = deps.createLog(details.id);
    this.#audience = new Audience(deps.clock, (viewerCount) =>
      this.log.append('audienceChanged', { viewerCount }),
    );
    this.#disposables.add(() => this.#audience.close());
    this.#disposables.add(this.log.onAppended((event) => this.#fanOut(event)));
  }

  get showState(): ShowState {
    return this.#show;
  }

  get isLive(): boolean {
    return this.#show.name === 'live';
  }

  get publications(): readonly Publication[] {
    return this.#publications.all();
  }

  get sessions(): readonly Session[] {
    return [...this.#sessions.values()];
  }

  /** What a solo egress forwards and whether it runs has changed. */
  onOnAirChanged(listener: () => void): () => void {
    return this.#changes.on('onAirChanged', listener);
  }

  anchorTrack(source: MediaSource): Publication | undefined {
    return this.#publications.ofAnchor(source);
  }

  view(): RoomView {
    const started = startedAtMs(this.#show);
    return {
      id: this.id,
      title: this.#title,
      coverUrl: this.#coverUrl,
      anchor: this.anchor,
      status: roomStatus(this.#show),
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
      publications: this.#publications.all(),
      isAnchorAway: this.#show.name === 'live' && this.#show.anchor.name === 'absent',
      serverNowMs: Math.round(this.#deps.clock.nowMs()),
    };
  }

  update(changes: { title?: string | undefined; coverUrl?: string | null | undefined }): void {
    this.#title = changes.title ?? this.#title;
    if (changes.coverUrl !== undefined) this.#coverUrl = changes.coverUrl;
    this.log.append('roomUpdated', { title: this.#title, coverUrl: this.#coverUrl });
  }

  // --- Sessions ---------------------------------------------------------------------------------------------------

  /** @throws AppError `forbidden` when the token does not reach this room or not this capacity. */
  join(identity: Identity, as: JoinAs, link: ClientLink): Session {
    const permissions = this.#permissionsOf(identity, as);
    const { clock, timings } = this.#deps;
    const session = new Session({
      identity,
      permissions,
      as,
      link,
      graceMs: timings.sessionGraceMs,
      clock,
      onDetached: (detached) => this.#onSessionDetached(detached),
      onEnded: (ended, reason) => this.#onSessionEnded(ended, reason),
    });
    const events = sessionPeerEvents(session, (producerId) => this.#dropPublication(producerId));
    session.usePeer(this.media.openPeer({ peerId: session.id, events }));
    this.#sessions.set(session.id, session);
    // Only now: the anchor of a reloaded page was never away.
    this.#endEarlierSessions(session);
    this.#logger.info({ sessionId: session.id, userId: identity.userId, as }, 'session joined');
    this.#countAudience();
    this.#noteAnchorPresence();
    return session;
  }

  /**
   * Takes up a Session again over a new connection. The token is checked anew: rights may have changed.
   * @throws AppError `session_not_found`, `forbidden`
   */
  resume(sessionId: string, resumeKey: string, identity: Identity, link: ClientLink): Session {
    const session = this.#sessions.get(sessionId);
    if (!session?.hasResumeKey(resumeKey) || session.user.id !== identity.userId)
      throw new AppError('session_not_found');
    session.attach(link, identity, this.#permissionsOf(identity, session.as));
    this.#logger.info({ sessionId }, 'session resumed');
    this.#noteAnchorPresence();
    return session;
  }

  // --- The show ---------------------------------------------------------------------------------------------------

  /** @throws AppError `forbidden`, `invalid_state` when the room is live. */
  startShow(session: Session, title?: string): { showId: string } {
    this.#assertMayPublish(session);
    return this.openShow(title);
  }

  /** Starts a show without a Session: for media that comes in from elsewhere (ingest). */
  openShow(title?: string): { showId: string } {
    const showId = randomId();
    const started = nextShowState(this.#show, {
      type: 'started',
      show: { id: showId, startedAtMs: this.#deps.clock.nowMs() },
    });
    if (!started) throw new AppError('invalid_state', { detail: 'the room is live' });
    this.#show = started;
    this.#title = title ?? this.#title;
    this.#logger.info({ showId }, 'show started');
    this.log.append('showStarted', { room: this.view() });
    this.#changes.emit('onAirChanged', undefined);
    return { showId };
  }

  /** @throws AppError `room_not_live` */
  endShow(reason: ShowEndReason): void {
    const ended = nextShowState(this.#show, { type: 'ended', atMs: this.#deps.clock.nowMs(), reason });
    if (!ended) throw new AppError('room_not_live');
    this.#show = ended;
    this.#stopAnchorGrace();
    for (const publication of this.#publications.all()) this.#takeOffAir(publication);
    this.#logger.info({ reason }, 'show ended');
    this.log.append('showEnded', { reason });
    this.#changes.emit('onAirChanged', undefined);
    this.media.releaseIfUnused();
  }

  // --- Tracks -----------------------------------------------------------------------------------------------------

  /**
   * Puts a track on air. A second one of the same source replaces the first: a publisher that reloaded may come back
   * before its old transport is known to be dead.
   * @throws AppError `forbidden`, `room_not_live`, `invalid_request`, and what MediaPeer.produce throws
   */
  publish(
    session: Session,
    track: {
      transportId: string;
      kind: MediaKind;
      source: MediaSource;
      rtpParameters: RtpParameters;
      paused: boolean;
    },
  ): Promise<{ producerId: string }> {
    return this.#publishing.run(`${session.id}/${track.source}`, async () => {
      this.#assertMayPublish(session);
      if (!this.isLive) throw new AppError('room_not_live');
      if (sourceKind[track.source] !== track.kind) {
        throw new AppError('invalid_request', {
          fields: [{ path: 'source', message: `is not ${track.kind}` }],
        });
      }
      const showBefore = this.#show;
      const replaced = this.#publications.ofSession(session.id).find(({ source }) => source === track.source);
      if (replaced) this.unpublish(session, replaced.producerId);
      const { producerId } = await session.peer.produce(track);
      if (session.isEnded || !this.#isSameShow(showBefore)) {
        session.peer.closeProducer(producerId);
        throw new AppError('room_not_live', { detail: 'the show ended while the track was being published' });
      }
      const { source, kind, paused } = track;
      this.#putOnAir({
        producerId,
        sessionId: session.id,
        user: session.user,
        seat: 0,
        kind,
        source,
        isPaused: paused,
      });
      return { producerId };
    });
  }

  /** Puts tracks of an ingest on air under the anchor's name. Returns what takes them off again. */
  publishIngest(
    ingestId: string,
    tracks: { producerId: string; kind: MediaKind; source: MediaSource }[],
  ): () => void {
    this.#isIngesting = true;
    this.#noteAnchorPresence();
    for (const track of tracks) {
      this.#putOnAir({ ...track, sessionId: ingestId, user: this.anchor, seat: 0, isPaused: false });
    }
    return () => {
      this.#isIngesting = false;
      for (const { producerId } of tracks) this.#dropPublication(producerId);
      this.#noteAnchorPresence();
    };
  }

  /** @throws AppError `not_found` for anybody else's track. */
  unpublish(session: Session, producerId: string): void {
    this.#ownPublication(session, producerId);
    session.peer.closeProducer(producerId);
    this.#dropPublication(producerId);
  }

  /** @throws AppError `not_found` */
  async pauseTrack(session: Session, producerId: string): Promise<void> {
    const { kind } = this.#ownPublication(session, producerId);
    if (!this.#publications.setPaused(producerId, true)) return;
    this.log.append('trackPaused', { producerId });
    this.#changes.emit('onAirChanged', undefined);
    if (kind === 'audio') return session.peer.pauseProducer(producerId);
    this.#deps.clock.after(cameraPauseDelayMs, () => {
      if (session.isEnded || !this.#publications.get(producerId)?.isPaused) return;
      session.peer
        .pauseProducer(producerId)
        .catch((error) => this.#logger.warn({ error }, 'track not paused'));
    });
  }

  /** @throws AppError `not_found` */
  async resumeTrack(session: Session, producerId: string): Promise<void> {
    this.#ownPublication(session, producerId);
    if (!this.#publications.setPaused(producerId, false)) return;
    await session.peer.resumeProducer(producerId);
    this.log.append('trackResumed', { producerId });
    this.#changes.emit('onAirChanged', undefined);
  }

  /** Only what is on air in this room can be subscribed to. @throws AppError `not_found` */
  publication(producerId: string): Publication {
    const publication = this.#publications.get(producerId);
    if (!publication) throw new AppError('not_found', { detail: `no track ${producerId} in this room` });
    return publication;
  }

  /** Ends every Session and all media. Idempotent. */
  close(reason: 'room_closed' | 'server_stopping'): void {
    if (this.isLive) this.endShow(reason === 'server_stopping' ? 'server_stopping' : 'ended_by_operator');
    for (const session of this.sessions) session.end(reason);
    this.#stopAnchorGrace();
    this.media.close();
    this.#disposables.dispose();
  }

  // --- Private ----------------------------------------------------------------------------------------------------

  #permissionsOf(identity: Identity, as: JoinAs): Permissions {
    const permissions = permissionsIn({ id: this.id, anchorId: this.anchor.id }, identity);
    if (!permissions) throw new AppError('forbidden', { detail: 'the token is for another room' });
    if (as === 'publisher' && !permissions.publish)
      throw new AppError('forbidden', { detail: 'may not publish here' });
    return permissions;
  }

  #assertMayPublish(session: Session): void {
    if (session.as !== 'publisher' || !session.permissions.publish) throw new AppError('forbidden');
  }

  #ownPublication(session: Session, producerId: string): Publication {
    const publication = this.publication(producerId);
    if (publication.sessionId !== session.id) throw new AppError('not_found', { detail: 'not your track' });
    return publication;
  }

  #endEarlierSessions(newest: Session): void {
    const isEarlier = (session: Session) =>
      session !== newest && session.user.id === newest.user.id && session.as === newest.as;
    for (const session of this.sessions.filter(isEarlier)) session.end('replaced');
  }

  #isSameShow(before: ShowState): boolean {
    return this.#show.name === 'live' && before.name === 'live' && before.show.id === this.#show.show.id;
  }

  #putOnAir(publication: Publication): void {
    this.#publications.add(publication);
    this.#logger.info({ producerId: publication.producerId, source: publication.source }, 'track published');
    this.log.append('trackPublished', { publication });
    this.#changes.emit('onAirChanged', undefined);
  }

  #takeOffAir({ producerId, sessionId }: Publication): void {
    const session = this.#sessions.get(sessionId);
    session?.peer.closeProducer(producerId);
    session?.notify('producerClosed', { producerId, reason: 'show_ended' });
    this.#dropPublication(producerId);
  }

  #dropPublication(producerId: string): void {
    if (!this.#publications.remove(producerId)) return;
    this.log.append('trackUnpublished', { producerId });
    this.#changes.emit('onAirChanged', undefined);
  }

  #onSessionDetached(session: Session): void {
    this.#logger.info({ sessionId: session.id }, 'session lost its connection');
    this.#noteAnchorPresence();
  }

  #onSessionEnded(session: Session, reason: SessionEndReason): void {
    this.#sessions.delete(session.id);
    this.#logger.info({ sessionId: session.id, reason }, 'session ended');
    for (const { producerId } of this.#publications.ofSession(session.id)) this.#dropPublication(producerId);
    this.#countAudience();
    this.#noteAnchorPresence();
    this.media.releaseIfUnused();
  }

  #countAudience(): void {
    this.#audience.set(this.sessions.filter((session) => session.as === 'viewer').length);
  }

  #isAnchorPresent(): boolean {
    return (
      this.#isIngesting || this.sessions.some((session) => session.as === 'publisher' && session.isOnline)
    );
  }

  /** Starts or stops the time for which a show without its anchor is kept. */
  #noteAnchorPresence(): void {
    const transition = this.#isAnchorPresent()
      ? ({ type: 'anchorReturned' } as const)
      : ({ type: 'anchorLeft', atMs: this.#deps.clock.nowMs() } as const);
    const next = nextShowState(this.#show, transition);
    if (!next) return;
    this.#show = next;
    if (transition.type === 'anchorReturned') {
      this.#stopAnchorGrace();
      this.log.append('anchorReturned', {});
      return;
    }
    const keptForMs = this.#deps.timings.anchorGraceMs;
    this.#cancelAnchorGrace = this.#deps.clock.after(keptForMs, () => this.endShow('anchor_lost'));
    this.log.append('anchorLeft', { keptForMs });
  }

  #stopAnchorGrace(): void {
    this.#cancelAnchorGrace?.();
    this.#cancelAnchorGrace = null;
  }

  #fanOut(event: RoomEvent): void {
    const frame = { type: 'event', event } as const;
    for (const session of this.#sessions.values()) session.push(frame);
  }
}
