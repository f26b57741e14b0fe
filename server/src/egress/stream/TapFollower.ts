import type { MediaKind } from '@lianmai/shared';
import type { Clock } from '../../core/Clock.ts';
import type { Logger } from '../../core/logger.ts';
import type { RtpTap, TapTarget, TapTrack } from '../../rooms/ports/MediaEngine.ts';
import type { OnAirTracks } from '../../rooms/ports/ShowFeed.ts';

const firstRetryMs = 200;
const maxRetryMs = 3000;
const kinds: readonly MediaKind[] = ['audio', 'video'];

/** What must know which tracks arrive at a tap's port. */
export interface TrackReceiver {
  attach(track: TapTrack): void;
  detach(kind: MediaKind): void;
}

export interface TapFollowerOptions {
  openTap: (target: TapTarget) => Promise<RtpTap>;
  /** The one picture and the one sound that should arrive, as they are now. */
  wanted: () => OnAirTracks;
  port: number;
  receiver: TrackReceiver;
  clock: Clock;
  log: Logger;
}

/** Keeps a port fed with one picture and one sound of the room: follows published, replaced and vanished tracks and lost taps. */
export class TapFollower {
  readonly #options: TapFollowerOptions;
  readonly #tracks = new Map<MediaKind, TapTrack>();
  #tap: RtpTap | null = null;
  #isClosed = false;
  #running: Promise<void> | null = null;
  #isStale = false;
  #cancelRetry: () => void = () => {};
  #retryMs = firstRetryMs;

  constructor(options: TapFollowerOptions) {
    this.#options = options;
  }

  /** Brings the tracks in line with what is on air; calls during a run lead to one more run after it. */
  follow(): void {
    if (this.#isClosed) return;
    this.#cancelRetry();
    this.#isStale = true;
    this.#running ??= this.#run().finally(() => {
      this.#running = null;
      // Asked for after the run had looked for the last time.
      if (this.#isStale) this.follow();
    });
  }

  requestKeyFrame(): void {
    this.#tracks
      .get('video')
      ?.requestKeyFrame()
      .catch((err: unknown) => this.#options.log.debug({ err }, 'keyframe request failed'));
  }

  close(): void {
    this.#isClosed = true;
    this.#cancelRetry();
    this.#dropTap();
  }

  async #run(): Promise<void> {
    while (this.#isStale && !this.#isClosed) {
      this.#isStale = false;
      try {
        await this.#reconcile();
        this.#retryMs = firstRetryMs;
      } catch (err) {
        if (this.#isClosed) return;
        this.#options.log.warn({ err, retryMs: this.#retryMs }, 'egress cannot follow a track yet');
        this.#retryLater();
      }
    }
  }

  #retryLater(): void {
    this.#cancelRetry = this.#options.clock.after(this.#retryMs, () => this.follow());
    this.#retryMs = Math.min(maxRetryMs, this.#retryMs * 2);
  }

  async #reconcile(): Promise<void> {
    const onAir = this.#options.wanted();
    for (const kind of kinds) {
      const wanted = onAir[kind]?.producerId ?? null;
      const track = this.#tracks.get(kind);
      if (track && track.producerId !== wanted) this.#dropTrack(kind);
      if (wanted !== null && !this.#tracks.has(kind)) await this.#attach(kind, wanted);
      if (this.#isClosed) return;
    }
  }

  async #attach(kind: MediaKind, producerId: string): Promise<void> {
    const tap = await this.#openTap();
    const track = await tap.attach(producerId, () => {
      if (this.#tracks.get(kind) === track) this.#forgetTrack(kind);
      this.follow();
    });
    if (this.#isClosed || this.#tap !== tap) {
      track.close();
      this.#isStale = true;
      return;
    }
    this.#tracks.set(kind, track);
    this.#options.receiver.attach(track);
    try {
      await track.resume();
    } catch (err) {
      // Otherwise it would look as if it arrived, and never be tried again.
      if (this.#tracks.get(kind) === track) this.#dropTrack(kind);
      throw err;
    }
    if (kind === 'video') this.requestKeyFrame();
  }

  async #openTap(): Promise<RtpTap> {
    if (this.#tap) return this.#tap;
    const tap = await this.#options.openTap({ ip: '127.0.0.1', port: this.#options.port });
    if (this.#isClosed) {
      tap.close();
      throw new Error('closed while a tap was opened');
    }
    this.#tap = tap;
    tap.onLost(() => {
      if (this.#tap !== tap) return;
      this.#options.log.warn('egress tap lost');
      for (const kind of kinds) this.#forgetTrack(kind);
      this.#tap = null;
      tap.close();
      this.follow();
    });
    return tap;
  }

  #dropTrack(kind: MediaKind): void {
    this.#tracks.get(kind)?.close();
    this.#forgetTrack(kind);
  }

  #forgetTrack(kind: MediaKind): void {
    if (this.#tracks.delete(kind)) this.#options.receiver.detach(kind);
  }

  #dropTap(): void {
    for (const kind of kinds) this.#dropTrack(kind);
    this.#tap?.close();
    this.#tap = null;
  }
}
