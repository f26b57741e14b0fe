import {
  type MediaKind,
  type MediaSource,
  type MutableSource,
  type Publication,
  type RoomEventMap,
  type RoomEventType,
  sourceKind,
} from '@lianmai/shared';
import { AppError } from '../../core/AppError.ts';
import { KeyedMutex } from '../../core/KeyedMutex.ts';
import type { Session } from '../Session.ts';
import { Publications, type PublishedTrack } from './Publications.ts';
import { mutedSources, TrackPauses } from './TrackPauses.ts';
import type { ClosingReason, PublishingPlace, TrackEnd, TracksDeps, TrackToPublish } from './TracksDeps.ts';

/** Owns the tracks of one Room: who publishes which, who may see it, and what the Room log says about it. */
export class Tracks {
  readonly #deps: TracksDeps;
  readonly #publications = new Publications();
  readonly #pauses: TrackPauses;
  /** By publisher and source: what overlaps would be logged in the wrong order. */
  readonly #publishing = new KeyedMutex<string>();
  /** Counts how often everything of a Session was closed: what was being published meanwhile is closed too. */
  readonly #closings = new WeakMap<Session, number>();

  constructor(deps: TracksDeps) {
    this.#deps = deps;
    this.#pauses = new TrackPauses({
      publications: this.#publications,
      clock: deps.clock,
      logger: deps.logger,
      onPaused: (track) => this.#tellPause(track),
    });
  }

  /** Everything on air, a PK rival's tracks included; never the green room. */
  get publications(): readonly Publication[] {
    return this.#publications.onAir();
  }

  /** The tracks in the green room. */
  get previews(): readonly Publication[] {
    return this.#publications.own().flatMap((track) => (track.isPreview ? [track.publication] : []));
  }

  anchorTrack(source: MediaSource): Publication | undefined {
    return this.#publications.ofAnchor(source);
  }

  /** A track that is on air. @throws AppError `not_found` */
  publication(producerId: string): Publication {
    const track = this.#publications.get(producerId);
    const publication =
      track && !track.isPreview ? track.publication : this.#publications.foreign(producerId)[0];
    if (!publication) throw new AppError('not_found', { detail: `no track ${producerId} on air` });
    return publication;
  }

  /**
   * Publishes a track: on air, or in the green room for who is there. A second one of the same source on the seat replaces the first,
   * once it is there: a publisher that reloaded may come back before its old transport is known to be dead.
   * @throws AppError `forbidden`, `not_on_stage`, `room_not_live`, `invalid_request`, `invalid_state` (an ingest holds the seat; cut
   * meanwhile), and what MediaPeer.produce throws; the track before stays then
   */
  publish(session: Session, track: TrackToPublish): Promise<{ producerId: string }> {
    const owner = session.as === 'publisher' ? 'anchor' : session.id;
    return this.#publishing.run(`${owner} ${track.source}`, async () => {
      const before = this.#admit(session, track);
      const paused = track.paused || before.place.isForceMuted;
      const { producerId } = await session.peer.produce({ ...track, paused });
      try {
        this.#add(session, track, producerId, this.#admitAgain(session, track, before));
      } catch (error) {
        this.#closeRefused(session, producerId);
        throw error;
      }
      // A mute that came or went meanwhile found no track.
      const isPaused = this.#publications.get(producerId)?.publication.isPaused;
      if (isPaused !== paused) this.#pauses.settle(session, producerId);
      return { producerId };
    });
  }

  /** Puts tracks of an ingest on air. Returns what takes them off again. */
  publishIngest(
    place: Pick<Publication, 'sessionId' | 'seat' | 'user'>,
    tracks: readonly { producerId: string; kind: MediaKind; source: MediaSource }[],
  ): () => void {
    for (const track of tracks) {
      const publication = { ...track, ...place, roomId: this.#deps.roomId, isPaused: false };
      this.#register({ publication, isPreview: false, isOff: false, isForceMuted: false });
    }
    return () => {
      for (const { producerId } of tracks) this.drop(producerId);
    };
  }

  /** @throws AppError `not_found` for anybody else's track. */
  unpublish(session: Session, producerId: string): void {
    this.#assertOwn(session, producerId);
    session.peer.closeProducer(producerId);
    this.drop(producerId, 'unpublished');
  }

  /** @throws AppError `not_found` for anybody else's track. */
  async pauseTrack(session: Session, producerId: string): Promise<void> {
    this.#assertOwn(session, producerId);
    await this.#pauses.switchOff(session, producerId);
  }

  /** @throws AppError `not_found` for anybody else's track, `muted_by_host` */
  async resumeTrack(session: Session, producerId: string): Promise<void> {
    this.#assertOwn(session, producerId);
    await this.#pauses.switchOn(session, producerId);
  }

  /** The track's media is gone already: only forget it. */
  drop(producerId: string, end: TrackEnd = 'lost'): void {
    this.#pauses.forget(producerId);
    const track = this.#publications.remove(producerId);
    if (!track) return;
    this.#deps.onGone(producerId);
    this.#tell(track.isPreview, 'trackUnpublished', { producerId });
    track.onGone?.(end);
  }

  dropOfSession(sessionId: string): void {
    for (const { publication } of this.#publications.ofSession(sessionId)) {
      this.drop(publication.producerId, 'session_ended');
    }
  }

  /** Closes what somebody publishes, also what is on its way. `only`: nothing but these sources. */
  closeOf(sessionId: string, reason: ClosingReason, only?: readonly MediaSource[]): void {
    const session = this.#deps.sessionOf(sessionId);
    if (session && !only) this.#closings.set(session, this.#closingsOf(session) + 1);
    for (const { publication } of this.#publications.ofSession(sessionId)) {
      if (!only || only.includes(publication.source)) this.#close(publication, reason);
    }
  }

  /** The seat is gone: with what was published from it goes the way by which it came. */
  leaveStage(sessionId: string): void {
    this.closeOf(sessionId, 'off_stage');
    this.#deps.sessionOf(sessionId)?.peer.closeSendTransports();
  }

  /** Out of the green room: everybody may see and hear what this Session publishes. */
  showPreviewsOf(sessionId: string): void {
    const previews = this.#publications.ofSession(sessionId).filter(({ isPreview }) => isPreview);
    for (const { publication } of previews) {
      this.#publications.update(publication.producerId, { isPreview: false });
      this.#deps.log.append('trackPublished', { publication });
    }
    if (previews.length === 0) return;
    this.#deps.onPreviewsChanged();
    this.#deps.onChanged({ own: true });
  }

  /** Tracks go with their publisher. Clients know it from `seatsChanged`. */
  moveTo(sessionId: string, seat: number): void {
    for (const { publication } of this.#publications.ofSession(sessionId)) {
      this.#publications.update(publication.producerId, { seat });
    }
  }

  /** Pauses at once, or lets the publisher's own choice count again. */
  setForceMuted(sessionId: string, source: MutableSource, isForceMuted: boolean): void {
    const session = this.#deps.sessionOf(sessionId);
    if (!session) return;
    for (const { publication } of this.#publications.ofSession(sessionId)) {
      if (!mutedSources[source].includes(publication.source)) continue;
      this.#pauses.setForceMuted(session, publication.producerId, isForceMuted);
    }
  }

  /** A track of another room comes on air here; media of it flows once it was borrowed. */
  addForeign(publication: Publication): void {
    if (this.#publications.foreign(publication.producerId).length > 0) return;
    this.#publications.setForeign(publication);
    this.#deps.log.append('trackPublished', { publication });
    this.#deps.onChanged({ own: false });
  }

  removeForeign(producerId: string): void {
    if (!this.#publications.removeForeign(producerId)) return;
    this.#deps.onGone(producerId);
    this.#deps.log.append('trackUnpublished', { producerId });
    this.#deps.onChanged({ own: false });
  }

  setForeignPaused(producerId: string, isPaused: boolean): void {
    const [publication] = this.#publications.foreign(producerId);
    if (!publication || publication.isPaused === isPaused) return;
    this.#publications.setForeign({ ...publication, isPaused });
    this.#deps.log.append(isPaused ? 'trackPaused' : 'trackResumed', { producerId });
    this.#deps.onChanged({ own: false });
  }

  /** The show is over: everything comes off the air, and publishers are told. */
  clear(): void {
    for (const { publication } of this.#publications.own()) this.#close(publication, 'show_ended');
    for (const { producerId } of this.#publications.foreign()) this.removeForeign(producerId);
  }

  close(): void {
    this.#pauses.close();
  }

  #admit(session: Session, track: TrackToPublish) {
    const { kind, source } = track;
    if (sourceKind[source] !== kind) {
      throw new AppError('invalid_request', { fields: [{ path: 'source', message: `is not ${kind}` }] });
    }
    const place = this.#deps.placeOf(session, source);
    const showId = this.#deps.showId();
    if (showId === null) throw new AppError('room_not_live');
    return { place, showId, closings: this.#closingsOf(session) };
  }

  /** While the media plane was at work the seat may have gone, or another guest's time begun on it. */
  #admitAgain(session: Session, track: TrackToPublish, before: { showId: string; closings: number }) {
    if (session.isEnded || this.#deps.showId() !== before.showId) {
      throw new AppError('room_not_live', { detail: 'the show ended while the track was being published' });
    }
    const { place, closings } = this.#admit(session, track);
    if (closings !== before.closings) throw new AppError('invalid_state', { detail: 'closed meanwhile' });
    return place;
  }

  #add(session: Session, track: TrackToPublish, producerId: string, place: PublishingPlace): void {
    const { kind, source, paused, onGone } = track;
    const { seat, isPreview, isForceMuted } = place;
    const replaced = this.#publications
      .own()
      .find(({ publication }) => publication.seat === seat && publication.source === source)?.publication;
    if (replaced) this.#close(replaced, session.id === replaced.sessionId ? null : 'removed');
    const { id: sessionId, user } = session;
    const isPaused = paused || isForceMuted;
    const publication = {
      ...{ producerId, sessionId, user, roomId: this.#deps.roomId },
      ...{ seat, kind, source, isPaused },
    };
    this.#register({ publication, isPreview, isOff: paused, isForceMuted, onGone });
  }

  #register(track: PublishedTrack): void {
    const { publication, isPreview } = track;
    const { producerId, source, seat } = publication;
    this.#publications.add(track);
    this.#deps.logger.info({ producerId, source, seat, isPreview }, 'track published');
    this.#tell(isPreview, 'trackPublished', { publication });
  }

  #close({ producerId, sessionId }: Publication, reason: ClosingReason): void {
    const session = this.#deps.sessionOf(sessionId);
    session?.peer.closeProducer(producerId);
    if (reason) session?.notify('producerClosed', { producerId, reason });
    this.drop(producerId, reason ?? 'removed');
  }

  #closeRefused(session: Session, producerId: string): void {
    this.#deps.onGone(producerId);
    if (session.isEnded) return;
    try {
      session.peer.closeProducer(producerId);
    } catch (error) {
      // It went with its transport.
      if (AppError.from(error).code !== 'not_found') throw error;
    }
  }

  #tellPause({ isPreview, publication: { producerId, isPaused } }: PublishedTrack): void {
    this.#tell(isPreview, isPaused ? 'trackPaused' : 'trackResumed', { producerId });
  }

  /** What happens in the green room is for the backstage, everything else for the Room log. */
  #tell<T extends RoomEventType>(isPreview: boolean, type: T, data: RoomEventMap[T]): void {
    if (isPreview) this.#deps.onPreviewsChanged();
    else {
      this.#deps.log.append(type, data);
      this.#deps.onChanged({ own: true });
    }
  }

  #assertOwn(session: Session, producerId: string): void {
    const track = this.#publications.get(producerId);
    if (!track || track.publication.sessionId !== session.id) throw new AppError('not_found');
  }

  #closingsOf(session: Session): number {
    return this.#closings.get(session) ?? 0;
  }
}
