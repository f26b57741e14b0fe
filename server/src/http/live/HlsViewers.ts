import type { Request } from 'express';
import type { Clock } from '../../core/Clock.ts';
import { playerOf, type ViewerCounter } from './ViewerCounter.ts';
import { viewerTicket } from './viewerTicket.ts';

/** A player that has not asked for a playlist for so long is gone: several segments, and a blocking reload besides. */
const goneAfterMs = 12_000;
const sweepMs = 1000;

/**
 * Tells HLS players apart, which come and go with each request: by their ticket, by the playback session that Apple's players name, else by
 * address and user agent, so that several of one kind behind one address count as one.
 */
export class HlsViewers {
  readonly #viewers: ViewerCounter;
  readonly #clock: Clock;
  /** In the order of their last request. */
  readonly #playing = new Map<string, { end: () => void; seenAtMs: number }>();
  #stopSweeping: (() => void) | null = null;

  constructor(viewers: ViewerCounter, clock: Clock) {
    this.#viewers = viewers;
    this.#clock = clock;
  }

  /** Somebody asks for the playlist of a room. */
  seen(roomId: string, request: Request): void {
    const ticket = viewerTicket(request);
    const key = JSON.stringify([roomId, ticket ?? playbackOf(request)]);
    const end = this.#playing.get(key)?.end ?? this.#viewers.open(roomId, ticket, playerOf(request, 'hls'));
    this.#playing.delete(key);
    this.#playing.set(key, { end, seenAtMs: this.#clock.nowMs() });
    this.#stopSweeping ??= this.#clock.every(sweepMs, () => this.#sweep());
  }

  close(): void {
    for (const { end } of this.#playing.values()) end();
    this.#playing.clear();
    this.#stop();
  }

  #sweep(): void {
    const before = this.#clock.nowMs() - goneAfterMs;
    for (const [key, { end, seenAtMs }] of this.#playing) {
      if (seenAtMs > before) break;
      this.#playing.delete(key);
      end();
    }
    if (this.#playing.size === 0) this.#stop();
  }

  #stop(): void {
    this.#stopSweeping?.();
    this.#stopSweeping = null;
  }
}

function playbackOf(request: Request): string {
  return request.get('x-playback-session-id') ?? `${request.ip} ${request.get('user-agent') ?? ''}`;
}
