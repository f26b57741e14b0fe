import type { MediaKind } from '@lianmai/shared';
import type { Clock } from '../../core/Clock.ts';
import type { Logger } from '../../core/logger.ts';
import type { RtpTap, TapTrack } from '../../rooms/ports/MediaEngine.ts';
import type { ShowFeed } from '../../rooms/ports/ShowFeed.ts';
import type { RtpNormaliser } from '../rtp/RtpNormaliser.ts';

const firstRetryMs = 200;
const maxRetryMs = 3000;
const kinds: readonly MediaKind[] = ['audio', 'video'];

/** Keeps a normaliser fed with whatever the room has on air: follows published, replaced and vanished tracks and lost taps. */
export class TapFollower {
  readonly #feed: ShowFeed;
  readonly #normaliser: RtpNormaliser;
  readonly #clock: Clock;
  readonly #log: Logger;
  readonly #tracks = new Map<MediaKind, TapTrack>();
  #tap: RtpTap | null = null;
  #isClosed = false;
  #running: Promise<void> | null = null;
  #isStale = false;
  #cancelRetry: () => void = () => {};
  #retryMs = firstRetryMs;

  constructor(options: { feed: ShowFeed; normaliser: RtpNormaliser; clock: Clock; log: Logger }) {
    this.#feed = options.feed;
    this.#normaliser = options.normaliser;
    this.#clock = options.clock;
    this.#log = options.log;
  }

  /** Brings the tracks in line with what is on air; calls during a run lead to one more run after it. */
  follow(): void {
    this.#cancelRetry();
    this.#isStale = true;
    this.#running ??= this.#run().finally(() => {
      this.#running = null;
    });
  }

  requestKeyFrame(): void {
    this.#tracks
      .get('video')
      ?.requestKeyFrame()
      .catch((err: unknown) => this.#log.debug({ err }, 'keyframe request failed'));
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
        this.#log.warn({ err, retryMs: this.#retryMs }, 'egress cannot follow a track yet');
        this.#retryLater();
      }
    }
  }

  #retryLater(): void {
    this.#cancelRetry = this.#clock.after(this.#retryMs, () => this.follow());
    this.#retryMs = Math.min(maxRetryMs, this.#retryMs * 2);
  }

  async #reconcile(): Promise<void> {
    const onAir = this.#feed.onAir();
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
    this.#normaliser.attach(track);
    await track.resume();
    if (kind === 'video') this.requestKeyFrame();
  }

  async #openTap(): Promise<RtpTap> {
    if (this.#tap) return this.#tap;
    const tap = await this.#feed.openTap({ ip: '127.0.0.1', port: this.#normaliser.port });
    if (this.#isClosed) {
      tap.close();
      throw new Error('closed while a tap was opened');
    }
    this.#tap = tap;
    tap.onLost(() => {
      if (this.#tap !== tap) return;
      this.#log.warn('egress tap lost');
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
    if (this.#tracks.delete(kind)) this.#normaliser.detach(kind);
  }

  #dropTap(): void {
    for (const kind of kinds) this.#dropTrack(kind);
    this.#tap?.close();
    this.#tap = null;
  }
}
