import {
  type BackstageView,
  CompositionSettings,
  defaultCompositionSettings,
  type IngestView,
  type JoinAs,
  type Platform,
  type RoomEvent,
  type RoomSnapshot,
  type RoomStatus,
  type RoomView,
  type SanctionDetails,
  type ShowEndReason,
  type SnapshotParts,
  type StandingView,
  type UserRef,
} from '@lianmai/shared';
import { AppError } from '../core/AppError.ts';
import { Disposables } from '../core/Disposables.ts';
import { Emitter } from '../core/Emitter.ts';
import type { Logger } from '../core/logger.ts';
import { RoomFanOut } from './fanout/RoomFanOut.ts';
import { peerPace } from './peerPace.ts';
import type { Identity, Permissions } from './permissions.ts';
import type { ClientLink } from './ports/ClientLink.ts';
import type { HeardProducer, RoomMedia } from './ports/MediaEngine.ts';
import type { Presence } from './ports/Presence.ts';
import { goodStanding } from './ports/Standing.ts';
import type { RoomChanges, RoomCloseReason, RoomDeps, RoomDetails } from './RoomDeps.ts';
import { RoomDoor } from './RoomDoor.ts';
import { RoomEntrance } from './RoomEntrance.ts';
import type { RoomLog } from './RoomLog.ts';
import { RoomParts } from './RoomParts.ts';
import { RoomSessions } from './RoomSessions.ts';
import { type IngestPlace, type IngestTrack, RoomStage } from './RoomStage.ts';
import type { Session, SessionEndReason } from './Session.ts';
import { ShowLife } from './ShowLife.ts';
import { sessionPeerEvents } from './sessionPeerEvents.ts';
import { roomStatus, startedAtMs } from './showState.ts';
import type { Admissions } from './stage/Admissions.ts';
import type { Stage } from './stage/Stage.ts';
import type { Tracks } from './tracks/Tracks.ts';

/**
 * One anchor's place: its show, its stage and the Sessions in it. Everything visible goes through the Room log, from
 * which every Session is served. Knows media only through the MediaEngine port.
 */
export class Room {
  readonly id: string;
  readonly createdAtMs: number;
  readonly log: RoomLog;
  readonly media: RoomMedia;
  /** Who may come in. */
  readonly door: RoomDoor;
  readonly #deps: RoomDeps;
  readonly #logger: Logger;
  readonly #show: ShowLife;
  readonly #entrance: RoomEntrance;
  readonly #onStage: RoomStage;
  readonly #fanOut: RoomFanOut;
  readonly #sessions: RoomSessions;
  readonly #disposables = new Disposables();
  readonly #parts = new RoomParts();
  readonly #changes: Emitter<{
    onAirChanged: undefined;
    presence: Presence;
    connectionChanged: Session;
    accessChanged: undefined;
    settingsChanged: undefined;
    closed: RoomCloseReason;
  }>;
  #anchor: UserRef;
  #title: string;
  #coverUrl: string | null;
  #composition: CompositionSettings;

  constructor(details: RoomDetails, deps: RoomDeps) {
    const { clock } = deps;
    this.id = details.id;
    this.#anchor = details.anchor;
    this.#title = details.title;
    this.#coverUrl = details.coverUrl;
    this.door = new RoomDoor({
      access: details.access ?? details.kept?.room.access ?? 'public',
      invitation: details.kept?.room.invitation ?? null,
      invited: details.kept?.invited ?? [],
    });
    this.#deps = deps;
    this.#entrance = new RoomEntrance({
      ...{ roomId: this.id, anchorId: this.anchor.id, door: this.door },
      standing: deps.standing ?? goodStanding,
      onInvited: (userId) => deps.records.saveInvited(this.id, userId, Math.round(clock.nowMs())),
      onUninvited: () => deps.records.removeInvited(this.id, Math.round(clock.nowMs())),
    });
    this.#logger = deps.log.child({ roomId: details.id });
    this.#changes = new Emitter((error) => this.#logger.error({ err: error }, 'listener failed'));
    this.createdAtMs = details.kept?.room.createdAtMs ?? clock.nowMs();
    this.#composition = details.kept?.room.composition ?? defaultCompositionSettings;
    const audioLevels = (heard: readonly HeardProducer[]) => this.#onStage.audioLevels(heard);
    this.media = deps.media.openRoom(details.id, { audioLevels });
    this.log = deps.createLog(details.id);
    this.#fanOut = new RoomFanOut(clock);
    this.#sessions = this.#createSessions();
    const shared = { clock, log: this.log, logger: this.#logger, onChanged: () => this.#onAirChanged() };
    this.#onStage = new RoomStage({
      ...shared,
      roomId: this.id,
      anchor: this.anchor,
      settings: details.kept?.room.stage,
      pk: deps.pk,
      timings: deps.timings,
      sessions: this.#sessions,
      fanOut: this.#fanOut,
      showId: () => this.#show.showId,
    });
    this.#show = new ShowLife({
      ...shared,
      anchorGraceMs: deps.timings.anchorGraceMs,
      lastShow: details.kept?.lastShow ?? null,
      view: () => this.view(),
      clearStage: () => this.#onStage.clear(),
      onAnchor: (isPresent) => this.stage.noteAnchor(!isPresent),
    });
    for (const part of [this.media, this.#fanOut, this.#onStage, this.#show]) {
      this.#disposables.add(() => part.close());
    }
    this.#disposables.add(this.log.onAppended((event) => this.#tell(event)));
  }

  get tracks(): Tracks {
    return this.#onStage.tracks;
  }

  get stage(): Stage {
    return this.#onStage.seats;
  }

  get admissions(): Admissions {
    return this.#onStage.admissions;
  }

  get anchor(): UserRef {
    return this.#anchor;
  }

  get title(): string {
    return this.#title;
  }

  get coverUrl(): string | null {
    return this.#coverUrl;
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

  /** Start of the running or the last show, ms since the epoch; `null` before the first. */
  get startedAtMs(): number | null {
    return startedAtMs(this.#show.state);
  }

  /** A copy, made for each call: it costs as much as the room is big. */
  get sessions(): readonly Session[] {
    return [...this.#sessions.all];
  }

  session(sessionId: string): Session | undefined {
    return this.#sessions.get(sessionId);
  }

  get sessionCount(): number {
    return this.#sessions.count;
  }

  /** How FLV and HLS players see several people on stage. */
  get composition(): CompositionSettings {
    return this.#composition;
  }

  /** Who is on air and with what, whether a show runs, or how it is composed has changed. Returns its undo. */
  onOnAirChanged(listener: () => void): () => void {
    return this.#changes.on('onAirChanged', listener);
  }

  /** Who comes and goes. Called before the change shows in the Room log. Returns its undo. */
  onPresence(listener: (presence: Presence) => void): () => void {
    return this.#changes.on('presence', listener);
  }

  /** A Session has lost its connection, or is connected again. Returns its undo. */
  onConnectionChanged(listener: (session: Session) => void): () => void {
    return this.#changes.on('connectionChanged', listener);
  }

  /** What is kept of the Room and told to nobody has changed. Returns its undo. */
  onSettingsChanged(listener: () => void): () => void {
    return this.#changes.on('settingsChanged', listener);
  }

  /** Somebody who could watch may not any more. Returns its undo. */
  onAccessChanged(listener: () => void): () => void {
    return this.#changes.on('accessChanged', listener);
  }

  /** The room is no more; everybody has left. For features that keep something for it. */
  onClosed(listener: (reason: RoomCloseReason) => void): () => void {
    return this.#changes.on('closed', listener);
  }

  /** A feature tells something of itself in every snapshot: small, and read cheaply. */
  addToSnapshot<K extends keyof SnapshotParts>(name: K, read: () => SnapshotParts[K]): void {
    this.#parts.add(name, read);
  }

  view(): RoomView {
    const started = this.startedAtMs;
    return {
      id: this.id,
      title: this.#title,
      coverUrl: this.#coverUrl,
      anchor: this.anchor,
      status: this.status,
      access: this.door.access,
      viewerCount: this.#parts.get('audience').viewerCount,
      likeCount: this.#parts.get('likes').total,
      startedAt: started === null ? null : new Date(started).toISOString(),
      createdAt: new Date(this.createdAtMs).toISOString(),
    };
  }

  snapshot(): RoomSnapshot {
    return {
      seq: this.log.lastSeq,
      room: this.view(),
      publications: [...this.tracks.publications],
      stage: this.stage.view,
      pk: this.#deps.pk.view(this.id),
      isAnchorAway: this.#show.isAnchorAway,
      serverNowMs: Math.round(this.#deps.clock.nowMs()),
      ...this.#parts.read(),
    };
  }

  /** What is not for the public, as this Session may see it. From now on it is told of every change. */
  backstageOf(session: Session): BackstageView {
    return this.#onStage.backstageOf(session);
  }

  /** Something that stands backstage has changed elsewhere: invitations to a PK. */
  tellBackstage(): void {
    this.#onStage.tellBackstage();
  }

  /** What comes in from the anchor's encoder, or that nothing does any more: for the anchor's eyes. */
  showIngest(ingest: IngestView | null): void {
    this.#onStage.showIngest(ingest);
  }

  /** Who is heard in the room of a PK's rival. */
  rivalLevels(heard: readonly HeardProducer[]): void {
    this.#onStage.vitals.rivalLevels(heard);
  }

  update({ title, coverUrl, access }: RoomChanges): void {
    this.#title = title ?? this.#title;
    if (coverUrl !== undefined) this.#coverUrl = coverUrl;
    const turnsPrivate = access === 'private' && !this.door.isPrivate;
    this.door.access = access ?? this.door.access;
    this.#tellUpdate();
    if (turnsPrivate) this.#closeDoor();
  }

  /** From now on they may come in while the Room is private. @throws AppError `forbidden`, `kicked`, `banned`, `invitation_invalid`, `limit_reached` */
  acceptInvitation(identity: Identity, code: string): void {
    this.#entrance.accept(identity, code);
  }

  /** Another code; the one before is good no more. `uninvite`: nor is who came by it, but for who is on stage. */
  renewInvitation({ uninvite }: { uninvite: boolean }): void {
    this.door.renewInvitation();
    if (uninvite) {
      this.#entrance.uninviteAll();
      if (this.door.isPrivate) this.#sendOut();
    }
    this.#changes.emit('settingsChanged', undefined);
  }

  /** The anchor has another name or picture; it is the same person. */
  renameAnchor(anchor: UserRef): void {
    this.#anchor = anchor;
    this.#onStage.renameAnchor(anchor);
    this.#tellUpdate();
  }

  changeComposition(
    changes: { [K in keyof CompositionSettings]?: CompositionSettings[K] | undefined },
  ): void {
    this.#composition = CompositionSettings.parse({ ...this.#composition, ...changes });
    this.#onAirChanged();
  }

  /**
   * @throws AppError `forbidden` when the token does not reach this room or not this capacity; `kicked`, `banned`, `room_private`;
   * `too_many_requests`
   */
  join(identity: Identity, as: JoinAs, link: ClientLink, platform: Platform = 'unknown'): Session {
    this.#entrance.assertMayComeAs(identity);
    this.#onStage.assertMayComeAgain(identity.userId);
    const session = this.#sessions.join(identity, as, link, platform);
    this.#onStage.noteArrival(session);
    return session;
  }

  /**
   * Takes up a Session again over a new connection. The token is checked anew: rights may have changed.
   * @throws AppError `session_not_found`, `session_replaced`, `forbidden`, `kicked`, `banned`, `room_private`, `too_many_requests`
   */
  resume(sessionId: string, resumeKey: string, identity: Identity, link: ClientLink): Session {
    this.#entrance.assertMayComeAs(identity);
    this.#onStage.assertMayComeAgain(identity.userId);
    const session = this.#sessions.resume(sessionId, resumeKey, identity, link);
    this.#onStage.noteArrival(session);
    return session;
  }

  /** What somebody may do here by their token and by what they are in this Room; `null`: the token is for another one. */
  permissionsOf(identity: Identity): Permissions | null {
    return this.#entrance.permissionsOf(identity);
  }

  /** For what one may see of the Room without a Session. @throws AppError `forbidden`, `kicked`, `banned`, `room_private` */
  assertMayEnter(identity: Identity): void {
    this.#entrance.assertMayEnter(identity);
  }

  /**
   * For its picture and sound, and what else one sees of it outside a Session.
   * @param identity `null`: nobody in particular
   * @throws AppError `forbidden`, `kicked`, `banned`, `room_private`
   */
  assertMayWatch(identity: Identity | null): void {
    this.#entrance.assertMayWatch(identity);
  }

  /** What this Session is told about itself. */
  standingOf(session: Session): StandingView {
    const { role, publish, subscribe, chat, moderate } = session.permissions;
    const isGuest = this.stage.guestOf(session.id) !== undefined;
    return {
      role: isGuest ? 'coHost' : role,
      may: { publish: publish || isGuest, subscribe, chat, moderate },
      muted: this.#entrance.muteOf(session.identity),
    };
  }

  /** @throws AppError `muted` */
  assertMaySpeak(session: Session): void {
    const mute = this.#entrance.muteOf(session.identity);
    if (mute) throw AppError.withDetails('muted', mute);
  }

  /** What somebody may do here was changed by others: it counts at once for who is inside. */
  standingChanged(userId: string): void {
    for (const session of this.#sessions.of(userId)) {
      const permissions = this.permissionsOf(session.identity);
      if (permissions) session.changePermissions(permissions);
      this.#onStage.noteArrival(session);
      session.notify('standingChanged', this.standingOf(session));
      this.#endUnlessAdmitted(session);
    }
    this.#changes.emit('accessChanged', undefined);
    this.tellBackstage();
  }

  /** Out now, from every tab; that they do not come back is up to `standing`. */
  expel(userId: string, reason: 'kicked' | 'banned', sanction: SanctionDetails): void {
    for (const session of this.#sessions.of(userId)) session.end(reason, sanction);
    this.#changes.emit('accessChanged', undefined);
  }

  /** Whoever this user is here as, they are signed out: connected or not, with all their media. */
  endSessionsOf(userId: string): void {
    for (const session of this.#sessions.of(userId)) session.end('left');
  }

  /**
   * Comes before whatever a client can do again and again that everybody, or every host, is told of.
   * @throws AppError `too_many_requests`
   */
  assertNotTooFast(session: Session): void {
    this.#onStage.assertNotTooFast(session.user.id);
  }

  /** @throws AppError `forbidden`, `not_on_stage` unless the Session may send media now. */
  assertMaySend(session: Session): void {
    this.#onStage.assertMaySend(session);
  }

  /** @throws AppError `forbidden`, and `not_found` for a track that is not there for this Session */
  assertMaySubscribe(session: Session, producerId: string): void {
    this.#onStage.assertMaySubscribe(session, producerId);
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

  /**
   * Puts tracks of an ingest on air: under the anchor's name, or as a guest whose seat is taken for as long. Returns what ends it.
   * @throws AppError for a guest's seat: `room_not_live`, `already_on_stage`, `seat_taken`, `seat_locked`, `not_found`
   */
  publishIngest(ingestId: string, tracks: readonly IngestTrack[], place?: IngestPlace): () => void {
    const takeOff = this.#onStage.publishIngest(ingestId, tracks, place);
    this.#noteAnchor();
    return () => {
      takeOff();
      this.#noteAnchor();
    };
  }

  /** Ends every Session and all media. Idempotent. */
  close(reason: RoomCloseReason): void {
    if (this.isLive) this.endShow(reason === 'server_stopping' ? 'server_stopping' : 'ended_by_operator');
    this.#sessions.close(reason);
    this.#disposables.dispose();
    this.#changes.emit('closed', reason);
    this.log.close(reason);
  }

  #closeDoor(): void {
    this.#deps.pk.turnedPrivate(this.id);
    this.#sendOut();
  }

  /** Who may not stay goes; the anchor has let those on stage in, so they stay. */
  #sendOut(): void {
    for (const session of this.sessions)
      if (this.stage.guestOf(session.id)) this.#entrance.invite(session.user.id);
    for (const session of this.sessions) this.#endUnlessAdmitted(session);
    this.#changes.emit('accessChanged', undefined);
  }

  #endUnlessAdmitted(session: Session): void {
    if (!this.#entrance.mayStay(session)) session.end('room_private');
  }

  #createSessions(): RoomSessions {
    const { clock, timings } = this.#deps;
    return new RoomSessions({
      room: this.#entrance.people,
      graceMs: timings.sessionGraceMs,
      clock,
      logger: this.#logger,
      fanOut: this.#fanOut,
      openPeer: (session) => {
        const events = sessionPeerEvents(session, {
          producerLost: (producerId) => this.tracks.drop(producerId),
          producerScore: (producerId, score) => this.#onStage.vitals.score(producerId, score),
        });
        return this.media.openPeer({ peerId: session.id, events, ...peerPace(session.as) });
      },
      onChanged: () => this.#noteAnchor(),
      onConnectionChanged: (session) => this.#changes.emit('connectionChanged', session),
      onPresence: (presence) => this.#changes.emit('presence', presence),
      onDetached: (session) => this.#onStage.noteDetached(session),
      onEnded: (session, reason) => this.#onSessionEnded(session, reason),
    });
  }

  #onSessionEnded(session: Session, reason: SessionEndReason): void {
    this.#onStage.noteEnded(session, reason);
    this.media.releaseIfUnused();
  }

  #tellUpdate(): void {
    this.log.append('roomUpdated', {
      title: this.#title,
      coverUrl: this.#coverUrl,
      access: this.door.access,
      anchor: this.#anchor,
    });
  }

  #onAirChanged(): void {
    this.#changes.emit('onAirChanged', undefined);
  }

  #noteAnchor(): void {
    this.#show.noteAnchor(this.#onStage.hasAnchorIngest || this.#sessions.onlineCount('publisher') > 0);
  }

  #tell(event: RoomEvent): void {
    this.#fanOut.event(event);
    // Who is on air stands in the log; a rival without a track does so only here.
    if (event.type === 'pkStarted' || event.type === 'pkEnded') this.#onAirChanged();
  }
}
