import type { RoomEvent } from '@lianmai/shared';

/**
 * What a store says about a room's entries after it was asked something.
 *
 * `holds`: everything up to `saved`. `lost`: nothing of this writer; it must write anew. `fenced`: a writer with a higher epoch has the room.
 */
export type Held = { name: 'holds'; saved: number } | { name: 'lost' } | { name: 'fenced'; epoch: number };

export interface Recalled {
  /** Number of the last entry there has been, or that there may have been. */
  lastSeq: number;
  /** The newest entries up to `lastSeq` without a gap; empty when it is not known how the log ended. */
  events: RoomEvent[];
}

/**
 * Keeps the newest entries of each room's log outside this process. A room has one writer: the one with the highest epoch. Every call may be
 * done late or twice, and may be done although it failed: neither changes what is held in the end.
 *
 * @throws RedisUnavailable when it cannot be reached, or does not answer in time
 */
export interface RoomLogStore {
  /** Takes the room with what is held of it; entries up to `base` count as saved. */
  claim(roomId: string, claim: { epoch: number; base: number }): Promise<Held>;
  /** Adds entries to those up to `after`, if exactly these are held; those held already are not added again. None: only asks. */
  append(
    roomId: string,
    batch: { epoch: number; after: number; entries: readonly RoomEvent[] },
  ): Promise<Held>;
  /** Forgets what is held and begins with these entries. `attempt` counts up: an earlier attempt that comes late is ignored. */
  rewrite(
    roomId: string,
    batch: { epoch: number; attempt: number; base: number; entries: readonly RoomEvent[] },
  ): Promise<Held>;
  /** The writer stops, and everything is saved: the next one goes on with the next number. */
  seal(roomId: string, epoch: number): Promise<void>;
  /** The room is gone. */
  erase(roomId: string, epoch: number): Promise<void>;
  /**
   * Takes a room of an earlier process. When that one did not seal the log it may have told clients more than is held: then it goes on after `base`.
   * `null`: another writer has it.
   * @param claim.newest how many entries to bring at most
   */
  recall(roomId: string, claim: { epoch: number; base: number; newest: number }): Promise<Recalled | null>;
}
