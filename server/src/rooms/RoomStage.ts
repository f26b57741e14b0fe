import type {
  BackstageView,
  IngestView,
  MediaKind,
  MediaSource,
  StageSettings,
  StageVitals,
  UserRef,
} from '@lianmai/shared';
import { AppError } from '../core/AppError.ts';
import type { Clock } from '../core/Clock.ts';
import type { Logger } from '../core/logger.ts';
import type { RoomFanOut } from './fanout/RoomFanOut.ts';
import type { RoomPk } from './pk/RoomPk.ts';
import type { HeardProducer } from './ports/MediaEngine.ts';
import type { RoomTimings } from './RoomDeps.ts';
import type { RoomLog } from './RoomLog.ts';
import type { RoomSessions } from './RoomSessions.ts';
import type { Session, SessionEndReason } from './Session.ts';
import { Admissions, defaultStageTimings, type StageTimings } from './stage/Admissions.ts';
import { Backstage } from './stage/Backstage.ts';
import { Stage } from './stage/Stage.ts';
import { Vitals } from './stage/Vitals.ts';
import { Tracks } from './tracks/Tracks.ts';
import type { PublishingPlace } from './tracks/TracksDeps.ts';
import { defaultUserRate, UserRates } from './UserRates.ts';

export interface RoomStageDeps {
  roomId: string;
  anchor: UserRef;
  /** As they were when the room was last here. */
  settings: StageSettings | undefined;
  clock: Clock;
  log: RoomLog;
  logger: Logger;
  pk: RoomPk;
  timings: Pick<RoomTimings, keyof StageTimings | 'userRate'>;
  sessions: RoomSessions;
  fanOut: RoomFanOut;
  /** The running show's id; `null` off air. */
  showId: () => string | null;
  /** Who is on air, or with what, has changed. */
  onChanged: () => void;
}

export interface IngestTrack {
  producerId: string;
  kind: MediaKind;
  source: MediaSource;
}

/** An ingest on a guest's seat. */
export interface IngestPlace {
  seat: number;
  user: UserRef;
  /** A host has taken them off the seat or off the air, or the show is over: its tracks are to be closed. */
  onTakenOff: () => void;
}

/** Owns everything on and behind the stage of one Room, and keeps it in step: tracks with seats, backstage with both. */
export class RoomStage {
  readonly tracks: Tracks;
  readonly seats: Stage;
  readonly admissions: Admissions;
  readonly vitals: Vitals;
  readonly #deps: RoomStageDeps;
  readonly #backstage: Backstage;
  readonly #rates: UserRates;
  #anchor: UserRef;
  #anchorIngests = 0;
  #ingest: IngestView | null = null;

  constructor(deps: RoomStageDeps) {
    const { roomId, anchor, clock, log, logger, pk, sessions, showId, onChanged } = deps;
    this.#deps = deps;
    this.#anchor = anchor;
    this.#rates = new UserRates(clock, deps.timings.userRate ?? defaultUserRate);
    this.vitals = new Vitals({
      clock,
      seatOf: (producerId) => this.#seatOnAir(producerId),
      send: (vitals) => this.#sendVitals(vitals),
    });
    this.tracks = new Tracks({
      roomId,
      clock,
      log,
      logger,
      showId,
      sessionOf: (sessionId) => sessions.get(sessionId),
      placeOf: (session, source) => this.#placeOf(session, source),
      onChanged: ({ own }) => {
        if (own) pk.tracksChanged(roomId);
        onChanged();
      },
      onPreviewsChanged: () => this.#backstage.tell(),
      onGone: (producerId) => this.vitals.drop(producerId),
    });
    this.seats = new Stage({
      anchor,
      settings: deps.settings,
      log,
      logger,
      isLive: () => showId() !== null,
      tracks: this.tracks,
      hosts: () => [...sessions.all].filter(({ permissions }) => permissions.moderate),
      onChanged: () => {
        this.admissions.followSeats();
        this.#backstage.tell();
        onChanged();
      },
    });
    this.admissions = new Admissions({
      clock,
      timings: { ...defaultStageTimings, ...deps.timings },
      stage: this.seats,
      viewerOf: (userId) => sessions.viewerOf(userId),
      onChanged: () => this.#backstage.tell(),
    });
    this.#backstage = new Backstage({
      clock,
      anchorId: anchor.id,
      sessions: () => sessions.all,
      applications: () => this.admissions.applications,
      invitations: () => this.admissions.invitations,
      previews: () => this.tracks.previews,
      pkInvitations: () => pk.invitationsOf(roomId),
      ingest: () => this.#ingest,
    });
  }

  renameAnchor(anchor: UserRef): void {
    this.#anchor = anchor;
    this.seats.renameAnchor(anchor);
  }

  /** Media comes in from an ingest: the anchor is there without a Session. */
  get hasAnchorIngest(): boolean {
    return this.#anchorIngests > 0;
  }

  /** @throws AppError `too_many_requests` */
  assertNotTooFast(userId: string): void {
    this.#rates.take(userId);
  }

  /** Everybody is told when a guest's connection goes and comes. @throws AppError `too_many_requests` */
  assertMayComeAgain(userId: string): void {
    if (this.seats.hasGuest(userId)) this.#rates.take(userId);
  }

  /** @throws AppError `forbidden`, `not_on_stage` unless the Session may send media now. */
  assertMaySend(session: Session): void {
    if (session.as === 'publisher') session.assertMayPublish();
    else this.seats.assertSeated(session);
  }

  /** @throws AppError `forbidden`, and `not_found` for what is not on air, nor in the green room for them to see */
  assertMaySubscribe(session: Session, producerId: string): void {
    if (!session.permissions.subscribe) throw new AppError('forbidden');
    const preview = this.tracks.previews.find((one) => one.producerId === producerId);
    if (!preview || !this.#backstage.mayPreview(session, preview)) this.tracks.publication(producerId);
  }

  /** Puts tracks of an ingest on air. Returns what takes them off again. @throws AppError as `Stage.takeForIngest` */
  publishIngest(ingestId: string, tracks: readonly IngestTrack[], place?: IngestPlace): () => void {
    const leave =
      place && place.seat !== 0 ? this.seats.takeForIngest({ ingestId, ...place }) : this.#holdAnchorSeat();
    const { seat, user } = place ?? { seat: 0, user: this.#anchor };
    const takeOff = this.tracks.publishIngest({ sessionId: ingestId, seat, user }, tracks);
    return () => {
      takeOff();
      leave();
    };
  }

  /** Who of the room's own people is heard now. */
  audioLevels(heard: readonly HeardProducer[]): void {
    this.vitals.audioLevels(heard);
    this.#deps.pk.audioLevels(this.#deps.roomId, heard);
  }

  /** For the reply to `join`: from now on the Session is told of every change. */
  backstageOf(session: Session): BackstageView {
    return this.#backstage.begin(session);
  }

  tellBackstage(): void {
    this.#backstage.tell();
  }

  /** What comes in from the anchor's encoder, for the anchor to see. */
  showIngest(ingest: IngestView | null): void {
    this.#ingest = ingest;
    this.#backstage.tell();
  }

  /** A Session has joined or was taken up again, maybe with other rights than before. */
  noteArrival(session: Session): void {
    this.#tellVitals(session);
    if (session.as !== 'viewer') return;
    this.seats.noteConnection(session);
    if (session.permissions.takeSeat) return;
    this.admissions.forget(session.user.id);
    this.seats.noteEnd(session, 'taken_off');
  }

  noteDetached(session: Session): void {
    this.#backstage.forget(session);
    if (session.as === 'viewer') this.seats.noteConnection(session);
  }

  /** The Session is over. Another tab of the same user takes its place on stage. */
  noteEnded(session: Session, reason: SessionEndReason): void {
    this.#backstage.forget(session);
    this.tracks.dropOfSession(session.id);
    if (session.as !== 'viewer') return;
    const heir = this.#deps.sessions.viewerOf(session.user.id);
    this.seats.noteEnd(session, seatChangeBy(reason), heir);
    if (!heir) this.admissions.forget(session.user.id);
  }

  /** The show is over: everything comes off the air, and everybody off the stage. */
  clear(): void {
    this.#deps.pk.showEnded(this.#deps.roomId);
    this.tracks.clear();
    this.seats.clear();
    this.admissions.clear();
    this.#backstage.tell();
  }

  close(): void {
    this.admissions.close();
    this.#backstage.close();
    this.tracks.close();
    this.vitals.close();
  }

  #holdAnchorSeat(): () => void {
    this.#anchorIngests += 1;
    return () => {
      this.#anchorIngests -= 1;
    };
  }

  #placeOf(session: Session, source: MediaSource): PublishingPlace {
    if (session.as !== 'publisher') return this.seats.placeOf(session, source);
    session.assertMayPublish();
    if (this.hasAnchorIngest) throw new AppError('invalid_state', { detail: 'an ingest holds the seat' });
    return { seat: 0, isPreview: false, isForceMuted: false };
  }

  #seatOnAir(producerId: string): { roomId: string; seat: number } | null {
    const publication = this.tracks.publications.find((one) => one.producerId === producerId);
    return publication ? { roomId: publication.roomId, seat: publication.seat } : null;
  }

  // Old news are worth nothing: a Session without a connection gets them when it is back.
  #sendVitals(vitals: StageVitals): void {
    this.#deps.fanOut.notice({ type: 'notice', notice: 'stageVitals', data: vitals });
  }

  #tellVitals(session: Session): void {
    const { current } = this.vitals;
    if (current.speakers.length + current.network.length === 0) return;
    session.push({ type: 'notice', notice: 'stageVitals', data: current });
  }
}

function seatChangeBy(reason: SessionEndReason): 'left' | 'taken_off' | 'grace_over' {
  if (reason === 'grace_over') return 'grace_over';
  return reason === 'removed' || reason === 'kicked' || reason === 'banned' ? 'taken_off' : 'left';
}
