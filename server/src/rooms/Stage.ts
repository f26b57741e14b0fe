import type { MediaKind, MediaSource, Publication, RtpParameters, UserRef } from '@lianmai/shared';
import { sourceKind } from '@lianmai/shared';
import { AppError } from '../core/AppError.ts';
import type { Clock } from '../core/Clock.ts';
import { KeyedMutex } from '../core/KeyedMutex.ts';
import type { Logger } from '../core/logger.ts';
import { Publications } from './Publications.ts';
import type { RoomLog } from './RoomLog.ts';
import type { Session } from './Session.ts';

export interface StageDeps {
  clock: Clock;
  log: RoomLog;
  logger: Logger;
  /** The running show's id; `null` off air. */
  showId: () => string | null;
  sessionOf: (sessionId: string) => Session | undefined;
  onChanged: () => void;
}

export interface PublishedTrack {
  transportId: string;
  kind: MediaKind;
  source: MediaSource;
  rtpParameters: RtpParameters;
  paused: boolean;
}

// A camera that is switched off sends black from then on; the egress needs one black keyframe to hold on to, and
// keyframes come at most once a second.
const cameraPauseDelayMs = 1500;

/** Owns what is on air in one Room: who publishes which track, and what the Room log says about it. */
export class Stage {
  readonly #deps: StageDeps;
  readonly #publications = new Publications();
  /** By source while publishing, by producer while muting: what overlaps would be logged in the wrong order. */
  readonly #changing = new KeyedMutex<string>();
  readonly #pendingPauses = new Map<string, () => void>();
  #ingests = 0;

  constructor(deps: StageDeps) {
    this.#deps = deps;
  }

  get publications(): readonly Publication[] {
    return this.#publications.all();
  }

  /** Media comes in from an ingest: the anchor is there without a Session. */
  get hasIngest(): boolean {
    return this.#ingests > 0;
  }

  anchorTrack(source: MediaSource): Publication | undefined {
    return this.#publications.ofAnchor(source);
  }

  /** @throws AppError `not_found` */
  publication(producerId: string): Publication {
    const publication = this.#publications.get(producerId);
    if (!publication) throw new AppError('not_found', { detail: `no track ${producerId} in this room` });
    return publication;
  }

  /**
   * Puts a track on air. A second one of the same source on the seat replaces the first, once it is there: a publisher that
   * reloaded may come back before its old transport is known to be dead.
   * @throws AppError `forbidden`, `room_not_live`, `invalid_request`, `invalid_state` (an ingest holds the seat), and what
   * MediaPeer.produce throws; the track before stays on air then
   */
  publish(session: Session, track: PublishedTrack): Promise<{ producerId: string }> {
    return this.#changing.run(track.source, async () => {
      const showId = this.#assertMayPublish(session, track);
      const { producerId } = await session.peer.produce(track);
      if (session.isEnded || this.#deps.showId() !== showId) {
        session.peer.closeProducer(producerId);
        throw new AppError('room_not_live', { detail: 'the show ended while the track was being published' });
      }
      const { source, kind, paused } = track;
      const replaced = this.#publications.ofAnchor(source);
      if (replaced) this.#takeOff(replaced, session.id === replaced.sessionId ? null : 'removed');
      this.#add({
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
    anchor: UserRef,
    tracks: readonly { producerId: string; kind: MediaKind; source: MediaSource }[],
  ): () => void {
    this.#ingests += 1;
    for (const track of tracks) {
      this.#add({ ...track, sessionId: ingestId, user: anchor, seat: 0, isPaused: false });
    }
    return () => {
      this.#ingests -= 1;
      for (const { producerId } of tracks) this.drop(producerId);
    };
  }

  /** @throws AppError `not_found` for anybody else's track. */
  unpublish(session: Session, producerId: string): void {
    this.#ownPublication(session, producerId);
    session.peer.closeProducer(producerId);
    this.drop(producerId);
  }

  /** @throws AppError `not_found` for anybody else's track. */
  pauseTrack(session: Session, producerId: string): Promise<void> {
    return this.#changing.run(producerId, async () => {
      const { kind } = this.#ownPublication(session, producerId);
      if (!this.#publications.setPaused(producerId, true)) return;
      this.#deps.log.append('trackPaused', { producerId });
      this.#deps.onChanged();
      if (kind === 'audio') await session.peer.pauseProducer(producerId);
      else this.#pausePictureSoon(session, producerId);
    });
  }

  /** @throws AppError `not_found` for anybody else's track. */
  resumeTrack(session: Session, producerId: string): Promise<void> {
    return this.#changing.run(producerId, async () => {
      this.#ownPublication(session, producerId);
      this.#cancelPause(producerId);
      await session.peer.resumeProducer(producerId);
      // It may have come off the air meanwhile.
      if (!this.#publications.setPaused(producerId, false)) return;
      this.#deps.log.append('trackResumed', { producerId });
      this.#deps.onChanged();
    });
  }

  /** The track's media is gone already: only take it off the air. */
  drop(producerId: string): void {
    this.#cancelPause(producerId);
    if (!this.#publications.remove(producerId)) return;
    this.#deps.log.append('trackUnpublished', { producerId });
    this.#deps.onChanged();
  }

  dropOfSession(sessionId: string): void {
    for (const { producerId } of this.#publications.ofSession(sessionId)) this.drop(producerId);
  }

  /** The show is over: everything comes off the air, and publishers are told. */
  clear(): void {
    for (const publication of this.publications) this.#takeOff(publication, 'show_ended');
  }

  close(): void {
    for (const cancel of this.#pendingPauses.values()) cancel();
    this.#pendingPauses.clear();
  }

  #assertMayPublish(session: Session, { source, kind }: PublishedTrack): string {
    session.assertMayPublish();
    const showId = this.#deps.showId();
    if (showId === null) throw new AppError('room_not_live');
    if (sourceKind[source] !== kind) {
      throw new AppError('invalid_request', { fields: [{ path: 'source', message: `is not ${kind}` }] });
    }
    if (this.hasIngest) throw new AppError('invalid_state', { detail: 'an ingest holds the seat' });
    return showId;
  }

  /** @param reason what its publisher is told; `null`: nothing, they know */
  #takeOff({ producerId, sessionId }: Publication, reason: 'show_ended' | 'removed' | null): void {
    const session = this.#deps.sessionOf(sessionId);
    session?.peer.closeProducer(producerId);
    if (reason) session?.notify('producerClosed', { producerId, reason });
    this.drop(producerId);
  }

  #ownPublication(session: Session, producerId: string): Publication {
    const publication = this.publication(producerId);
    if (publication.sessionId !== session.id) throw new AppError('not_found', { detail: 'not your track' });
    return publication;
  }

  #add(publication: Publication): void {
    const { producerId, source } = publication;
    this.#publications.add(publication);
    this.#deps.logger.info({ producerId, source }, 'track published');
    this.#deps.log.append('trackPublished', { publication });
    this.#deps.onChanged();
  }

  #pausePictureSoon(session: Session, producerId: string): void {
    const pause = (): void => {
      this.#pendingPauses.delete(producerId);
      const onFailed = (error: unknown) =>
        this.#deps.logger.warn({ err: error, producerId }, 'track not paused');
      session.peer.pauseProducer(producerId).catch(onFailed);
    };
    this.#pendingPauses.set(producerId, this.#deps.clock.after(cameraPauseDelayMs, pause));
  }

  #cancelPause(producerId: string): void {
    this.#pendingPauses.get(producerId)?.();
    this.#pendingPauses.delete(producerId);
  }
}
