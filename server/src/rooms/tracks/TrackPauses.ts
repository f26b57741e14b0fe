import type { MediaSource, MutableSource } from '@lianmai/shared';
import { AppError } from '../../core/AppError.ts';
import type { Clock } from '../../core/Clock.ts';
import { KeyedMutex } from '../../core/KeyedMutex.ts';
import type { Logger } from '../../core/logger.ts';
import type { Session } from '../Session.ts';
import type { Publications, PublishedTrack } from './Publications.ts';

export interface TrackPausesDeps {
  publications: Publications;
  clock: Clock;
  logger: Logger;
  /** A track is paused, or goes on, for everybody who sees it. */
  onPaused: (track: PublishedTrack) => void;
}

/** What a forced mute covers: a second sound or picture must not get around it. */
export const mutedSources: Record<MutableSource, readonly MediaSource[]> = {
  microphone: ['microphone', 'screenAudio'],
  camera: ['camera', 'screen'],
};

// A camera that is switched off sends black from then on; the egress needs one black keyframe to hold on to, and
// keyframes come at most once a second.
const cameraPauseDelayMs = 1500;

/**
 * Owns whether tracks flow: switched off by their publisher, muted by a host, or on. A forced mute wins over everything that happens at the same time.
 */
export class TrackPauses {
  readonly #deps: TrackPausesDeps;
  /** By producer: what overlaps would be told in the wrong order. */
  readonly #changing = new KeyedMutex<string>();
  readonly #pending = new Map<string, () => void>();

  constructor(deps: TrackPausesDeps) {
    this.#deps = deps;
  }

  /** @throws AppError `not_found` */
  switchOff(session: Session, producerId: string): Promise<void> {
    return this.#changing.run(producerId, async () => {
      const { publication } = this.#track(producerId);
      if (!this.#deps.publications.update(producerId, { isOff: true })) return;
      this.#tell(producerId);
      if (publication.kind === 'audio') await session.peer.pauseProducer(producerId);
      else this.#pauseSoon(session, producerId);
    });
  }

  /** @throws AppError `not_found`, `muted_by_host` */
  switchOn(session: Session, producerId: string): Promise<void> {
    return this.#changing.run(producerId, async () => {
      if (this.#track(producerId).isForceMuted) throw new AppError('muted_by_host');
      this.#cancelPending(producerId);
      await session.peer.resumeProducer(producerId);
      const track = this.#deps.publications.get(producerId);
      // It may have come off the air meanwhile.
      if (!track) return;
      if (track.isForceMuted) {
        await session.peer.pauseProducer(producerId);
        throw new AppError('muted_by_host');
      }
      if (this.#deps.publications.update(producerId, { isOff: false })) this.#tell(producerId);
    });
  }

  setForceMuted(session: Session, producerId: string, isForceMuted: boolean): void {
    if (isForceMuted) this.#mute(session, producerId);
    else this.#unmute(session, producerId);
  }

  /** Makes the media what people are told of the track, behind what is under way for it. */
  settle(session: Session, producerId: string): void {
    const settled = this.#changing.run(producerId, async () => {
      const track = this.#deps.publications.get(producerId);
      if (!track) return;
      if (track.publication.isPaused) await session.peer.pauseProducer(producerId);
      else await session.peer.resumeProducer(producerId);
    });
    settled.catch((error: unknown) =>
      this.#deps.logger.warn({ err: error, producerId }, 'track not brought to what is told of it'),
    );
  }

  forget(producerId: string): void {
    this.#cancelPending(producerId);
  }

  close(): void {
    for (const cancel of this.#pending.values()) cancel();
    this.#pending.clear();
  }

  // Not behind what is under way: the media plane carries requests out in order, and what is under way looks again.
  #mute(session: Session, producerId: string): void {
    const changed = this.#deps.publications.update(producerId, { isForceMuted: true });
    this.#cancelPending(producerId);
    this.#pauseNow(session, producerId);
    if (changed) this.#tell(producerId);
  }

  /** The publisher's own choice counts again. */
  #unmute(session: Session, producerId: string): void {
    if (this.#deps.publications.update(producerId, { isForceMuted: false })) this.#tell(producerId);
    this.settle(session, producerId);
  }

  #pauseSoon(session: Session, producerId: string): void {
    const pause = (): void => {
      this.#pending.delete(producerId);
      this.#pauseNow(session, producerId);
    };
    this.#pending.set(producerId, this.#deps.clock.after(cameraPauseDelayMs, pause));
  }

  #pauseNow(session: Session, producerId: string): void {
    session.peer.pauseProducer(producerId).catch((error: unknown) => {
      this.#deps.logger.warn({ err: error, producerId }, 'track not paused');
    });
  }

  #tell(producerId: string): void {
    const track = this.#deps.publications.get(producerId);
    if (track) this.#deps.onPaused(track);
  }

  #track(producerId: string): PublishedTrack {
    const track = this.#deps.publications.get(producerId);
    if (!track) throw new AppError('not_found');
    return track;
  }

  #cancelPending(producerId: string): void {
    this.#pending.get(producerId)?.();
    this.#pending.delete(producerId);
  }
}
