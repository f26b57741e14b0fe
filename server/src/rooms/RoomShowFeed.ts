import type { CompositionSettings, Publication } from '@lianmai/shared';
import { onAirPeople } from './onAirPeople.ts';
import type { RtpTap, TapTarget } from './ports/MediaEngine.ts';
import type { OnAirPerson, OnAirTracks, ShowFeed } from './ports/ShowFeed.ts';
import type { Room } from './Room.ts';

/** A Room as the egress sees it: who is on air with which tracks, whether the show runs, and a way to its RTP. */
export class RoomShowFeed implements ShowFeed {
  readonly #room: Room;

  constructor(room: Room) {
    this.#room = room;
  }

  get roomId(): string {
    return this.#room.id;
  }

  showId(): string | null {
    return this.#room.showId;
  }

  onAir(): OnAirTracks {
    const { tracks } = this.#room;
    return {
      video: track(tracks.anchorTrack('screen') ?? tracks.anchorTrack('camera')),
      audio: track(tracks.anchorTrack('microphone') ?? tracks.anchorTrack('screenAudio')),
    };
  }

  people(): readonly OnAirPerson[] {
    return onAirPeople(this.#room);
  }

  composition(): CompositionSettings {
    return this.#room.composition;
  }

  onChanged(listener: () => void): () => void {
    return this.#room.onOnAirChanged(listener);
  }

  openTap(target: TapTarget): Promise<RtpTap> {
    return this.#room.media.openTap(target);
  }
}

function track(publication: Publication | undefined): { producerId: string; isPaused: boolean } | null {
  return publication ? { producerId: publication.producerId, isPaused: publication.isPaused } : null;
}
