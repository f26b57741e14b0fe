import type { RtpTap, TapTarget } from './MediaEngine.ts';

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
  /** Called whenever `showId()` or `onAir()` may answer differently. Returns its undo. */
  onChanged(listener: () => void): () => void;
  openTap(target: TapTarget): Promise<RtpTap>;
}
