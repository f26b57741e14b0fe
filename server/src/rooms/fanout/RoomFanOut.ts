import type { NoticeFrame, RoomEvent } from '@lianmai/shared';
import type { Clock } from '../../core/Clock.ts';
import type { Session } from '../Session.ts';
import { FanOutShard } from './FanOutShard.ts';
import { Turns } from './Turns.ts';

/** Up to so many everybody is told at once. */
const promptSize = 200;
const longestWindowMs = 200;
/** One more millisecond of waiting for so many more people: 5,000 of them wait 125 ms at most. */
const peoplePerMs = 40;
/** So many are written to in one go; it takes a few milliseconds. */
const shardSize = 250;
// Multiples of the golden ratio spread evenly over a window, however many there are.
const goldenRatio = (Math.sqrt(5) - 1) / 2;

/**
 * Tells a Room's connected Sessions what is appended to its log. In a small room at once; in a big one what has come within a window
 * goes out as one frame, and the audience is split into shards that take turns in it, so that no one tick writes to everybody.
 * Whoever comes or goes costs the same whatever the room's size. (ADR 9)
 */
export class RoomFanOut {
  readonly #clock: Clock;
  readonly #turns: Turns;
  /** Hosts, who run the show by what they see, do not wait. */
  readonly #hosts: FanOutShard;
  readonly #shards = new Set<FanOutShard>();
  /** Those that have a place left. */
  readonly #open = new Set<FanOutShard>();
  readonly #shardOf = new Map<Session, FanOutShard>();
  #made = 0;

  constructor(clock: Clock) {
    this.#clock = clock;
    this.#turns = new Turns(clock);
    this.#hosts = new FanOutShard(clock, this.#turns, 0);
  }

  /** The Session is connected and may moderate or not as of now. */
  add(session: Session): void {
    this.delete(session);
    const shard = session.permissions.moderate ? this.#hosts : this.#openShard();
    shard.add(session);
    this.#shardOf.set(session, shard);
    if (shard.size >= shardSize) this.#open.delete(shard);
  }

  delete(session: Session): void {
    const shard = this.#shardOf.get(session);
    if (!shard) return;
    this.#shardOf.delete(session);
    shard.delete(session);
    if (shard === this.#hosts) return;
    if (shard.size > 0) this.#open.add(shard);
    else this.#drop(shard);
  }

  event(event: RoomEvent): void {
    const windowMs = this.#windowMs;
    this.#hosts.event(event, 0);
    for (const shard of this.#shards) shard.event(event, windowMs);
  }

  /** To everybody, not kept for those who have no connection; one that follows before it has gone out takes its place. */
  notice(notice: NoticeFrame): void {
    const windowMs = this.#windowMs;
    this.#hosts.notice(notice, 0);
    for (const shard of this.#shards) shard.notice(notice, windowMs);
  }

  /** Nobody has to wait any longer: the Room is about to close. */
  flush(): void {
    for (const shard of this.#shards) shard.flush();
  }

  close(): void {
    for (const shard of this.#shards) shard.close();
    this.#turns.close();
  }

  get #windowMs(): number {
    const size = this.#shardOf.size;
    return size <= promptSize ? 0 : Math.min(longestWindowMs, Math.round(size / peoplePerMs));
  }

  #openShard(): FanOutShard {
    for (const shard of this.#open) return shard;
    const shard = new FanOutShard(this.#clock, this.#turns, (++this.#made * goldenRatio) % 1);
    this.#shards.add(shard);
    this.#open.add(shard);
    return shard;
  }

  #drop(shard: FanOutShard): void {
    shard.close();
    this.#shards.delete(shard);
    this.#open.delete(shard);
  }
}
