import type { MediaSource, Publication } from '@lianmai/shared';
import type { TrackEnd } from './TracksDeps.ts';

/** A track and what its publisher and the hosts want of it. */
export interface PublishedTrack {
  /** `isPaused` is what people see: paused by its publisher or by a forced mute. */
  publication: Publication;
  /** In the green room: for the anchor and its publisher only. */
  isPreview: boolean;
  /** Its publisher has switched it off. */
  isOff: boolean;
  isForceMuted: boolean;
  onGone?: ((end: TrackEnd) => void) | undefined;
}

/** The tracks of one Room, by producer id. Pure bookkeeping: knows neither media nor the Room log. */
export class Publications {
  readonly #own = new Map<string, PublishedTrack>();
  /** Tracks of another room that are on air here: a PK's rival. */
  readonly #foreign = new Map<string, Publication>();

  /** Everything that the audience may see and hear. */
  onAir(): Publication[] {
    const own = this.own().filter(({ isPreview }) => !isPreview);
    return [...own.map(({ publication }) => publication), ...this.#foreign.values()];
  }

  own(): PublishedTrack[] {
    return [...this.#own.values()];
  }

  get(producerId: string): PublishedTrack | undefined {
    return this.#own.get(producerId);
  }

  add(track: PublishedTrack): void {
    this.#own.set(track.publication.producerId, track);
  }

  /** @returns the track that was removed, or `undefined`. */
  remove(producerId: string): PublishedTrack | undefined {
    const track = this.#own.get(producerId);
    this.#own.delete(producerId);
    return track;
  }

  /** @returns the track as it is now, or `null` when that is nothing that people would see. */
  update(
    producerId: string,
    changes: Partial<Pick<PublishedTrack, 'isOff' | 'isForceMuted' | 'isPreview'>> & { seat?: number },
  ): PublishedTrack | null {
    const before = this.#own.get(producerId);
    if (!before) return null;
    const { seat = before.publication.seat, ...flags } = changes;
    const track = { ...before, ...flags };
    const isPaused = track.isOff || track.isForceMuted;
    this.#own.set(producerId, { ...track, publication: { ...before.publication, seat, isPaused } });
    return before.publication.isPaused === isPaused ? null : track;
  }

  ofSession(sessionId: string): PublishedTrack[] {
    return this.own().filter(({ publication }) => publication.sessionId === sessionId);
  }

  /** The track of `source` on seat 0. */
  ofAnchor(source: MediaSource): Publication | undefined {
    const isIt = ({ publication }: PublishedTrack) => publication.seat === 0 && publication.source === source;
    return this.own().find(isIt)?.publication;
  }

  foreign(producerId?: string): Publication[] {
    if (producerId === undefined) return [...this.#foreign.values()];
    const one = this.#foreign.get(producerId);
    return one ? [one] : [];
  }

  setForeign(publication: Publication): void {
    this.#foreign.set(publication.producerId, publication);
  }

  removeForeign(producerId: string): boolean {
    return this.#foreign.delete(producerId);
  }
}
