import type { ScreenOptions } from './Screen.ts';

/** What `this.selectComponent('#live')` gives for a `<live-room id="live">`. */
export interface LiveRoomElement {
  /** Plays the room, also its later shows, until `close`. Objects cannot go through WXML, which takes plain data only. */
  open(options: ScreenOptions): void;
  close(): void;
  /** After `stop`, or to try again after it has failed. */
  play(): void;
  stop(): void;
  /** A wide picture lies down. */
  requestFullScreen(): void;
  exitFullScreen(): void;
}
