import type { Publication } from '@lianmai/shared';
import type { RtpTap, TapTarget } from './ports/MediaEngine.ts';
import type { OnAirTracks, ShowFeed } from './ports/ShowFeed.ts';
import type { Room } from './Room.ts';

/** A Room as the egress sees it: the anchor's tracks, whether the show runs, and a way to its RTP. */
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
    return {
      video: track(this.#room.stage.anchorTrack('screen') ?? this.#room.stage.anchorTrack('camera')),
      audio: track(this.#room.stage.anchorTrack('microphone') ?? this.#room.stage.anchorTrack('screenAudio')),
    };
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
