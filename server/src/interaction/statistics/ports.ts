import type { Delivery, Platform, RoomTotals, ShowFigures, UserRef } from '@lianmai/shared';
import type { SavedQuality } from './Quality.ts';
import type { Sample } from './samples.ts';

/** One show's figures as they are kept. Times in ms since the epoch. */
export interface ShowRecord {
  showId: string;
  roomId: string;
  title: string;
  anchor: UserRef;
  startedAtMs: number;
  /** `null` while it runs. */
  endedAtMs: number | null;
  /** When these figures were taken. */
  updatedAtMs: number;
  /** The server stopped in the middle of it. */
  isInterrupted: boolean;
  figures: ShowFigures;
  shares: ShowShares;
  quality: Partial<Record<Delivery, SavedQuality>>;
}

export interface ShowShares {
  protocols: Record<Delivery, { viewers: number; watchMs: number }>;
  platforms: Record<Platform, { viewers: number; watchMs: number }>;
}

/** What one write brings of one show. */
export interface ShowUpdate {
  record: ShowRecord;
  samples: readonly Sample[];
  /** `samples` are all there are, in place of those that were kept before: the show is over. */
  isComplete: boolean;
}

/** Where the statistics of shows are kept. Each call is all or nothing. */
export interface StatisticsStore {
  save(updates: readonly ShowUpdate[]): Promise<void>;
  find(showId: string): Promise<{ record: ShowRecord; samples: readonly Sample[] } | null>;
  /** Newest first, from before `before` on. */
  showsOf(
    roomId: string,
    page: { limit: number; before: { startedAtMs: number; showId: string } | null },
  ): Promise<readonly ShowRecord[]>;
  /** Of all shows that are kept but these few. */
  totalsOf(roomId: string, except: readonly string[]): Promise<RoomTotals>;
  /** Shows that nobody has ended were cut off: they end with the last figures that were kept. */
  closeInterrupted(): Promise<void>;
}
