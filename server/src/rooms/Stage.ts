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
  readonly #publishing = new KeyedMutex<string>();
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
   * Puts a track on air. A second one of the same source replaces the first: a publisher that reloaded may come back
   * before its old transport is known to be dead.
   * @throws AppError `forbidden`, `room_not_live`, `invalid_request`, and what MediaPeer.produce throws
   */
  publish(session: Session, track: PublishedTrack): Promise<{ producerId: string }> {
    return this.#publishing.run(`${session.id}/${track.source}`, async () => {
      const showId = this.#assertMayPublish(session, track);
      const replaced = this.#publications.ofSession(session.id).find(({ source }) => source === track.source);
      if (replaced) this.unpublish(session, replaced.producerId);
      const { producerId } = await session.peer.produce(track);
      if (session.isEnded || this.#deps.showId() !== showId) {
        session.peer.closeProducer(producerId);
        throw new AppError('room_not_live', { detail: 'the show ended while the track was being published' });
      }
      const { source, kind, paused } = track;
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
  async pauseTrack(session: Session, producerId: string): Promise<void> {
    const { kind } = this.#ownPublication(session, producerId);
    if (!this.#publications.setPaused(producerId, true)) return;
    this.#deps.log.append('trackPaused', { producerId });
    this.#deps.onChanged();
    if (kind === 'audio') await session.peer.pauseProducer(producerId);
    else this.#pausePictureSoon(session, producerId);
  }

  /** @throws AppError `not_found` for anybody else's track. */
  async resumeTrack(session: Session, producerId: string): Promise<void> {
    this.#ownPublication(session, producerId);
    if (!this.#publications.setPaused(producerId, false)) return;
    this.#cancelPause(producerId);
    await session.peer.resumeProducer(producerId);
    this.#deps.log.append('trackResumed', { producerId });
    this.#deps.onChanged();
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
  clear(sessionOf: (sessionId: string) => Session | undefined): void {
    for (const { producerId, sessionId } of this.publications) {
      const session = sessionOf(sessionId);
      session?.peer.closeProducer(producerId);
      session?.notify('producerClosed', { producerId, reason: 'show_ended' });
      this.drop(producerId);
    }
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
    return showId;
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
