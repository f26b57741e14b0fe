import { AppError } from '../../core/AppError.ts';
import type { Clock } from '../../core/Clock.ts';
import type { Logger } from '../../core/logger.ts';
import type { ShowFeed } from '../../rooms/ports/ShowFeed.ts';
import type { EncodedPicture } from './EncodedPicture.ts';
import { PacedQueue } from './PacedQueue.ts';

export interface Snapshot {
  jpeg: Buffer;
  /** ms since the epoch. */
  takenAtMs: number;
}

export interface SnapshotsOptions {
  feedOf: (roomId: string) => ShowFeed | undefined;
  /** The newest keyframe of a running egress: what players see, everybody in it. `null` without one. */
  egressPicture: (roomId: string) => EncodedPicture | null;
  /** A keyframe of each person on air who has a picture. */
  catchPictures: (feed: ShowFeed) => Promise<EncodedPicture[]>;
  makeStill: (pictures: readonly EncodedPicture[]) => Promise<Buffer>;
  clock: Clock;
  log: Logger;
}

/** Who asks again within this gets the same one. */
const freshMs = 5000;
/** While many want one, an older one is better than waiting. */
const usableMs = 60_000;
const pace = { maxAtOnce: 2, startEveryMs: 250 };

interface Entry {
  showId: string;
  latest: Snapshot | null;
  taking: Promise<Snapshot | null> | null;
}

/**
 * Stills of live rooms, made only when somebody asks: nobody watches, nothing is done. However many rooms and watchers there are, at
 * most two are made at a time and four a second.
 */
export class Snapshots {
  readonly #options: SnapshotsOptions;
  readonly #queue: PacedQueue;
  readonly #rooms = new Map<string, Entry>();
  #taken = 0;
  #failed = 0;

  constructor(options: SnapshotsOptions) {
    this.#options = options;
    this.#queue = new PacedQueue({ ...pace, clock: options.clock });
  }

  /** Since the beginning. */
  get stats(): { taken: number; failed: number } {
    return { taken: this.#taken, failed: this.#failed };
  }

  /** `null`: nobody's picture is on air. @throws AppError `room_not_found`, `room_not_live`, `snapshot_unavailable` */
  async of(roomId: string): Promise<Snapshot | null> {
    const feed = this.#options.feedOf(roomId);
    if (!feed) throw new AppError('room_not_found');
    const showId = feed.showId();
    this.#forgetOld();
    if (showId === null) throw new AppError('room_not_live');
    const entry = this.#entryOf(roomId, showId);
    if (!feed.people().some(({ video }) => video && !video.isPaused)) return null;
    const ageMs = this.#ageOf(entry.latest);
    if (ageMs < freshMs || (ageMs < usableMs && this.#queue.isBusy)) return entry.latest;
    entry.taking ??= this.#queue
      .run(() => this.#take(feed, entry))
      .finally(() => {
        entry.taking = null;
      });
    return entry.taking;
  }

  async #take(feed: ShowFeed, entry: Entry): Promise<Snapshot | null> {
    const { clock, log, egressPicture, catchPictures, makeStill } = this.#options;
    try {
      const ready = egressPicture(feed.roomId);
      const pictures = ready ? [ready] : await catchPictures(feed);
      if (pictures.length === 0) return null;
      const takenAtMs = clock.nowMs();
      entry.latest = { jpeg: await makeStill(pictures), takenAtMs };
      this.#taken += 1;
      return entry.latest;
    } catch (cause) {
      this.#failed += 1;
      log.warn({ err: cause, roomId: feed.roomId }, 'no snapshot of a room');
      throw new AppError('snapshot_unavailable', { cause });
    }
  }

  #entryOf(roomId: string, showId: string): Entry {
    const known = this.#rooms.get(roomId);
    if (known?.showId === showId) return known;
    const entry = { showId, latest: null, taking: null };
    this.#rooms.set(roomId, entry);
    return entry;
  }

  #ageOf(snapshot: Snapshot | null): number {
    return snapshot ? this.#options.clock.nowMs() - snapshot.takenAtMs : Number.POSITIVE_INFINITY;
  }

  #forgetOld(): void {
    for (const [roomId, { latest, taking, showId }] of this.#rooms) {
      const isOver = this.#options.feedOf(roomId)?.showId() !== showId;
      if (!taking && (isOver || this.#ageOf(latest) > usableMs)) this.#rooms.delete(roomId);
    }
  }
}
