import type { RoomEvent, RoomSnapshot } from '@lianmai/shared';

/** One feature of the room beside its media: hears everything that the room says, in order. */
export interface RoomFeature {
  /** A snapshot counts from here on: after a join, and after a resume that could not list what was missed. */
  restart(snapshot: RoomSnapshot): void;
  /** An entry of the Room log, each exactly once. */
  follow(event: RoomEvent): void;
  /** In the room, first or again. @param isStartedOver entries of the Room log may have been passed over */
  joined?(isStartedOver: boolean): void;
  /** Out of the room. */
  clear?(): void;
}
