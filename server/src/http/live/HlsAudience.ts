import { AppError } from '../../core/AppError.ts';
import type { Clock } from '../../core/Clock.ts';
import type { RoomOutputs } from '../../egress/delivery/RoomOutputs.ts';
import type { LiveDelivery, RoomLease } from './LiveDelivery.ts';

export interface HlsAudienceOptions {
  delivery: LiveDelivery;
  clock: Clock;
  /** An audience that has fetched nothing for so long is gone. */
  idleMs?: number;
  /** An ended show can be watched to its end for so long. */
  afterEndMs?: number;
}

interface Audience {
  lease: RoomLease;
  lastFetchMs: number;
  endedAtMs: number | null;
}

const sweepMs = 1000;

/**
 * Holds one egress lease per room for all its HLS players together, since HTTP does not say how many they are: from the first
 * fetch until nobody has fetched for `idleMs`. The files of a show that ended stay for `afterEndMs`.
 */
export class HlsAudience {
  readonly #delivery: LiveDelivery;
  readonly #clock: Clock;
  readonly #idleMs: number;
  readonly #afterEndMs: number;
  readonly #rooms = new Map<string, Audience>();
  /** Who comes while a stream starts shares its outcome, a failure too: one wait is enough for all. */
  readonly #acquiring = new Map<string, Promise<RoomOutputs>>();
  #stopSweeping: (() => void) | null = null;
  #isClosed = false;

  constructor({ delivery, clock, idleMs = 12_000, afterEndMs = 60_000 }: HlsAudienceOptions) {
    this.#delivery = delivery;
    this.#clock = clock;
    this.#idleMs = idleMs;
    this.#afterEndMs = afterEndMs;
  }

  /** The room's outputs for a playlist: of the running show, else of one that has just ended. */
  async join(roomId: string): Promise<RoomOutputs> {
    return this.#touch(roomId) ?? this.#acquiring.get(roomId) ?? this.#startAcquiring(roomId);
  }

  /** The room's outputs for a file; a file alone starts nothing. */
  find(roomId: string): RoomOutputs | null {
    const audience = this.#rooms.get(roomId);
    if (audience) audience.lastFetchMs = this.#clock.nowMs();
    return audience?.lease.outputs ?? null;
  }

  close(): void {
    this.#isClosed = true;
    for (const roomId of [...this.#rooms.keys()]) this.#drop(roomId);
  }

  #touch(roomId: string): RoomOutputs | null {
    const outputs = this.find(roomId);
    return outputs && !outputs.isOver ? outputs : null;
  }

  #startAcquiring(roomId: string): Promise<RoomOutputs> {
    const acquiring = this.#acquire(roomId).finally(() => this.#acquiring.delete(roomId));
    this.#acquiring.set(roomId, acquiring);
    return acquiring;
  }

  async #acquire(roomId: string): Promise<RoomOutputs> {
    try {
      const lease = await this.#delivery.acquire(roomId);
      this.#hold(roomId, lease);
      return lease.outputs;
    } catch (error) {
      const ended = this.#rooms.get(roomId)?.lease.outputs;
      if (ended?.packager.hasEnded && AppError.from(error).code === 'room_not_live') return ended;
      throw error;
    }
  }

  #hold(roomId: string, lease: RoomLease): void {
    if (this.#isClosed) {
      lease.release();
      throw new AppError('draining');
    }
    this.#drop(roomId);
    const audience: Audience = { lease, lastFetchMs: this.#clock.nowMs(), endedAtMs: null };
    this.#rooms.set(roomId, audience);
    lease.outputs.onceOver(() => {
      audience.endedAtMs = this.#clock.nowMs();
      lease.release();
    });
    this.#stopSweeping ??= this.#clock.every(sweepMs, () => this.#sweep());
  }

  #sweep(): void {
    const nowMs = this.#clock.nowMs();
    for (const [roomId, { lastFetchMs, endedAtMs }] of this.#rooms) {
      const isGone =
        endedAtMs === null ? nowMs - lastFetchMs > this.#idleMs : nowMs - endedAtMs > this.#afterEndMs;
      if (isGone) this.#drop(roomId);
    }
  }

  #drop(roomId: string): void {
    this.#rooms.get(roomId)?.lease.release();
    this.#rooms.delete(roomId);
    if (this.#rooms.size > 0) return;
    this.#stopSweeping?.();
    this.#stopSweeping = null;
  }
}
