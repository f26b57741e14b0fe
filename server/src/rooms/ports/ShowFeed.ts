import type { CompositionSettings, UserRef } from '@lianmai/shared';
import type { RtpTap, TapTarget } from './MediaEngine.ts';

export interface OnAirTrack {
  producerId: string;
  isPaused: boolean;
}

/** Somebody whom the audience sees or hears: the anchor, CoHosts who are on air, the rival of a PK. Never the green room. */
export interface OnAirPerson {
  /** Stays the same as long as they are on air, also on another seat. */
  personId: string;
  /** The rival's is another room. */
  roomId: string;
  seat: number;
  isRival: boolean;
  user: UserRef;
  /** Screen share before camera. */
  video: OnAirTrack | null;
  audio: OnAirTrack | null;
}

/** The tracks that a solo egress forwards: the anchor's picture (screen share before camera) and microphone. */
export interface OnAirTracks {
  video: { producerId: string; isPaused: boolean } | null;
  audio: { producerId: string; isPaused: boolean } | null;
}

/** What the egress needs of one room. Implemented by Room; outlives shows. */
export interface ShowFeed {
  readonly roomId: string;
  /** The running show's id; `null` when the room is not live. */
  showId(): string | null;
  onAir(): OnAirTracks;
  /** By seat, the rival last; people without any track included. Empty when the room is not live. */
  people(): readonly OnAirPerson[];
  composition(): CompositionSettings;
  /** Called whenever `showId()`, `onAir()`, `people()` or `composition()` may answer differently. Returns its undo. */
  onChanged(listener: () => void): () => void;
  openTap(target: TapTarget): Promise<RtpTap>;
}
